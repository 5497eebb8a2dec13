package import CUDA
package import Models

/// A decoder's operations on an NVIDIA GPU.
///
/// Weights, cache and the operands of products are bfloat16; sums, norms and the residual stream
/// are 32-bit floats. Operations are put into a stream and return at once; only the ones that bring
/// numbers out wait.
///
/// Not for two callers at a time.
package final class CUDABackend {
    let configuration: ModelConfiguration
    let arithmetic: Arithmetic
    let limits: BackendLimits
    let kernels: DecoderKernels
    let attention: AttentionKernels
    /// The layers' windows, each once.
    let windows: [Int?]
    package let stream: Stream
    let budget: MemoryBudget
    let cache: DeviceCache
    /// The step's rows on the GPU.
    var step: DeviceStep
    let rotary: RotaryTable
    /// Cosines and sines, as ``RotaryTable/joined``.
    let angles: (cosines: DeviceMemory, sines: DeviceMemory)
    /// The step's queries, rotated.
    let queries: DeviceRows
    /// What a projection gives before it is activated; between its slices, where the activation is
    /// part of the matmul's kernel.
    let expanded: DeviceRows
    let multiprocessors: Int
    /// Memory that operations need besides their operands.
    let workspace: DeviceWorkspace
    let sampler: DeviceSampler

    /// How a step's operations come to the GPU.
    enum Mode { case direct, recording, replaying }
    var mode = Mode.direct
    /// Operations of the step that is being recorded as a graph.
    var recorded: [() throws -> Void] = []
    /// Whole steps as graphs; nil for mixtures of experts, whose steps wait for the GPU in the
    /// middle.
    package let graphs: StepGraphs?
    /// Whether decode steps run as graphs.
    package var usesGraphs = true
    /// The rows of steps that run without a graph.
    let directStep: DeviceStep
    /// The first error; after it no operation does anything.
    var failure: (any Error)?

    var matrices: [DeviceMatrix] = []
    var experts: [DeviceExperts] = []
    var norms: [DeviceNorm] = []
    var embeddings: [DeviceMatrix] = []
    var activations: [DeviceRows] = []
    var operands: [DeviceRows] = []
    /// Memory of mixtures of experts; made at the first one.
    var mixture: DeviceMixture?
    /// Matrices by their tensors' names: an embedding that is also the output head is loaded once.
    var loaded: [String: DeviceMatrix] = [:]

    /// Takes memory for a step and for the cache; weights come with `load`.
    package init(
        _ configuration: ModelConfiguration,
        arithmetic: Arithmetic,
        limits: BackendLimits,
        kernels library: KernelLibrary,
        budget: MemoryBudget
    ) throws {
        let context = budget.context
        try context.makeCurrent()
        (self.configuration, self.arithmetic) = (configuration, arithmetic)
        (self.limits, self.budget) = (limits, budget)
        kernels = try DecoderKernels(library, in: context)
        let group = configuration.headCount / configuration.keyValueHeadCount
        guard group <= 64,
            let attention = try AttentionKernels(
                dimension: configuration.headDimension, { try library.kernel($0) })
        else {
            throw ComputeError.unsupportedHeads(
                path: budget.owner, headDimension: configuration.headDimension, group: group)
        }
        self.attention = attention
        windows = Array(Set(configuration.attention.windows))
        stream = try context.makeStream()
        multiprocessors = context.device.multiprocessors
        // One block more, for the padding rows of graphs.
        cache = try DeviceCache(configuration, blocks: limits.blocks + 1, budget)
        let slotBytes = configuration.headCount * (configuration.headDimension + 2) * 4
        directStep = try DeviceStep(rows: limits.rows, slotBytes: slotBytes, budget)
        step = directStep
        graphs =
            configuration.experts == nil
            ? StepGraphs(limits, windows: windows, group: group, slotBytes: slotBytes, budget) : nil
        rotary = RotaryTable(configuration.rotary, positions: limits.positions)
        let (cosines, sines) = rotary.joined
        angles = (
            try budget.floats(cosines, for: "rotary tables", stream),
            try budget.floats(sines, for: "rotary tables", stream)
        )
        workspace = DeviceWorkspace(budget)
        sampler = try DeviceSampler(rows: limits.rows, kernels, budget, stream)
        queries = try budget.operandRows(
            limits.rows, width: configuration.headCount * configuration.paddedHeadWidth,
            stream)
        expanded = try budget.floatRows(limits.rows, width: configuration.expandedWidth)
    }

    package subscript(_ handle: MatrixHandle) -> DeviceMatrix { matrices[handle.index] }
    subscript(_ handle: ExpertsHandle) -> DeviceExperts { experts[handle.index] }
    subscript(_ handle: NormHandle) -> DeviceNorm { norms[handle.index] }
    subscript(_ handle: EmbeddingHandle) -> DeviceMatrix { embeddings[handle.index] }
    subscript(_ handle: Activations) -> DeviceRows { activations[handle.index] }
    subscript(_ handle: Operand) -> DeviceRows { operands[handle.index] }
}

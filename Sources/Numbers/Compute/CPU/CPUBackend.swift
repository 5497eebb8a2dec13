import CKernels
package import Checkpoints
package import Models

/// A decoder's operations on the CPU: C kernels, shared out over a team of workers.
///
/// Not for two callers at a time.
package final class CPUBackend: Backend {
    package let team: WorkerTeam

    let configuration: ModelConfiguration
    let cache: KVCache
    let rotary: RotaryTable
    let scratch: Scratch
    let epsilon: Float
    let isa: ck_isa
    /// What a projection gives before it is activated, for a step's rows.
    let expanded: RowBuffer
    /// Memory of mixtures of experts; nil if the model has none.
    private(set) var mixture: ExpertMixture?
    /// The step's rows.
    var batch = TokenBatch()

    private let rounding: ActivationRounding
    private let limits: BackendLimits
    private var projections: [Projection] = []
    private var experts: [CPUExperts] = []
    private var norms: [CPUNorm] = []
    private var reduced: [Int: RowBuffer] = [:]
    private var embeddings: [StoredTensor] = []
    private var activations: [RowBuffer] = []
    private var operands: [OperandBuffer] = []

    /// - Parameters:
    ///   - rounding: What activations are rounded to; by default what is fastest on this CPU.
    ///   - team: Its workers compute; it is the caller's to stop.
    ///   - usesPlainC: Takes no instructions that only some CPUs have: the reference.
    package init(
        _ configuration: ModelConfiguration,
        arithmetic: Arithmetic,
        rounding: ActivationRounding? = nil,
        limits: BackendLimits,
        team: WorkerTeam,
        usesPlainC: Bool = false
    ) {
        self.configuration = configuration
        self.rounding = rounding ?? .of(arithmetic)
        self.limits = limits
        self.team = team
        cache = KVCache(configuration, arithmetic, blockCount: limits.blocks)
        rotary = RotaryTable(configuration.rotary, positions: limits.positions)
        isa = usesPlainC ? CK_ISA_PLAIN : ck_isa_best()
        epsilon = configuration.epsilon
        expanded = RowBuffer(rows: limits.rows, width: configuration.expandedWidth)
        scratch = Scratch(workers: team.threads)
        let group = configuration.headCount / configuration.keyValueHeadCount
        scratch.reserve(Int(ck_attention_scratch(Int64(limits.positions), Int64(group))))
    }

    package func load(_ parts: [MatrixWeights]) throws -> MatrixHandle {
        projections.append(try projection(parts))
        return MatrixHandle(index: projections.count - 1)
    }

    package func load(_ weights: ExpertWeights) throws -> ExpertsHandle {
        if mixture == nil {
            mixture = ExpertMixture(
                weights, configuration, rows: limits.rows, rounding)
        }
        experts.append(
            CPUExperts(
                router: try projection([weights.router]),
                expand: try weights.expand.map { try projection($0) },
                contract: try weights.contract.map { try projection([$0]) }
            )
        )
        return ExpertsHandle(index: experts.count - 1)
    }

    private func projection(_ parts: [MatrixWeights]) throws -> Projection {
        var projection = Projection(try parts.map { try WeightMatrix($0, rounding) })
        scratch.reserve(projection.scratch(rows: limits.rows))
        if let change = try LowRankProjection(parts) {
            scratch.reserve(change.scratch(rows: limits.rows))
            if reduced[change.down.width] == nil {
                reduced[change.down.width] = RowBuffer(
                    rows: limits.rows, width: change.down.width)
            }
            projection.change = change
        }
        return projection
    }

    /// Rows of x·Aᵀ of a low-rank change, by their width.
    func reducedRows(width: Int) -> Rows {
        guard let buffer = reduced[width] else { preconditionFailure("no change of this rank") }
        return buffer.rows
    }

    package func load(_ norm: NormWeights) -> NormHandle {
        norms.append(CPUNorm(norm))
        return NormHandle(index: norms.count - 1)
    }

    package func load(embedding: StoredTensor) throws -> EmbeddingHandle {
        _ = try embedding.floats(rows: 0..<1)
        embeddings.append(embedding)
        return EmbeddingHandle(index: embeddings.count - 1)
    }

    package func makeActivations(width: Int) -> Activations {
        activations.append(RowBuffer(rows: limits.rows, width: width))
        return Activations(index: activations.count - 1)
    }

    package func makeOperand(width: Int) -> Operand {
        operands.append(
            OperandBuffer(rows: limits.rows, width: width, rounding))
        return Operand(index: operands.count - 1)
    }

    package func begin(_ batch: TokenBatch) {
        precondition(batch.rows.count <= limits.rows, "the batch is larger than the buffers")
        self.batch = batch
    }

    /// Runs `body` on every row below `count`; rows that share tiles go to one worker.
    func forEachRow(_ count: Int, _ body: (_ row: Int) -> Void) {
        let size = OperandRows.perTile
        team.run((count + size - 1) / size) { unit, _ in
            for row in unit * size..<min(count, (unit + 1) * size) { body(row) }
        }
    }

    subscript(_ handle: MatrixHandle) -> Projection { projections[handle.index] }
    subscript(_ handle: ExpertsHandle) -> CPUExperts { experts[handle.index] }
    subscript(_ handle: NormHandle) -> NormRows { norms[handle.index].rows }
    subscript(_ handle: EmbeddingHandle) -> StoredTensor { embeddings[handle.index] }
    subscript(_ handle: Activations) -> Rows { activations[handle.index].rows }
    subscript(_ handle: Operand) -> OperandRows { operands[handle.index].rows }
}

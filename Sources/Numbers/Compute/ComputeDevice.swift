package import CUDA
public import Foundation
public import Models

/// What a model computes on: the CPU, or an NVIDIA GPU.
public struct ComputeDevice: Sendable, CustomStringConvertible {
    private enum Kind: Sendable {
        case cpu
        case gpu(CUDADevice, [KernelImage])
    }

    private let kind: Kind
    /// Most bytes of a GPU that each model may hold; `nil`: what is free.
    public var memoryPerModel: Int?

    /// The CPU.
    public static let cpu = ComputeDevice(kind: .cpu)

    /// A GPU by its index among the driver's GPUs.
    ///
    /// Kernels are compiled for it at first use; their code is kept in `kernelCache`.
    ///
    /// - Throws: `CUDAError` if there is no driver, no such GPU, or no compiler.
    public static func cuda(
        _ ordinal: Int = 0, kernelCache: URL, warn: @escaping @Sendable (String) -> Void
    ) throws -> ComputeDevice {
        let device = try CUDADriver.open().device(ordinal)
        let nvrtc = try NVRTC.open()
        let compiler = KernelCompiler(nvrtc, for: try nvrtc.target(for: device.capability))
        let images = try KernelCache(folder: kernelCache, warn: warn)
            .images(of: KernelProgram.all, by: compiler)
        return ComputeDevice(
            device, zip(KernelProgram.all, images).map { KernelImage($0, code: $1) })
    }

    /// Whether the driver is here and knows a GPU.
    public static var hasGPUs: Bool {
        let gpus = try? CUDADriver.open().devices()
        return gpus?.isEmpty == false
    }

    /// A GPU whose kernels are compiled.
    package init(_ device: CUDADevice, _ images: [KernelImage]) {
        kind = .gpu(device, images)
    }

    private init(kind: Kind) { self.kind = kind }

    /// "cpu", or "cuda:0 (NVIDIA H200)".
    public var description: String {
        switch kind {
        case .cpu: "cpu"
        case .gpu(let device, _): "cuda:\(device.ordinal) (\(device.name))"
        }
    }

    /// The GPU that it is, and its kernels.
    package var gpu: (device: CUDADevice, images: [KernelImage])? {
        if case .gpu(let device, let images) = kind { (device, images) } else { nil }
    }

    /// Whether it is a GPU.
    public var isGPU: Bool { if case .gpu = kind { true } else { false } }

    /// Whether it multiplies 8-bit floats.
    public var hasFP8: Bool { gpu.map { $0.device.capability >= .withFP8 } ?? false }

    /// A backend on this device.
    ///
    /// - Parameter team: Computes, if the device is the CPU.
    /// - Throws: `CUDAError` if the GPU's memory is too small.
    package func backend(
        for model: Decoder, limits: BackendLimits, team: WorkerTeam
    ) throws -> any Backend {
        guard model.arithmetic.fp8Scales == nil || hasFP8 else {
            throw ComputeError.noFP8(
                path: model.path, device: gpu?.device.title ?? "the CPU")
        }
        switch kind {
        case .cpu:
            return CPUBackend(
                model.configuration, arithmetic: model.arithmetic, limits: limits, team: team)
        case .gpu(let device, let images):
            let context = try CUDAContext(device)
            return try CUDABackend(
                model.configuration, arithmetic: model.arithmetic, limits: limits,
                kernels: try KernelLibrary(images, in: context),
                budget: MemoryBudget(of: context, owner: model.path, limit: memoryPerModel))
        }
    }

    /// Bytes of one block of a model's key/value cache.
    package func bytesPerBlock(_ model: Decoder) -> Int {
        isGPU
            ? DeviceCache.bytesPerBlock(model.configuration)
            : KVCache.bytesPerBlock(model.configuration, model.arithmetic)
    }

    /// Bytes of the keys and values of one token.
    public func cacheBytesPerToken(_ model: Decoder) -> Int {
        bytesPerBlock(model) / KVCache.positionsPerBlock
    }

    /// Bytes that a model's key/value cache may have if nobody says: 1 GiB of this machine's
    /// memory; of a GPU's, half of what its weights leave.
    package func cacheBudget(_ model: Decoder) throws -> Int {
        guard case .gpu(let device, _) = kind else { return 1 << 30 }
        let free = min(try CUDAContext(device).memory().free, memoryPerModel ?? .max)
        return max(0, free - CUDABackend.weightBytes(model)) / 2
    }
}

package import CUDA

extension ComputeDevice {
    /// Training's operations on this device.
    ///
    /// - Parameters:
    ///   - owner: Whose memory of a GPU it is, in messages; ``memoryPerModel`` limits it.
    ///   - threads: Of the CPU's team; nil for one for each core.
    /// - Throws: `CUDAError` if the GPU is lost or its kernels cannot be loaded.
    package func differentiableBackend(
        owner: String, arithmetic: ProductArithmetic, threads: Int? = nil
    ) throws -> any DifferentiableBackend {
        guard isGPU else {
            return CPUDifferentiableBackend(threads: threads, arithmetic: arithmetic)
        }
        return try CUDADifferentiableBackend(
            self, owner: owner, arithmetic: arithmetic, limit: memoryPerModel)
    }
    /// Sums over the GPUs of these backends, each of which this type made for another GPU.
    ///
    /// - Throws: `CUDAError.ncclFailed`.
    package static func allReduce(
        over backends: [any DifferentiableBackend], by nccl: NCCL
    ) throws -> any AllReduce {
        let gpus = backends.compactMap { $0 as? CUDADifferentiableBackend }
        precondition(gpus.count == backends.count, "NCCL sums over GPUs alone")
        return try CUDAAllReduce(gpus, by: nccl)
    }
}

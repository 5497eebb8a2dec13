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
}

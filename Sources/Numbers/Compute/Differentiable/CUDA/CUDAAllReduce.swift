package import CUDA

/// Sums over GPUs by NCCL, in the streams in which the GPUs compute.
package final class CUDAAllReduce: AllReduce {
    private let backends: [CUDADifferentiableBackend]
    private let communicators: Communicators

    /// Connects the GPUs of these backends.
    ///
    /// - Throws: ``CUDAError/ncclFailed(call:reason:)``.
    package init(_ backends: [CUDADifferentiableBackend], by nccl: NCCL) throws {
        self.backends = backends
        communicators = try Communicators(nccl, backends.map(\.budget.context.device))
    }

    package func sum(_ matrices: [[FloatMatrix]]) throws {
        precondition(matrices.count == backends.count, "matrices of every GPU")
        let count = matrices.first?.count ?? 0
        precondition(matrices.allSatisfy { $0.count == count }, "as many of every GPU")
        // What failed on a GPU before is thrown here: the others would wait for it.
        for backend in backends { try backend.attemptNow {} }
        let buffers: [Communicators.Buffers] = (0..<count).map { index in
            let floats = matrices.map { $0[index].rows * $0[index].width }
            precondition(floats.allSatisfy { $0 == floats[0] }, "shapes differ")
            return (matrices.map { $0[index].memory }, floats[0])
        }
        try communicators.sum(buffers, on: backends.map(\.stream))
    }
}

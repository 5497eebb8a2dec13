package import CUDA
import Foundation

/// Hopper's own products of many rows (kernels/gemm_warpgroup.cu), in place of the largest tiles
/// for all GPUs.
package struct WarpgroupProducts {
    let plain: WideProduct
    let gated: WideProduct

    /// Whether a GPU can run these kernels and `SYNTHGEN_WARPGROUPS` does not turn them off.
    package static func areWanted(
        on device: CUDADevice,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        device.capability == .hopper && environment["SYNTHGEN_WARPGROUPS"] != "0"
    }

    /// - Parameter find: A kernel by its name.
    package init(_ find: (String) throws -> Kernel) throws {
        plain = try WideProduct(
            "gemm_warpgroup",
            .init(outputs: 128, rows: 256, threads: 256, sharedBytes: 196_608), find)
        gated = try WideProduct(
            "gemm_warpgroup_gated",
            .init(outputs: 256, rows: 128, threads: 256, sharedBytes: 196_608), find)
    }
}

extension DecoderKernels {
    /// The kernels for a GPU.
    ///
    /// Hopper's own kernels are among them if a trial on this GPU gives the same bits as the others.
    ///
    /// - Throws: ``CUDAError/trialFailed(device:reason:)`` if the GPU fails during the trial.
    package init(_ library: KernelLibrary, in context: CUDAContext) throws {
        try self.init { try library.kernel($0) }
        guard WarpgroupProducts.areWanted(on: context.device) else { return }
        let products = try WarpgroupProducts { try library.kernel($0) }
        let trial = try WarpgroupTrial(in: context)
        guard try trial.run(products).hasBits(of: trial.run(self)) else { return }
        wide[wide.count - 1] = products.plain
        gated[gated.count - 1] = products.gated
    }
}

import CUDA

/// A kernel for products of few rows (kernels/gemm_narrow.cu).
struct NarrowProduct {
    let kernel: Kernel
    /// Most rows of x.
    let rows: Int

    /// Dynamic shared memory that a block of threads takes at most.
    private static let mostShared = 96 << 10
    private static let stages = 8
    private static let mostThreads = 384

    static func all(
        _ name: String, _ find: (String) throws -> Kernel
    ) throws -> [NarrowProduct] {
        try [8, 16].map { rows in
            let kernel = try find("\(name)_\(rows)")
            try kernel.allow(sharedBytes: mostShared)
            return NarrowProduct(kernel: kernel, rows: rows)
        }
    }

    /// How a product of `inputs` (a matrix's columns) and `outputs` is shared out; `nil` if it is too long.
    func figures(outputs: Int, inputs: Int) -> (blocks: Int, threads: Int, depth: Int, shared: Int)?
    {
        let slices = (inputs + 4_095) / 4_096
        let tiles = (outputs + 15) / 16
        let bytesPerDepth = Self.stages * (1_024 + 64 * rows)
        // More tiles in a block of threads where there are very many.
        var together = tiles > 4_096 ? 4 : tiles > 2_048 ? 2 : 1
        while together > 1,
            slices * together * 32 > Self.mostThreads
                || slices * together * bytesPerDepth > Self.mostShared
        {
            together /= 2
        }
        let warps = slices * together
        let depth = min(4, Self.mostShared / (warps * bytesPerDepth))
        guard depth > 0, warps * 32 <= Self.mostThreads else { return nil }
        return (
            (tiles + together - 1) / together, warps * 32, depth, warps * bytesPerDepth * depth
        )
    }
}

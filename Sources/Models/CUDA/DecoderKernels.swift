import CUDA

/// The kernels of a decoder (Sources/CCUDA/kernels), by what they do.
struct DecoderKernels {
    let embed: Kernel
    /// By whether the mean is taken out first.
    let norm: (rms: Kernel, layer: Kernel)
    let addNorm: (rms: Kernel, layer: Kernel)
    let turnAndStore: Kernel
    let swiGLU: Kernel
    let geGLU: Kernel
    let squaredReLU: Kernel
    let gather: Kernel
    let addShares: Kernel
    let narrow: [NarrowProduct]
    let wide: [WideProduct]
    /// The same, of gate and up, with the activation; none for the smallest tile.
    let gated: [WideProduct]
    /// Of 8-bit floats.
    let narrowFP8: [NarrowProduct]
    let wideFP8: [WideProduct]
    let roundToFP8: Kernel
    let sample: Kernel
    let score: Kernel
    let penalise: Kernel
    let restore: Kernel

    /// - Parameter find: A kernel by its name.
    init(_ find: (String) throws -> Kernel) throws {
        embed = try find("embed")
        norm = (try find("rms_norm"), try find("layer_norm"))
        addNorm = (try find("add_rms_norm"), try find("add_layer_norm"))
        turnAndStore = try find("turn_and_store")
        swiGLU = try find("swiglu")
        geGLU = try find("geglu")
        squaredReLU = try find("squared_relu")
        gather = try find("gather")
        addShares = try find("add_shares")
        narrow = try NarrowProduct.all("gemm_narrow", find)
        wide = try WideProduct.all(find)
        gated = try WideProduct.allGated(find)
        narrowFP8 = try NarrowProduct.all("gemm_fp8_narrow", find)
        wideFP8 = try WideProduct.allFP8(find)
        roundToFP8 = try find("round_to_fp8")
        sample = try find("sample")
        score = try find("score")
        penalise = try find("penalise")
        restore = try find("restore")
    }
}

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

/// A kernel for products of many rows (kernels/gemm_wide.cu).
struct WideProduct {
    let kernel: Kernel
    /// Outputs and rows of x of a block of threads.
    let outputs: Int
    let rows: Int
    let threads: Int
    let sharedBytes: Int

    /// Outputs, rows, threads and bytes of each tile, from the smallest to the largest.
    private static let tiles = [
        (32, 64, 128, 98_304), (64, 128, 128, 49_152), (128, 128, 128, 65_536),
        (128, 256, 256, 98_304),
    ]

    /// From the smallest tile to the largest.
    static func all(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        try all("gemm_wide", of: tiles[...], find)
    }

    /// Those of kernels/gemm_gated.cu.
    static func allGated(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        try all("gemm_gated", of: tiles.dropFirst(), find)
    }

    /// Those of kernels/gemm_fp8.cu.
    static func allFP8(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        try all("gemm_fp8_wide", of: tiles[..<2], find)
    }

    private static func all(
        _ name: String, of tiles: ArraySlice<(Int, Int, Int, Int)>,
        _ find: (String) throws -> Kernel
    ) throws -> [WideProduct] {
        try tiles.map { outputs, rows, threads, shared in
            let kernel = try find("\(name)_\(outputs)x\(rows)")
            try kernel.allow(sharedBytes: shared)
            return WideProduct(
                kernel: kernel, outputs: outputs, rows: rows, threads: threads,
                sharedBytes: shared)
        }
    }

    func blocks(outputs count: Int, rows rowCount: Int) -> Int {
        ((count + outputs - 1) / outputs) * ((rowCount + rows - 1) / rows)
    }
}

package import CUDA

/// A kernel for products of many rows (kernels/gemm_wide.cu and those like it).
package struct WideProduct {
    /// What a block of threads computes, and what it takes.
    struct Tile {
        let outputs: Int
        let rows: Int
        let threads: Int
        let sharedBytes: Int

        /// The end of its kernels' names: "128x256".
        var name: String { "\(outputs)x\(rows)" }
    }

    package let kernel: Kernel
    let tile: Tile

    /// From the smallest tile to the largest.
    static func all(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        try [smallest, small, large, largest].map { try WideProduct("gemm_wide", $0, find) }
    }

    /// Those of kernels/gemm_gated.cu.
    static func allGated(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        try [small, large, largest].map { try WideProduct("gemm_gated", $0, find) }
    }

    /// Those of kernels/gemm_fp8.cu.
    static func allFP8(_ find: (String) throws -> Kernel) throws -> [WideProduct] {
        let small = Tile(outputs: 64, rows: 128, threads: 256, sharedBytes: 49_152)
        return try [smallest, small].map { try WideProduct("gemm_fp8_wide", $0, find) }
    }

    private static let smallest = Tile(outputs: 32, rows: 64, threads: 128, sharedBytes: 98_304)
    private static let small = Tile(outputs: 64, rows: 128, threads: 128, sharedBytes: 49_152)
    private static let large = Tile(outputs: 128, rows: 128, threads: 128, sharedBytes: 65_536)
    private static let largest = Tile(outputs: 128, rows: 256, threads: 256, sharedBytes: 98_304)

    init(_ kind: String, _ tile: Tile, _ find: (String) throws -> Kernel) throws {
        (kernel, self.tile) = (try find("\(kind)_\(tile.name)"), tile)
        try kernel.allow(sharedBytes: tile.sharedBytes)
    }

    /// How many blocks of threads a product of that size takes.
    func blocks(outputs: Int, rows: Int) -> Int {
        ((outputs + tile.outputs - 1) / tile.outputs) * ((rows + tile.rows - 1) / tile.rows)
    }

    /// Puts a product of that size into a stream; arguments are as in the kernel's text.
    package func launch<each Argument: KernelArgument>(
        outputs: Int, rows: Int, on stream: Stream, _ arguments: repeat each Argument
    ) throws {
        try kernel.launch(
            grid: Extent(blocks(outputs: outputs, rows: rows)), block: tile.threads,
            sharedBytes: tile.sharedBytes, on: stream, repeat each arguments)
    }
}

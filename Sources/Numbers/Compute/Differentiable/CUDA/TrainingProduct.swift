import CUDA

/// The kernels of one form of product (kernels/gemm_float.cuh, gemm_bf16.cuh): the same bits, by two
/// tiles.
struct TrainingProduct {
    private let small, large: Kernel
    private let arithmetic: ProductArithmetic

    init(
        _ form: String, _ arithmetic: ProductArithmetic, _ find: (String) throws -> Kernel
    ) throws {
        let name = (arithmetic == .bf16 ? "gemm_bf16" : "gemm_float") + form
        (small, large) = (try find("\(name)_64"), try find("\(name)_128"))
        self.arithmetic = arithmetic
    }

    /// Puts the kernel for y of this shape into a stream: the large tile if every multiprocessor
    /// then has work.
    ///
    /// - Parameter parts: Of k that are computed side by side, each to a y of its own.
    func launch<each Argument: KernelArgument>(
        rows: Int, columns: Int, parts: Int = 1, multiprocessors: Int, on stream: Stream,
        _ arguments: repeat each Argument
    ) throws {
        func blocks(_ tile: Int) -> Extent {
            Extent((columns + tile - 1) / tile, (rows + tile - 1) / tile, parts)
        }
        let most = blocks(128)
        let isLarge = most.x * most.y * parts >= multiprocessors
        let tile = isLarge ? 128 : 64
        try (isLarge ? large : small).launch(
            grid: blocks(tile), block: isLarge ? 256 : 128, sharedBytes: sharedBytes(tile),
            on: stream, repeat each arguments)
    }
}

extension TrainingProduct {
    /// Two stages of two operands: 16 columns of floats and four rows of padding, or 32 columns of
    /// bf16 and eight of padding.
    private func sharedBytes(_ tile: Int) -> Int {
        switch arithmetic {
        case .float32: 4 * 16 * 4 * (tile + 4)
        case .bf16: 4 * tile * 2 * (32 + 8)
        }
    }
}

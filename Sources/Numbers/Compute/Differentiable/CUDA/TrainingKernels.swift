import CUDA

/// The kernels of training (Sources/Numbers/CCUDA/kernels), by what they do.
struct TrainingKernels {
    let fill, copy, add, scale: Kernel
    let gather, scatter: Kernel
    let columnSums, addSums: Kernel
    let norm, normBackward, normMoments, normSums: Kernel
    let rotate: Kernel
    let activate, activateBackward: Kernel
    let crossEntropy: Kernel
    let rowProducts, squaredSums: Kernel
    let adamStep: Kernel
    let forward, backward, weights: FloatProduct
    let attention: [FloatAttention]
    let attentionDelta: Kernel

    init(_ library: KernelLibrary, _ arithmetic: ProductArithmetic) throws {
        func find(_ name: String) throws -> Kernel { try library.kernel(name) }
        fill = try find("fill_rows")
        copy = try find("copy_rows")
        add = try find("add_rows")
        scale = try find("scale_rows")
        gather = try find("gather_rows")
        scatter = try find("scatter_rows")
        columnSums = try find("column_sums")
        addSums = try find("add_sums")
        norm = try find("norm_float")
        normBackward = try find("norm_float_backward")
        normMoments = try find("norm_float_moments")
        normSums = try find("norm_float_sums")
        rotate = try find("rotate_float")
        activate = try find("activate_float")
        activateBackward = try find("activate_float_backward")
        crossEntropy = try find("cross_entropy")
        rowProducts = try find("row_products")
        squaredSums = try find("squared_sums")
        adamStep = try find("adam_step")
        forward = try FloatProduct("", arithmetic, find)
        backward = try FloatProduct("_backward", arithmetic, find)
        weights = try FloatProduct("_weights", arithmetic, find)
        attention = try FloatAttention.all(find)
        attentionDelta = try find("attention_float_delta")
    }
}

/// The kernels of one form of product (kernels/gemm_float.cuh, gemm_bf16.cuh): the same bits, by two
/// tiles.
struct FloatProduct {
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
    func launch<each Argument: KernelArgument>(
        rows: Int, columns: Int, multiprocessors: Int, on stream: Stream,
        _ arguments: repeat each Argument
    ) throws {
        func blocks(_ tile: Int) -> Extent {
            Extent((columns + tile - 1) / tile, (rows + tile - 1) / tile)
        }
        let most = blocks(128)
        let isLarge = most.x * most.y >= multiprocessors
        let tile = isLarge ? 128 : 64
        try (isLarge ? large : small).launch(
            grid: blocks(tile), block: isLarge ? 256 : 128, sharedBytes: sharedBytes(tile),
            on: stream, repeat each arguments)
    }
}

extension FloatProduct {
    /// Two stages of two operands: 16 columns of floats and four rows of padding, or 32 columns of
    /// bf16 and eight of padding.
    private func sharedBytes(_ tile: Int) -> Int {
        switch arithmetic {
        case .float32: 4 * 16 * 4 * (tile + 4)
        case .bf16: 4 * tile * 2 * (32 + 8)
        }
    }
}

/// The kernels of attention for heads of up to one width (kernels/attention_float.cuh).
struct FloatAttention {
    /// The widest head.
    let dimension: Int
    /// Queries of a block, and keys of a block of the keys' gradient.
    let queryRows, keyRows: Int
    let forward, queries, keys: Kernel

    static func all(_ find: (String) throws -> Kernel) throws -> [FloatAttention] {
        try [
            FloatAttention(64, queryRows: 32, keyRows: 32, find),
            FloatAttention(128, queryRows: 32, keyRows: 32, find),
            FloatAttention(256, queryRows: 16, keyRows: 8, find),
        ]
    }

    private init(
        _ dimension: Int, queryRows: Int, keyRows: Int, _ find: (String) throws -> Kernel
    ) throws {
        (self.dimension, self.queryRows, self.keyRows) = (dimension, queryRows, keyRows)
        forward = try find("attention_float_\(dimension)")
        queries = try find("attention_float_queries_\(dimension)")
        keys = try find("attention_float_keys_\(dimension)")
        try forward.allow(sharedBytes: forwardBytes)
        try queries.allow(sharedBytes: queryBytes)
        try keys.allow(sharedBytes: keyBytes)
    }

    private func bytes(rows: Int, weights: Int) -> Int {
        4 * (rows * (dimension + 4) + weights)
    }

    // Rows of heads in shared memory, and weights of 32 columns.
    var forwardBytes: Int { bytes(rows: queryRows + 32, weights: 32 * queryRows) }
    var queryBytes: Int { bytes(rows: 2 * queryRows + 32, weights: 32 * queryRows) }
    var keyBytes: Int { bytes(rows: 2 * keyRows + 64, weights: 64 * keyRows) }
}

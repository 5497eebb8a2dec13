import CUDA

/// The kernels of attention for heads of up to one width (kernels/attention_float.cuh,
/// attention_bf16.cuh).
struct TrainingAttention {
    /// The widest head.
    let dimension: Int
    /// Queries of a block, and keys of a block of the keys' gradient.
    let queryRows, keyRows: Int
    let forward, queries, keys: Kernel
    /// Dynamic shared memory of each.
    let forwardBytes, queryBytes, keyBytes: Int

    /// Heads of more than 128 have no kernels on tensor cores.
    static func all(
        _ arithmetic: ProductArithmetic, _ find: (String) throws -> Kernel
    ) throws -> [TrainingAttention] {
        let narrow =
            switch arithmetic {
            case .float32:
                try [64, 128].map { try TrainingAttention($0, queryRows: 32, keyRows: 32, find) }
            case .bf16: try [64, 128].map { try TrainingAttention(bf16: $0, find) }
            }
        return narrow + [try TrainingAttention(256, queryRows: 16, keyRows: 8, find)]
    }

    /// Floats: rows of heads with four columns of padding, and weights of 32 columns.
    private init(
        _ dimension: Int, queryRows: Int, keyRows: Int, _ find: (String) throws -> Kernel
    ) throws {
        func bytes(rows: Int, weights: Int) -> Int {
            4 * (rows * (dimension + 4) + 32 * weights)
        }
        try self.init(
            "attention_float", dimension, queryRows: queryRows, keyRows: keyRows,
            bytes: (
                bytes(rows: queryRows + 32, weights: queryRows),
                bytes(rows: 2 * queryRows + 32, weights: queryRows),
                bytes(rows: 2 * keyRows + 64, weights: 2 * keyRows)
            ), find)
    }

    /// bf16: 64 rows of the block's side, or twice, and two tiles of 32, with eight columns of
    /// padding.
    private init(bf16 dimension: Int, _ find: (String) throws -> Kernel) throws {
        let row = 2 * (dimension + 8)
        try self.init(
            "attention_bf16", dimension, queryRows: 64, keyRows: 64,
            bytes: (128 * row, 192 * row, 192 * row + 256), find)
    }

    private init(
        _ name: String, _ dimension: Int, queryRows: Int, keyRows: Int,
        bytes: (forward: Int, queries: Int, keys: Int), _ find: (String) throws -> Kernel
    ) throws {
        (self.dimension, self.queryRows, self.keyRows) = (dimension, queryRows, keyRows)
        (forwardBytes, queryBytes, keyBytes) = bytes
        forward = try find("\(name)_\(dimension)")
        queries = try find("\(name)_queries_\(dimension)")
        keys = try find("\(name)_keys_\(dimension)")
        try forward.allow(sharedBytes: forwardBytes)
        try queries.allow(sharedBytes: queryBytes)
        try keys.allow(sharedBytes: keyBytes)
    }
}

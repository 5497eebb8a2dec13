import CKernels
import Compute
import Hashing

/// Compares matmuls of quantised weights and rounded activations in this CPU's instructions with
/// plain C; the same bits are expected.
struct ProductComparison {
    /// An encoding of weights: a block's bytes, columns, and byte offsets of scales.
    private struct Encoding {
        let name: String
        let code: ck_encoding
        let bytes: Int
        let columns: Int
        let scales: [Int]
    }

    private static let encodings = [
        Encoding(name: "Q4_0", code: CK_ENCODING_Q4_0, bytes: 18, columns: 32, scales: [0]),
        Encoding(name: "Q4_1", code: CK_ENCODING_Q4_1, bytes: 20, columns: 32, scales: [0, 2]),
        Encoding(name: "Q8_0", code: CK_ENCODING_Q8_0, bytes: 34, columns: 32, scales: [0]),
        Encoding(name: "Q4_K", code: CK_ENCODING_Q4_K, bytes: 144, columns: 256, scales: [0, 2]),
        Encoding(name: "Q6_K", code: CK_ENCODING_Q6_K, bytes: 210, columns: 256, scales: [208]),
    ]

    /// Outputs, blocks and rows.
    private static let shapes = [(1, 1, 1), (17, 2, 9), (50, 3, 13)]

    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Returns a result for each encoding.
    func run() -> [OperationResult] {
        var random = SplitMix64(seed: seed)
        return Self.encodings.map { encoding in
            var (found, expected): ([Float], [Float]) = ([], [])
            for (outputs, blocks, rows) in Self.shapes {
                let weights = Self.weights(encoding, outputs * blocks, &random)
                let x = random.bf16(rows * blocks * encoding.columns)
                let product = Product(
                    encoding: encoding.code, outputs: outputs, columns: blocks * encoding.columns,
                    rows: rows, weights: weights, x: x)
                found += product.run(ck_isa_best())
                expected += product.run(CK_ISA_PLAIN)
            }
            return OperationResult(
                "product with \(encoding.name)", "integers", found: found, expected: expected,
                tolerance: 0)
        }
    }

    /// Returns blocks of random bits, whose scales are small fp16 numbers.
    private static func weights(
        _ encoding: Encoding, _ blocks: Int, _ random: inout SplitMix64
    ) -> [UInt8] {
        var bytes = (0..<blocks * encoding.bytes).map { _ in
            UInt8(truncatingIfNeeded: random.next())
        }
        for block in 0..<blocks {
            for scale in encoding.scales {
                let index = block * encoding.bytes + scale + 1
                // The exponent of 1/128, and any mantissa.
                bytes[index] = 0x20 | bytes[index] & 3
            }
        }
        return bytes
    }
}

/// One matmul.
private struct Product {
    let encoding: ck_encoding
    let outputs: Int
    let columns: Int
    let rows: Int
    let weights: [UInt8]
    let x: [Float]

    /// Returns the product's elements; those that are not written are NaN.
    func run(_ isa: ck_isa) -> [Float] {
        var matrix = ck_quantized_shape(encoding, Int64(outputs), Int64(columns))
        let bytes = Int(ck_quantized_bytes(&matrix))
        let data = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        let scratch = UnsafeMutableRawPointer.allocate(
            byteCount: max(1, Int(ck_matmul_rounded_scratch(Int64(rows)))), alignment: 64)
        defer {
            data.deallocate()
            scratch.deallocate()
        }
        ck_repack(data, &matrix, encoding, weights)
        matrix.data = UnsafeRawPointer(data)
        var y = [Float](repeating: .nan, count: rows * outputs)
        let groups = Int64((outputs + 15) / 16)
        withTiles(isa) { tiles in
            ck_matmul_rounded(
                &y, Int64(outputs), tiles, Int64(rows), &matrix, nil, 0, 0, groups, -1, scratch,
                isa)
        }
        return y
    }

    /// Calls `body` with the activations rounded to eight bits.
    private func withTiles(_ isa: ck_isa, _ body: (UnsafePointer<ck_rounded>) -> Void) {
        let count = Int(ck_rounded_tiles(Int64(rows), Int64(columns)))
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<ck_rounded>.stride, alignment: 64)
        defer { memory.deallocate() }
        let tiles = memory.initializeMemory(
            as: ck_rounded.self, repeating: ck_rounded(), count: count)
        for row in 0..<rows {
            let start = tiles + row / 8 * (columns / 32)
            ck_round_row(
                start, Int64(row % 8), Array(x[row * columns..<(row + 1) * columns]),
                Int64(columns), isa)
        }
        body(UnsafePointer(tiles))
    }
}

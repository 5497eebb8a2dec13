import CKernels
import Testing

/// Products of quantised weights with rounded activations.
@Suite struct RoundedProductTests {
    struct Product: CustomTestStringConvertible {
        let rows: Int
        let columns: Int
        let m: Int
        let encoding: ck_encoding

        var testDescription: String { "\(m)×\(columns)×\(rows), encoding \(encoding.rawValue)" }
    }

    /// Encodings with the bytes and elements of a block, and the function that widens them.
    static let encodings: [(ck_encoding, bytes: Int, elements: Int, ck_widen)] = [
        (CK_ENCODING_Q4_0, 18, 32, ck_dequantize_q4_0),
        (CK_ENCODING_Q4_1, 20, 32, ck_dequantize_q4_1),
        (CK_ENCODING_Q5_0, 22, 32, ck_dequantize_q5_0),
        (CK_ENCODING_Q5_1, 24, 32, ck_dequantize_q5_1),
        (CK_ENCODING_Q8_0, 34, 32, ck_dequantize_q8_0),
        (CK_ENCODING_Q2_K, 84, 256, ck_dequantize_q2_K),
        (CK_ENCODING_Q3_K, 110, 256, ck_dequantize_q3_K),
        (CK_ENCODING_Q4_K, 144, 256, ck_dequantize_q4_K),
        (CK_ENCODING_Q5_K, 176, 256, ck_dequantize_q5_K),
        (CK_ENCODING_Q6_K, 210, 256, ck_dequantize_q6_K),
        (CK_ENCODING_Q8_K, 292, 256, ck_dequantize_q8_K),
        (CK_ENCODING_IQ4_NL, 18, 32, ck_dequantize_iq4_nl),
        (CK_ENCODING_IQ4_XS, 136, 256, ck_dequantize_iq4_xs),
        (CK_ENCODING_MXFP4, 17, 32, ck_dequantize_mxfp4),
    ]

    static let products: [Product] = encodings.indices.flatMap { index in
        [(1, 1, 1), (17, 2, 9), (48, 3, 8), (50, 7, 13), (100, 1, 101)].map { rows, blocks, m in
            let (encoding, _, elements, _) = encodings[index]
            return Product(rows: rows, columns: blocks * elements, m: m, encoding: encoding)
        }
    }

    @Test(arguments: products)
    func `a product is the same bits on every instruction set and in every split`(
        product: Product
    ) throws {
        var noise = Noise(state: 5)
        let (rows, columns, m) = (product.rows, product.columns, product.m)
        let stored = Self.stored(product, &noise)
        let weights = Self.repacked(product, stored)
        let x = noise.floats(m * columns).map { $0 * (noise.bits() % 40 == 0 ? 30 : 1) }
        let bias = noise.floats(rows)
        let reference = Self.run(product, weights, x, bias, CK_ISA_PLAIN, batch: m, groups: 1000)
        for isa in [CK_ISA_PLAIN] + fast {
            for (batch, groups) in [(m, 1000), (1, 1), (3, 2), (8, 3)] {
                let found = Self.run(product, weights, x, bias, isa, batch: batch, groups: groups)
                #expect(bits(found) == bits(reference))
            }
        }

        let rounded = (0..<m).flatMap { row in
            Self.rounded(Array(x[row * columns..<(row + 1) * columns]))
        }
        let widened = try Self.widened(product, stored)
        for i in 0..<m {
            for n in 0..<rows {
                var (sum, size) = (Double(bias[n]) + 0.5, 1.0)
                for k in 0..<columns {
                    let term = Double(rounded[i * columns + k]) * Double(widened[n * columns + k])
                    sum += term
                    size += abs(term)
                }
                #expect(abs(Double(reference[i * rows + n]) - sum) < 1e-5 * size)
            }
        }
    }

    @Test(arguments: [32, 96])
    func `activations are rounded by at most half a step of their block`(columns: Int) {
        var noise = Noise(state: 3)
        let x = noise.floats(columns)
        for (block, (found, exact)) in zip(Self.rounded(x), x).enumerated() {
            let start = block / 32 * 32
            let most = x[start..<start + 32].map(abs).max() ?? 0
            #expect(abs(found - exact) <= most / 127 * 0.5001)
        }
        #expect(Self.rounded([Float](repeating: 0, count: 32)).allSatisfy { $0 == 0 })
        let tiny = [Float](repeating: 1e-38, count: 32)
        #expect(Self.rounded(tiny).allSatisfy { abs($0) <= 2e-38 })
    }

    /// Blocks of random bits with sane scales.
    private static func stored(_ product: Product, _ noise: inout Noise) -> [UInt8] {
        let (_, size, elements, _) = encodings[Int(product.encoding.rawValue)]
        var bytes = (0..<product.rows * product.columns / elements * size).map { _ in
            UInt8(truncatingIfNeeded: noise.bits())
        }
        for block in stride(from: 0, to: bytes.count, by: size) {
            func put(fp16 at: Int) {
                let value = UInt16(0x2000 | noise.bits() & 0x03ff)
                (bytes[block + at], bytes[block + at + 1]) = (
                    UInt8(value & 0xff), UInt8(value >> 8)
                )
            }
            switch product.encoding {
            case CK_ENCODING_Q2_K: [80, 82].forEach(put)
            case CK_ENCODING_Q3_K: put(fp16: 108)
            case CK_ENCODING_Q6_K: put(fp16: 208)
            case CK_ENCODING_Q8_K:
                bytes.replaceSubrange(block..<block + 4, with: [0, 0, 0x40, 0x3c])
            case CK_ENCODING_MXFP4: bytes[block] = 120
            case CK_ENCODING_Q4_1, CK_ENCODING_Q5_1, CK_ENCODING_Q4_K, CK_ENCODING_Q5_K:
                [0, 2].forEach(put)
            default: put(fp16: 0)
            }
        }
        return bytes
    }

    private static func repacked(_ product: Product, _ stored: [UInt8]) -> [UInt8] {
        var shape = ck_quantized_shape(
            product.encoding, Int64(product.rows), Int64(product.columns))
        var data = [UInt8](repeating: 0, count: Int(ck_quantized_bytes(&shape)))
        ck_repack(&data, &shape, product.encoding, stored)
        return data
    }

    private static func widened(_ product: Product, _ stored: [UInt8]) throws -> [Float] {
        let (_, _, _, widen) = encodings[Int(product.encoding.rawValue)]
        var floats = [Float](repeating: 0, count: product.rows * product.columns)
        widen(&floats, stored, Int64(floats.count))
        return floats
    }

    /// What the kernels make of one row.
    private static func rounded(_ x: [Float]) -> [Float] {
        var tiles = [ck_rounded](repeating: ck_rounded(), count: x.count / 32)
        ck_round_row(&tiles, 5, x, Int64(x.count), ck_isa_best())
        return x.indices.map { k in
            tiles.withUnsafeBytes { bytes in
                let tile = k / 32 * MemoryLayout<ck_rounded>.stride
                let code = bytes.load(
                    fromByteOffset: tile + (k % 32 / 4 * 8 + 5) * 4 + k % 4, as: Int8.self)
                let scale = bytes.load(fromByteOffset: tile + 256 + 5 * 4, as: Float.self)
                return Float(code) * scale
            }
        }
    }

    private static func run(
        _ product: Product, _ weights: [UInt8], _ x: [Float], _ bias: [Float], _ isa: ck_isa,
        batch: Int, groups: Int
    ) -> [Float] {
        let (rows, columns, m) = (product.rows, product.columns, product.m)
        var y = [Float](repeating: 0.5, count: m * rows)
        let size = Int(ck_matmul_rounded_scratch(Int64(batch)))
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        defer { scratch.deallocate() }
        // What is left in the scratch must not matter: NaNs would show.
        scratch.initializeMemory(as: UInt8.self, repeating: 0xff, count: size)
        weights.withUnsafeBytes { data in
            var matrix = ck_quantized_shape(product.encoding, Int64(rows), Int64(columns))
            matrix.data = data.baseAddress
            for first in stride(from: 0, to: m, by: batch) {
                let count = min(batch, m - first)
                let tileCount = Int(ck_rounded_tiles(Int64(count), Int64(columns)))
                var tiles = [ck_rounded](repeating: ck_rounded(), count: tileCount)
                for row in 0..<count {
                    tiles.withUnsafeMutableBufferPointer { tiles in
                        guard let start = tiles.baseAddress else { return }
                        let begin = (first + row) * columns
                        ck_round_row(
                            start + row / 8 * (columns / 32), Int64(row % 8),
                            Array(x[begin..<begin + columns]), Int64(columns), isa)
                    }
                }
                for group in stride(from: 0, to: (rows + 15) / 16, by: groups) {
                    y.withUnsafeMutableBufferPointer { y in
                        guard let y = y.baseAddress else { return }
                        ck_matmul_rounded(
                            y + first * rows, Int64(rows), tiles, Int64(count), &matrix, bias, 1,
                            Int64(group), Int64(min(group + groups, (rows + 15) / 16)),
                            group == 0 ? 0 : -1, scratch, isa
                        )
                    }
                }
            }
        }
        return y
    }
}

import CKernels
import Testing

/// The instruction sets of this machine; all must give the bits of plain C.
let fast = (Int(CK_ISA_AVX2.rawValue)...Int(CK_ISA_VNNI.rawValue))
    .filter { $0 <= Int(ck_isa_best().rawValue) }
    .map { ck_isa(rawValue: UInt32($0)) }

/// Numbers in -1..<1 from a seed.
struct Noise {
    var state: UInt64

    mutating func bits() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    mutating func float() -> Float { Float(bits() % 20001) / 10000 - 1 }
    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in float() } }
}

func bits(_ floats: [Float]) -> [UInt32] { floats.map(\.bitPattern) }

@Suite struct InstructionSetTests {
    struct Product: CustomTestStringConvertible {
        let rows: Int
        let columns: Int
        let m: Int
        let form: ck_form

        var testDescription: String { "\(m)×\(columns)×\(rows), form \(form.rawValue)" }
    }

    static let products: [Product] = [
        (1, 1, 1), (7, 3, 5), (16, 32, 1), (17, 33, 9), (48, 128, 8), (50, 130, 13), (100, 257, 19),
    ].flatMap { rows, columns, m in
        (0..<6).map { form in
            let form = ck_form(rawValue: UInt32(form))
            let isBlocked = form.rawValue >= CK_FORM_Q8_0.rawValue
            let columns = isBlocked ? (columns + 31) / 32 * 32 : columns
            return Product(rows: rows, columns: columns, m: m, form: form)
        }
    }

    @Test(arguments: products)
    func `a product is the same bits on every instruction set and in every split`(
        product: Product
    ) {
        var noise = Noise(state: 11)
        let (rows, columns, m) = (product.rows, product.columns, product.m)
        let stored = Self.stored(product, &noise)
        let bytes = Int(ck_packed_bytes(product.form, Int64(rows), Int64(columns)))
        var packed = [UInt8](repeating: 0xff, count: bytes)
        ck_pack(&packed, stored, product.form, Int64(rows), Int64(columns))
        let x = noise.floats(m * columns)
        let bias = noise.floats(rows)

        func run(_ isa: ck_isa, batch: Int, groups: Int) -> [Float] {
            var y = [Float](repeating: 0.5, count: m * rows)
            packed.withUnsafeBytes { data in
                guard let start = data.baseAddress else { return }
                var matrix = ck_matrix(
                    data: start,
                    rows: Int64(rows),
                    columns: Int64(columns),
                    form: product.form,
                    widen: nil,
                    block_elements: 1,
                    block_bytes: 1
                )
                var scratch = [Float](
                    repeating: .nan,
                    count: Int(ck_matmul_scratch(&matrix, Int64(batch)))
                )
                let all = (rows + 15) / 16
                for first in stride(from: 0, to: m, by: batch) {
                    for group in stride(from: 0, to: all, by: groups) {
                        x.withUnsafeBufferPointer { x in
                            y.withUnsafeMutableBufferPointer { y in
                                guard let x = x.baseAddress, let y = y.baseAddress else { return }
                                ck_matmul_f32(
                                    y + first * rows,
                                    Int64(rows),
                                    x + first * columns,
                                    Int64(columns),
                                    Int64(min(batch, m - first)),
                                    &matrix,
                                    bias,
                                    1,
                                    Int64(group),
                                    Int64(min(group + groups, all)),
                                    &scratch,
                                    isa
                                )
                            }
                        }
                    }
                }
            }
            return y
        }

        let reference = run(CK_ISA_PLAIN, batch: m, groups: 1000)
        for isa in [CK_ISA_PLAIN] + fast {
            #expect(bits(run(isa, batch: m, groups: 1000)) == bits(reference))
            #expect(bits(run(isa, batch: 1, groups: 1)) == bits(reference))
            #expect(bits(run(isa, batch: 3, groups: 2)) == bits(reference))
        }
        let exact = Self.exact(product, stored, x: x, bias: bias)
        let worst = zip(reference, exact).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst < 1e-4)
    }

    /// Random blocks; fp16 scales are small numbers.
    private static func stored(_ product: Product, _ noise: inout Noise) -> [UInt8] {
        var bytes: [UInt8] = []
        func fp16(_ noise: inout Noise) -> [UInt8] {
            let value = UInt16(0x2800 | noise.bits() & 0x83ff)
            return [UInt8(value & 0xff), UInt8(value >> 8)]
        }
        let elements = product.rows * product.columns
        switch product.form {
        case CK_FORM_F32:
            for _ in 0..<elements {
                let value = noise.float().bitPattern
                bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
        case CK_FORM_F16: for _ in 0..<elements { bytes += fp16(&noise) }
        case CK_FORM_BF16:
            for _ in 0..<elements {
                let value = noise.float().bitPattern >> 16
                bytes += [UInt8(value & 0xff), UInt8(value >> 8)]
            }
        default:
            let scales = product.form == CK_FORM_Q4_1 ? 2 : 1
            let quants = product.form == CK_FORM_Q8_0 ? 32 : 16
            for _ in 0..<elements / 32 {
                for _ in 0..<scales { bytes += fp16(&noise) }
                for _ in 0..<quants { bytes.append(UInt8(truncatingIfNeeded: noise.bits())) }
            }
        }
        return bytes
    }

    /// The same product in double precision, from the stored rows.
    private static func exact(
        _ product: Product,
        _ stored: [UInt8],
        x: [Float],
        bias: [Float]
    ) -> [Double] {
        var floats = [Float](repeating: 0, count: product.rows * product.columns)
        let count = Int64(floats.count)
        switch product.form {
        case CK_FORM_F32: ck_dequantize_f32(&floats, stored, count)
        case CK_FORM_F16: ck_dequantize_f16(&floats, stored, count)
        case CK_FORM_BF16: ck_dequantize_bf16(&floats, stored, count)
        case CK_FORM_Q8_0: ck_dequantize_q8_0(&floats, stored, count)
        case CK_FORM_Q4_0: ck_dequantize_q4_0(&floats, stored, count)
        default: ck_dequantize_q4_1(&floats, stored, count)
        }
        return (0..<product.m).flatMap { row in
            (0..<product.rows).map { output in
                var sum = Double(bias[output])
                for k in 0..<product.columns {
                    sum +=
                        Double(x[row * product.columns + k])
                        * Double(floats[output * product.columns + k])
                }
                return 0.5 + sum
            }
        }
    }

    @Test(arguments: [1, 15, 16, 17, 70, 200], [(1, 8), (3, 64), (5, 20), (4, 80)])
    func `attention is the same bits on every instruction set`(
        positions: Int,
        shape: (group: Int, size: Int)
    ) {
        var noise = Noise(state: 5)
        let (group, size) = (shape.group, shape.size)
        let keys = noise.floats(positions * size)
        let values = noise.floats(positions * size)
        let queries = noise.floats(group * size)
        func run(_ isa: ck_isa, isFP16: Bool) -> [Float] {
            let tile = Int(ck_cache_tile(Int64(size)))
            let blocks = (positions + 15) / 16
            let width = isFP16 ? 2 : 4
            // All bits set are NaNs, which would show.
            var cache = [UInt8](repeating: 0xff, count: blocks * tile * width)
            let table = (0..<Int32(blocks)).reversed().map { $0 }
            var out = [Float](repeating: .nan, count: group * size)
            var scratch = [Float](
                repeating: .nan,
                count: Int(ck_attention_scratch(Int64(positions), Int64(group)))
            )
            cache.withUnsafeMutableBytes { cache in
                guard let start = cache.baseAddress else { return }
                for position in 0..<positions {
                    ck_cache_store(
                        start + Int(table[position / 16]) * tile * width,
                        Int64(position % 16),
                        Array(keys[position * size..<(position + 1) * size]),
                        Array(values[position * size..<(position + 1) * size]),
                        1,
                        Int64(size),
                        isFP16 ? 1 : 0,
                        isa
                    )
                }
                ck_attention_f32(
                    &out,
                    queries,
                    start,
                    table,
                    Int64(tile),
                    Int64(positions),
                    Int64(group),
                    Int64(size),
                    0.3,
                    &scratch,
                    isFP16 ? 1 : 0,
                    isa
                )
            }
            return out
        }
        let reference = run(CK_ISA_PLAIN, isFP16: false)
        for isa in fast { #expect(bits(run(isa, isFP16: false)) == bits(reference)) }
        let rounded = run(CK_ISA_PLAIN, isFP16: true)
        for isa in fast { #expect(bits(run(isa, isFP16: true)) == bits(rounded)) }
        let worst = zip(reference, rounded).map { abs($0 - $1) }.max() ?? 0
        #expect(worst < 2e-3)

        for head in 0..<group {
            let scores = (0..<positions).map { t in
                (0..<size).reduce(0.0) {
                    $0 + 0.3 * Double(queries[head * size + $1]) * Double(keys[t * size + $1])
                }
            }
            // eˣ by its own limit, so that the test needs no mathematics library.
            let weights = scores.map { score in
                (0..<30).reduce((sum: 1.0, term: 1.0)) { state, n in
                    let term = state.term * score / Double(n + 1)
                    return (state.sum + term, term)
                }.sum
            }
            let total = weights.reduce(0, +)
            for d in 0..<size {
                let exact = (0..<positions).reduce(0.0) {
                    $0 + weights[$1] / total * Double(values[$1 * size + d])
                }
                #expect(abs(exact - Double(reference[head * size + d])) < 1e-5)
            }
        }
    }

    @Test(arguments: [1, 15, 16, 31, 64, 100])
    func `norms, activations and passes over logits are the same bits on every instruction set`(
        count: Int
    ) {
        var noise = Noise(state: 3)
        let x = noise.floats(count).map { $0 * 20 }
        let weight = noise.floats(count)
        let bias = noise.floats(count)
        func run(_ isa: ck_isa) -> [Float] {
            var rms = x
            var layer = x
            var gated = x
            var weights = x
            var heap = [Float](repeating: 0, count: count)
            var indices = [Int32](repeating: -1, count: count)
            ck_rms_norm_f32(&rms, x, weight, Int64(count), 1e-5, isa)
            ck_layer_norm_f32(&layer, x, weight, bias, Int64(count), 1e-5, isa)
            ck_swiglu_f32(&gated, x, weight, Int64(count), isa)
            let sum = ck_exp_sum_f32(&weights, x, Int64(count), 20, 0.7, isa)
            let best = ck_argmax_f32(x, Int64(count), isa)
            let third = ck_kth_greatest_f32(x, Int64(count), Int64(min(3, count)), &heap, isa)
            let found = ck_select_f32(&indices, x, Int64(count), third, isa)
            var doubles = [Double](repeating: 0, count: count)
            ck_weights_f64(&doubles, x, indices, found, x[Int(best)], 0.7, isa)
            let drawn = ck_draw_f32(weights, Int64(count), 0.6 * sum, isa)
            return rms + layer + gated + weights
                + [Float(sum), Float(best), third, Float(found)] + indices.map { Float($0) }
                + [Float(drawn)]
                + doubles.flatMap {
                    [
                        Float(bitPattern: UInt32($0.bitPattern >> 32)),
                        Float(bitPattern: UInt32(truncatingIfNeeded: $0.bitPattern)),
                    ]
                }
        }
        let reference = run(CK_ISA_PLAIN)
        for isa in fast { #expect(bits(run(isa)) == bits(reference)) }
        let sorted = x.sorted(by: >)
        #expect(reference[4 * count + 1] == Float(x.firstIndex(of: sorted[0]) ?? -1))
        #expect(reference[4 * count + 2] == sorted[min(3, count) - 1])
    }
}

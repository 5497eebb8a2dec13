import CKernels
import Testing

/// Products of bfloat16 weights with activations rounded to bfloat16.
@Suite struct BF16ProductTests {
    @Test(arguments: [
        (1, 2, 1), (7, 4, 5), (16, 32, 1), (48, 64, 8), (50, 130, 13), (100, 258, 19),
    ])
    func `a product agrees with the reference, with the same bits in every split`(
        rows: Int, columns: Int, m: Int
    ) {
        var noise = Noise(state: 9)
        let weights = Self.rounded(noise.floats(rows * columns))
        let x = Self.rounded(noise.floats(m * columns))
        let bias = noise.floats(rows)
        var packed = [UInt16](
            repeating: 0xffff, count: Int(ck_packed_bf16_bytes(Int64(rows), Int64(columns))) / 2)
        ck_pack_bf16(&packed, weights, Int64(rows), Int64(columns))

        func run(_ isa: ck_isa, native: Bool, batch: Int, groups: Int) -> [Float] {
            var y = [Float](repeating: 0.5, count: m * rows)
            let all = (rows + 15) / 16
            for first in stride(from: 0, to: m, by: batch) {
                for group in stride(from: 0, to: all, by: groups) {
                    x.withUnsafeBufferPointer { x in
                        y.withUnsafeMutableBufferPointer { y in
                            guard let x = x.baseAddress, let y = y.baseAddress else { return }
                            ck_matmul_bf16(
                                y + first * rows, Int64(rows), x + first * columns, Int64(columns),
                                Int64(min(batch, m - first)), packed, Int64(rows), Int64(columns),
                                bias, 1, Int64(group), Int64(min(group + groups, all)),
                                native ? 1 : 0, isa)
                        }
                    }
                }
            }
            return y
        }

        let reference = run(CK_ISA_PLAIN, native: false, batch: m, groups: 100)
        for isa in [CK_ISA_PLAIN] + fast {
            for (batch, groups) in [(m, 100), (1, 1), (3, 2)] {
                let found = run(isa, native: false, batch: batch, groups: groups)
                #expect(bits(found) == bits(reference))
            }
        }
        // The CPU's own instruction, where it has one.
        let native = run(ck_isa_best(), native: true, batch: m, groups: 100)
        #expect(bits(run(ck_isa_best(), native: true, batch: 1, groups: 1)) == bits(native))

        for i in 0..<m {
            for n in 0..<rows {
                let exact = (0..<columns).reduce(0.5 + Double(bias[n])) {
                    $0 + Self.value(x[i * columns + $1]) * Self.value(weights[n * columns + $1])
                }
                #expect(abs(Double(reference[i * rows + n]) - exact) < 1e-4)
                #expect(abs(Double(native[i * rows + n]) - exact) < 1e-4)
            }
        }
    }

    @Test func `floats round to the nearest bfloat16, ties to even`() {
        var x = [Float](repeating: 1, count: 37)
        x[0] = 1.00390625  // half-way between 1 and its successor
        x[1] = 1.01171875  // half-way, the even one is above
        x[2] = -3.4e38
        x[3] = .infinity
        x[4] = .nan
        x[36] = 1.00390625
        for isa in [CK_ISA_PLAIN] + fast {
            var out = [UInt16](repeating: 0, count: x.count)
            ck_round_bf16(&out, x, Int64(x.count), isa)
            #expect(out[0] == 0x3f80 && out[1] == 0x3f82 && out[36] == 0x3f80)
            #expect(out[2] == 0xff80 && out[3] == 0x7f80 && Self.value(out[4]).isNaN)
        }
    }

    private static func rounded(_ x: [Float]) -> [UInt16] {
        var out = [UInt16](repeating: 0, count: x.count)
        ck_round_bf16(&out, x, Int64(x.count), CK_ISA_PLAIN)
        return out
    }

    private static func value(_ bf16: UInt16) -> Double {
        Double(Float(bitPattern: UInt32(bf16) << 16))
    }
}

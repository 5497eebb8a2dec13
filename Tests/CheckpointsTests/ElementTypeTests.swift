import Checkpoints
import Testing

@Suite struct `Element types` {
    @Test(arguments: ElementType.allCases)
    func `a type's GGUF number leads back to it`(type: ElementType) {
        guard let code = type.ggufCode else { return }
        #expect(ElementType(ggufCode: code) == type)
    }

    @Test(arguments: [4, 5, 31, 32, 33, 36, 37, 38, 4_000_000_000] as [UInt32])
    func `numbers of removed and unknown types lead to none`(code: UInt32) {
        #expect(ElementType(ggufCode: code) == nil)
    }

    @Test(arguments: ElementType.allCases.filter(\.isWritable))
    func `what can be written can be read`(type: ElementType) {
        #expect(type.isReadable)
    }

    @Test(arguments: ElementType.allCases.filter(\.isWritable))
    func `encoding any floats is defined`(type: ElementType) {
        let odd: [Float] = [
            .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 1,
            65_504, 65_520, -65_519, 5.9604645e-8, 2.9802322e-8,
        ]
        let floats = (0..<256).map { odd[$0 % odd.count] }
        #expect(type.encode(floats).count == type.byteCount(elements: 256))
    }

    @Test func `fp16 rounds to nearest, ties to even`() {
        let cases: [(Float, UInt16)] = [
            (1, 0x3C00), (-2, 0xC000), (65_504, 0x7BFF), (65_519, 0x7BFF), (65_520, 0x7C00),
            (1 + 0x1p-11, 0x3C00), (1 + 0x3p-11, 0x3C02), (0x1p-24, 0x0001), (0x1p-25, 0x0000),
            (0x3p-25, 0x0002), (-0.0, 0x8000), (.infinity, 0x7C00),
        ]
        for (value, bits) in cases {
            #expect(ElementType.f16.encode([value]) == [UInt8(bits & 0xFF), UInt8(bits >> 8)])
        }
    }
}

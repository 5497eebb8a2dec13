/// Splits a range of code points into sequences of UTF-8 byte ranges, surrogates excluded.
struct UTF8Ranges: Sequence {
    private var sequences: [[ClosedRange<UInt8>]] = []

    init(_ characters: ClosedRange<UInt32>) {
        for block: ClosedRange<UInt32> in [
            0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ] where block.overlaps(characters) {
            let part = characters.clamped(to: block)
            let length =
                block.lowerBound == 0
                ? 0
                : block.lowerBound == 0x80
                    ? 1
                    : block.upperBound <= 0xFFFF ? 2 : 3
            add(part, continuations: length)
        }
    }

    func makeIterator() -> [[ClosedRange<UInt8>]].Iterator { sequences.makeIterator() }

    /// Splits a range of code points of equal UTF-8 length so that continuation bytes span full ranges.
    private mutating func add(_ range: ClosedRange<UInt32>, continuations: Int) {
        for level in stride(from: 1, through: continuations, by: 1) {
            let mask: UInt32 = (1 << UInt32(6 * level)) - 1
            let (low, high) = (range.lowerBound, range.upperBound)
            guard low & ~mask != high & ~mask else { continue }
            if low & mask != 0 {
                add(low...(low | mask), continuations: continuations)
                add((low | mask) + 1...high, continuations: continuations)
                return
            }
            if high & mask != mask {
                add(low...(high & ~mask) - 1, continuations: continuations)
                add(high & ~mask...high, continuations: continuations)
                return
            }
        }
        let low = Self.bytes(range.lowerBound, continuations)
        let high = Self.bytes(range.upperBound, continuations)
        sequences.append(zip(low, high).map { $0...$1 })
    }

    private static func bytes(_ character: UInt32, _ continuations: Int) -> [UInt8] {
        guard continuations > 0 else { return [UInt8(character)] }
        let lead: [UInt32] = [0, 0xC0, 0xE0, 0xF0]
        var bytes = [UInt8(lead[continuations] | character >> UInt32(6 * continuations))]
        for index in (0..<continuations).reversed() {
            bytes.append(UInt8(0x80 | (character >> UInt32(6 * index)) & 0x3F))
        }
        return bytes
    }
}

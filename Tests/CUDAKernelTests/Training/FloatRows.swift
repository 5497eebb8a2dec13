import Hashing
import Testing

/// Rows of random floats with gaps between them, which no kernel may touch.
struct FloatRows {
    let rows: Int
    let width: Int
    let stride: Int
    var floats: [Float]

    init(_ rows: Int, _ width: Int, gap: Int = 0, _ random: inout SplitMix64) {
        (self.rows, self.width, stride) = (rows, width, width + gap)
        floats = random.floats(rows * (width + gap))
    }

    subscript(row: Int, column: Int) -> Double { Double(floats[row * stride + column]) }

    /// An element as a product reads it: rounded to bf16, ties to even, if that is what it does.
    subscript(row: Int, column: Int, isRounded isRounded: Bool) -> Double {
        let bits = floats[row * stride + column].bitPattern
        guard isRounded else { return self[row, column] }
        return Double(Float(bitPattern: (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000))
    }

    /// A weight as a product reads it: rounded to bf16 with its dither (ck_gemm_bf16.h), if that is
    /// what it does.
    subscript(row: Int, column: Int, isDithered isDithered: Bool) -> Double {
        guard isDithered else { return self[row, column] }
        let bits = floats[row * stride + column].bitPattern
        let dither = UInt32(row) &* 0xc13f_a9a9 &+ UInt32(column) &* 0x91e1_0da5
        return Double(Float(bitPattern: (bits + dither >> 16) & 0xffff_0000))
    }

    /// A copy on the device.
    func device() throws -> DeviceArray<Float> { try DeviceArray(floats) }

    /// The device's copy of these rows after a kernel: the gaps must be as before, the rest near
    /// `expected`, relative to 1 or its size. Returns all bits.
    @discardableResult
    func expect(
        _ found: DeviceArray<Float>, within tolerance: Double = 2e-5, _ name: String = "",
        sourceLocation: SourceLocation = #_sourceLocation, _ expected: (Int, Int) -> Double
    ) throws -> [UInt32] {
        let found = try found.values()
        for row in 0..<rows {
            for column in 0..<stride {
                let value = Double(found[row * stride + column])
                let wanted = column < width ? expected(row, column) : self[row, column]
                let limit = column < width ? tolerance * (1 + abs(wanted)) : 0
                guard !(abs(value - wanted) <= limit) else { continue }
                Issue.record(
                    "\(name) at \(row), \(column): \(value), expected \(wanted)",
                    sourceLocation: sourceLocation)
                return found.map(\.bitPattern)
            }
        }
        return found.map(\.bitPattern)
    }
}

/// What several runs gave, which must be the same bits.
struct SameBits {
    private var first: [UInt32]?

    mutating func expect(
        _ bits: [UInt32], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(bits == first ?? bits, "\(name): other bits", sourceLocation: sourceLocation)
        first = first ?? bits
    }
}

/// First and last row (exclusive) of blocks.
func bounds(_ blocks: [Range<Int>]) -> [Int32] {
    blocks.flatMap { [Int32($0.lowerBound), Int32($0.upperBound)] }
}

/// AdamW's moments in 8 bits: blocks of 256 values, each a code, and a float32 scale for all.
///
/// A moment is its code's value in a ``CodeMap`` times its block's scale. Of the first moment the scale
/// is the value furthest from 0, of the second the greatest; codes are those of the nearest values.
/// What is kept of the second is its root, which has the first one's range, and which never becomes
/// 0 by rounding: else a first moment could be divided by epsilon.
///
/// They lie in a ``FloatMatrix`` that nothing else calculates with, a row a block: 256 bytes of codes,
/// then the scale. All zeros are moments of zero.
///
/// Source: Dettmers et al. 2022 (arXiv:2110.02861); the roots are ours.
package enum EightBitMoments {
    /// Values that share a scale.
    package static let blockSize = 256
    /// Floats that a block takes.
    package static let width = blockSize / MemoryLayout<Float>.stride + 1

    /// The codes of first moments.
    static let signed = CodeMap(signed: true)
    /// The codes of second moments' roots.
    static let unsigned = CodeMap(signed: false)

    /// Blocks of so many values.
    package static func blocks(_ count: Int) -> Int { (count + blockSize - 1) / blockSize }

    /// Moments of zero for a parameter of this many values.
    package static func zeros(
        _ count: Int, on backend: any DifferentiableBackend
    ) throws -> FloatMatrix {
        try backend.makeMatrix(rows: blocks(count), width: width)
    }

    /// A first moment's values; of a second one the roots.
    package static func values(
        of moments: FloatMatrix, isFirst: Bool, on backend: any DifferentiableBackend
    ) throws -> [Float] {
        var floats = [Float](repeating: 0, count: moments.rows * width)
        try backend.read(moments.all, into: &floats)
        let map = isFirst ? signed : unsigned
        return floats.withUnsafeBytes { bytes in
            (0..<moments.rows).flatMap { block in
                let start = block * width * MemoryLayout<Float>.stride
                let scale = bytes.load(fromByteOffset: start + blockSize, as: Float.self)
                return (0..<blockSize).map { map.floats[Int(bytes[start + $0])] * scale }
            }
        }
    }

    static func check(_ moments: [FloatMatrix], of parameter: FloatMatrix, _ gradient: FloatMatrix)
    {
        let count = parameter.rows * parameter.width
        precondition(gradient.rows * gradient.width == count, "shapes differ")
        precondition(
            moments.allSatisfy { $0.rows == blocks(count) && $0.width == width },
            "moments of another parameter")
    }
}

/// The values that 8-bit codes stand for, from -1 or 0 to 1, dense near 0.
///
/// A decade e of seven, 10ᵉ⁻⁷ to 10ᵉ⁻⁶, is cut into 2ᵉ equal parts (2ᵉ⁺¹ without signs), and each has a
/// code for its middle, with signs one for the negative middle too. With 0 and 1 that makes 256.
///
/// Source: Dettmers et al. 2022 (arXiv:2110.02861), section 2.1, "dynamic tree quantization": the
/// number of leading zeros is the exponent, the remaining bits are a linear fraction.
struct CodeMap: Sendable {
    /// The 256 values, ascending; then the 255 bounds between them, and a zero.
    let floats: [Float]

    init(signed: Bool) {
        var values: [Float] = [0, 1]
        for (decade, top) in [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1].enumerated() {
            let parts = 1 << (signed ? decade : decade + 1)
            for part in 0..<parts {
                let middle = Float(top * (0.1 + 0.9 * (Double(part) + 0.5) / Double(parts)))
                values += signed ? [middle, -middle] : [middle]
            }
        }
        values.sort()
        floats = values + zip(values, values.dropFirst()).map { ($0 + $1) / 2 } + [0]
    }
}

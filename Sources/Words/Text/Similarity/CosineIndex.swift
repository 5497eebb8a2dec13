/// Finds near-duplicates of a unit vector among the stored ones by their cosine.
///
/// Compares with every stored vector, so that none is missed; each takes `4 · dimensions` bytes and
/// `dimensions` multiplications, rounded up to a multiple of 16 dimensions. Sums are in float32 in
/// one fixed order, so that results are the same on every machine.
public struct CosineIndex: Sendable {
    /// A stored vector and how similar it is.
    public struct Match: Sendable, Equatable {
        /// The position of the vector, in the order of insertion.
        public let index: Int
        /// The cosine of the two vectors.
        public let similarity: Float
    }

    /// The least cosine of two vectors that count as the same.
    public let threshold: Float
    /// The length of the vectors; 0 before the first.
    public private(set) var dimensions = 0
    /// The number of stored vectors.
    public private(set) var count = 0
    private var rows: [Float] = []
    /// Length of a row: ``dimensions`` rounded up to a multiple of 16, padded with zeros.
    private var width = 0

    /// An empty index.
    public init(threshold: Float) { self.threshold = threshold }

    /// Stores `vector` if no stored one reaches the threshold; otherwise returns the nearest, of
    /// equally near ones the earliest.
    ///
    /// - Precondition: `vector` has ``dimensions`` numbers, unless it is the first.
    public mutating func insertIfNew(_ vector: [Float]) -> Match? {
        if count == 0 {
            dimensions = vector.count
            width = (vector.count + 15) / 16 * 16
        }
        precondition(vector.count == dimensions, "vectors of different models have no cosine")
        let padded = vector + [Float](repeating: 0, count: width - vector.count)
        if let nearest = nearest(to: padded), nearest.similarity >= threshold { return nearest }
        rows += padded
        count += 1
        return nil
    }

    private func nearest(to vector: [Float]) -> Match? {
        var best: Match?
        rows.withUnsafeBytes { rows in
            vector.withUnsafeBytes { vector in
                for index in 0..<count {
                    let row = UnsafeRawBufferPointer(
                        rebasing: rows[(index * width * 4)..<((index + 1) * width * 4)])
                    let similarity = dot(row, vector)
                    if similarity > best?.similarity ?? -.infinity {
                        best = Match(index: index, similarity: similarity)
                    }
                }
            }
        }
        return best
    }
}

/// Dot product of two float32 arrays whose length is a multiple of 16, by sixteen partial sums.
private func dot(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Float {
    var sums = SIMD16<Float>.zero
    for offset in stride(from: 0, to: a.count, by: 64) {
        sums +=
            a.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
            * b.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    }
    return sums.sum()
}

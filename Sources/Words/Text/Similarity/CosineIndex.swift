/// Finds, among vectors of length 1 seen before, one whose cosine with a new one reaches a threshold.
///
/// Compares with all of them, so that none is missed: `4 · dimensions` bytes and as many
/// multiplications per vector kept. Sums are in single precision in one fixed order, so that the
/// verdicts are the same on every machine.
public struct CosineIndex: Sendable {
    /// A vector seen before.
    public struct Match: Sendable, Equatable {
        /// Its position, in the order of insertion.
        public let index: Int
        /// The cosine.
        public let similarity: Float
    }

    /// The cosine from which two vectors count as the same.
    public let threshold: Float
    /// The numbers in a vector; 0 before the first.
    public private(set) var dimensions = 0
    /// The vectors kept.
    public private(set) var count = 0
    private var rows: [Float] = []
    private var width = 0

    /// An empty index.
    public init(threshold: Float) { self.threshold = threshold }

    /// Keeps `vector` unless one that is near is there, and then returns the nearest, of equally
    /// near ones the earliest.
    /// - Precondition: It has ``dimensions`` numbers, unless it is the first.
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

/// The sum of products of two arrays of floats whose length is a multiple of 16: sixteen partial sums,
/// then their sum.
private func dot(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Float {
    var sums = SIMD16<Float>.zero
    for offset in stride(from: 0, to: a.count, by: 64) {
        sums +=
            a.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
            * b.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
    }
    return sums.sum()
}

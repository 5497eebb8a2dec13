/// A text as a vector of length 1.
public struct Embedding: Sendable, Equatable {
    /// The vector's numbers.
    public let values: [Float]
    /// Whether the end of the text was left out, since the text is longer than the model's context.
    public let isTruncated: Bool

    /// Scales `values` to length 1; zeros stay zeros.
    public init(scaling values: [Float], isTruncated: Bool = false) {
        let square = values.reduce(0) { $0 + Double($1) * Double($1) }
        let factor = square > 0 ? 1 / square.squareRoot() : 0
        self.values = values.map { Float(Double($0) * factor) }
        self.isTruncated = isTruncated
    }
}

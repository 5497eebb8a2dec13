/// All of a document's problems, in document order.
public struct InvalidDocument: Error, Sendable, CustomStringConvertible {
    /// The problems; never empty.
    public let problems: [Problem]

    /// Creates an error from problems in document order.
    public init(_ problems: [Problem]) { self.problems = problems }

    /// The text to print: all problems, each after the first preceded by "error: ".
    public var description: String {
        problems.map(\.description).joined(separator: "\nerror: ")
    }
}

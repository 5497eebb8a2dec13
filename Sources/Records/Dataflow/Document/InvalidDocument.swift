/// All of a document's problems, in document order.
public struct InvalidDocument: Error, Sendable, CustomStringConvertible {
    /// The problems; never empty.
    public let problems: [Problem]

    /// Gathers problems.
    public init(_ problems: [Problem]) { self.problems = problems }

    /// All problems as they are printed, each but the first with "error: " before it.
    public var description: String {
        problems.map(\.description).joined(separator: "\nerror: ")
    }
}

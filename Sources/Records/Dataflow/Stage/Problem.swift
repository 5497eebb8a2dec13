/// A problem of a pipeline document: where, what, and what to do about it.
public struct Problem: Error, Equatable, Sendable {
    /// A stable name for this sort of problem, such as `graph.cycle`.
    public let code: String
    /// The document's path, as the user gave it.
    public let file: String
    /// The line in ``file``, from 1; nil if unknown.
    public let line: Int?
    /// One short sentence without a period.
    public let message: String
    /// What was found and what was expected, a sentence each.
    public let details: [String]
    /// What to do next.
    public let help: String?

    /// Creates a problem.
    public init(
        code: String, file: String, line: Int? = nil, message: String, details: [String] = [],
        help: String? = nil
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
        self.details = details
        self.help = help
    }
}

extension Problem: CustomStringConvertible {
    /// The text to print, without the word "error".
    public var description: String {
        let location = line.map { "\(file):\($0)" } ?? file
        var lines = ["\(location): \(message)"]
        lines += details.map { "  \($0)" }
        if let help { lines.append("  help: \(help)") }
        return lines.joined(separator: "\n")
    }
}

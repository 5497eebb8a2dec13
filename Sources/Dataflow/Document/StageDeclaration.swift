public import JSON

/// A stage as the document declares it, after included documents have been laid open.
public struct StageDeclaration: Sendable {
    /// The stage's full name: `answers`, or `math/problems` for one of an included document.
    public let name: String
    /// The word of `"type"`.
    public let type: String
    /// The full names of the stages whose records it receives.
    public internal(set) var inputs: [String]
    /// Everything the document says of it.
    public let values: JSONObject
    /// The document that declares it.
    public let source: DocumentSource
    /// Where in that document: `/stages/answers`.
    public let pointer: String

    /// A problem with this stage, at the line of `key` or of the stage.
    public func problem(
        _ code: String, key: String? = nil, _ message: String, details: [String] = [],
        help: String? = nil
    ) -> Problem {
        let place = key.map { "\(pointer)/\($0)" } ?? pointer
        return Problem(
            code: code, file: source.path, line: source.line(of: place),
            message: "stage '\(name)': \(message)", details: details, help: help)
    }
}

/// A model that a document names.
public struct ModelDeclaration: Sendable {
    /// The name that stages use.
    public let name: String
    /// A model's registered name, a `.gguf` file or a Hugging Face folder.
    public let source: String
    /// Where the document says so, for messages.
    public let file: String
    /// The line in ``file``.
    public let line: Int?

    /// A declaration by a document or by the command line.
    public init(name: String, source: String, file: String, line: Int?) {
        self.name = name
        self.source = source
        self.file = file
        self.line = line
    }
}

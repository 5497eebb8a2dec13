/// A model that a document names.
public struct ModelDeclaration: Sendable {
    /// The name that stages use.
    public let name: String
    /// A registered name, a model of the hub (`hf:owner/repo`), a `.gguf` file or a Hugging Face
    /// folder; a path is absolute.
    public let source: String
    /// The source as it was written.
    public let written: String
    /// The safetensors file of a reward head on the model; nil for the model's own, or none.
    public let head: String?
    /// Source and head, as datasets name the model.
    public var origin: String { head.map { "\(source) with head \($0)" } ?? source }
    /// Whether control tokens that texts spell out become those tokens.
    public let trustsControlTokens: Bool
    /// The file that declares the model, for messages.
    public let file: String
    /// The line in ``file``.
    public let line: Int?

    /// Creates a declaration of a document or of the command line.
    public init(
        name: String, source: String, written: String? = nil, head: String? = nil,
        trustsControlTokens: Bool = false, file: String, line: Int?
    ) {
        self.name = name
        self.source = source
        self.written = written ?? source
        self.head = head
        self.trustsControlTokens = trustsControlTokens
        self.file = file
        self.line = line
    }

    /// The same model with another reward head.
    func with(head: String) -> ModelDeclaration {
        ModelDeclaration(
            name: name, source: source, written: written, head: head,
            trustsControlTokens: trustsControlTokens, file: file, line: line)
    }
}

/// A model that a document names.
public struct ModelDeclaration: Sendable {
    /// The name that stages use.
    public let name: String
    /// A model's registered name, a `.gguf` file or a Hugging Face folder.
    public let source: String
    /// What the model is for, in the document's words; nil if it does not say.
    public let description: String?
    /// Whether control tokens that texts spell out become those tokens.
    public let trustsControlTokens: Bool
    /// The file that declares the model, for messages.
    public let file: String
    /// The line in ``file``.
    public let line: Int?

    /// Creates a declaration of a document or of the command line.
    public init(
        name: String, source: String, description: String? = nil,
        trustsControlTokens: Bool = false, file: String, line: Int?
    ) {
        self.name = name
        self.source = source
        self.description = description
        self.trustsControlTokens = trustsControlTokens
        self.file = file
        self.line = line
    }
}

import Datasets

/// A model that a document names.
public struct ModelDeclaration: Sendable {
    /// The name that stages use.
    public let name: String
    /// A registered name, a model of the hub (`hf:owner/repo`), a `.gguf` file, a Hugging Face
    /// folder, or an endpoint (`https://host/v1#name`); a path is absolute.
    public let source: String
    /// How the model is asked over the network; nil for one that runs here.
    public let endpoint: EndpointDeclaration?
    /// What the model is for, in the document's words; nil if it does not say.
    public let description: String?
    /// The source as it was written.
    public let written: String
    /// The safetensors file of a reward head on the model; nil for the model's own, or none.
    public let head: String?
    /// Source and head, as datasets name the model; of a remote one the name without the host, so
    /// that a server can move.
    public var origin: String {
        if let endpoint { return DatasetDescription.Model.remotePrefix + endpoint.model }
        return head.map { "\(source) with head \($0)" } ?? source
    }
    /// Whether control tokens that texts spell out become those tokens.
    public let trustsControlTokens: Bool
    /// The file that declares the model, for messages.
    public let file: String
    /// The line in ``file``.
    public let line: Int?

    /// Creates a declaration of a document or of the command line.
    public init(
        name: String, source: String, written: String? = nil,
        description: String? = nil, head: String? = nil, endpoint: EndpointDeclaration? = nil,
        trustsControlTokens: Bool = false, file: String, line: Int?
    ) {
        self.name = name
        self.source = source
        self.endpoint = endpoint
        self.description = description
        self.written = written ?? source
        self.head = head
        self.trustsControlTokens = trustsControlTokens
        self.file = file
        self.line = line
    }

    /// The same model with another reward head.
    func with(head: String) -> ModelDeclaration {
        ModelDeclaration(
            name: name, source: source, written: written, description: description, head: head,
            endpoint: endpoint, trustsControlTokens: trustsControlTokens, file: file, line: line)
    }
}

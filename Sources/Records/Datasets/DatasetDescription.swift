public import JSON

/// Pipeline, seed and models of a dataset; equal for every run that makes the same records.
public struct DatasetDescription: Equatable, Sendable {
    /// The pipeline's name.
    public var pipeline: String
    /// The pipeline document, as written.
    public var document: String
    /// Hash of the document and of everything that it refers to.
    public var documentHash: String
    /// The run's seed.
    public var seed: UInt64
    /// The stages in document order: the order of the funnel.
    public var stages: [String]
    /// The models that took part.
    public var models: [Model]
    /// Facts that decide each stage's output, by stage; a later run compares its own with them.
    public var stageFacts: JSONObject
    /// What the stages left undone, a sentence each, such as evaluation texts not looked for.
    public var notes: [String]
    /// The parts of the accepted records, each with shards of its own; empty if there are none.
    public var parts: [String]

    /// A model that took part in making a dataset.
    public struct Model: Equatable, Sendable {
        /// The model's name in the pipeline document.
        public var name: String
        /// The model's source, as the document names it.
        public var source: String
        /// Hash of the weights and the tokenizer.
        public var hash: String
        /// The license as a Hugging Face identifier, if known.
        public var license: String?
        /// The commit of the source's repository on the Hugging Face hub; nil for other sources.
        public var commit: String?

        /// How the source of a model behind an endpoint begins; the model's name follows.
        public static let remotePrefix = "remote:"
        /// Whether the model was behind an endpoint, and its weights are not known.
        public var isRemote: Bool { source.hasPrefix(Self.remotePrefix) }

        /// A model by its name, source and content.
        public init(
            name: String, source: String, hash: String, license: String? = nil,
            commit: String? = nil
        ) {
            self.name = name
            self.source = source
            self.hash = hash
            self.license = license
            self.commit = commit
        }
    }

    /// A description; parameters left out are empty.
    public init(
        pipeline: String = "",
        document: String = "",
        documentHash: String = "",
        seed: UInt64 = 0,
        stages: [String] = [],
        models: [Model] = [],
        stageFacts: JSONObject = [:],
        notes: [String] = [],
        parts: [String] = []
    ) {
        self.pipeline = pipeline
        self.document = document
        self.documentHash = documentHash
        self.seed = seed
        self.stages = stages
        self.models = models
        self.stageFacts = stageFacts
        self.notes = notes
        self.parts = parts
    }
}

extension DatasetDescription {
    /// The rows of the catalog's `meta` table; see ``Catalog/setParts(_:)`` for the parts.
    var rows: [String: String] {
        [
            "pipeline": pipeline, "document": document, "documentHash": documentHash,
            "seed": String(seed),
            "stages": JSON.array(stages.map { .string($0) }).text,
            "models": JSON.array(models.map(\.json)).text,
            "stageFacts": JSON.object(stageFacts).text,
            "notes": JSON.array(notes.map { .string($0) }).text,
        ]
    }

    init(rows: [String: String]) {
        func list(_ key: String) -> [JSON] {
            rows[key].flatMap { try? JSON(parsing: $0) }?.array ?? []
        }
        self.init(
            pipeline: rows["pipeline"] ?? "",
            document: rows["document"] ?? "",
            documentHash: rows["documentHash"] ?? "",
            seed: rows["seed"].flatMap { UInt64($0) } ?? 0,
            stages: list("stages").compactMap(\.string),
            models: list("models").map(Model.init(json:)),
            stageFacts: rows["stageFacts"].flatMap { try? JSON(parsing: $0) }?.object ?? [:],
            notes: list("notes").compactMap(\.string),
            parts: list("parts").compactMap(\.string).filter(RecordKind.isPartName)
        )
    }
}

extension DatasetDescription.Model {
    fileprivate var json: JSON {
        var json: JSONObject = [
            "name": .string(name), "source": .string(source), "hash": .string(hash),
            "license": license.map { .string($0) } ?? .null,
        ]
        if let commit { json["commit"] = .string(commit) }
        return .object(json)
    }

    fileprivate init(json: JSON) {
        self.init(
            name: json["name"]?.string ?? "",
            source: json["source"]?.string ?? "",
            hash: json["hash"]?.string ?? "",
            license: json["license"]?.string,
            commit: json["commit"]?.string
        )
    }
}

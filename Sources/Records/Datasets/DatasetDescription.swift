public import JSON

/// What a dataset was made from: the same for every run that makes the same records.
public struct DatasetDescription: Equatable, Sendable {
    /// The pipeline's name.
    public var pipeline: String
    /// The pipeline document, as written.
    public var document: String
    /// A hash of the document and all that it refers to.
    public var documentHash: String
    /// The run's seed.
    public var seed: UInt64
    /// The stages in document order: the order of the funnel.
    public var stages: [String]
    /// The models that took part.
    public var models: [Model]
    /// What decides each stage's output, by stage: what a later run compares with.
    public var stageFacts: JSONObject

    /// A model that took part in making a dataset.
    public struct Model: Equatable, Sendable {
        /// The model's name in the pipeline document.
        public var name: String
        /// Where it came from, as the document says.
        public var source: String
        /// A hash of its weights and tokenizer.
        public var hash: String
        /// Its license, if known, as a Hugging Face identifier.
        public var license: String?

        /// A model by its name, source and content.
        public init(name: String, source: String, hash: String, license: String? = nil) {
            self.name = name
            self.source = source
            self.hash = hash
            self.license = license
        }
    }

    /// A description; what is left out is empty.
    public init(
        pipeline: String = "",
        document: String = "",
        documentHash: String = "",
        seed: UInt64 = 0,
        stages: [String] = [],
        models: [Model] = [],
        stageFacts: JSONObject = [:]
    ) {
        self.pipeline = pipeline
        self.document = document
        self.documentHash = documentHash
        self.seed = seed
        self.stages = stages
        self.models = models
        self.stageFacts = stageFacts
    }
}

extension DatasetDescription {
    /// The rows of the catalog's `meta` table.
    var rows: [String: String] {
        [
            "pipeline": pipeline, "document": document, "documentHash": documentHash,
            "seed": String(seed),
            "stages": JSON.array(stages.map { .string($0) }).text,
            "models": JSON.array(models.map(\.json)).text,
            "stageFacts": JSON.object(stageFacts).text,
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
            stageFacts: rows["stageFacts"].flatMap { try? JSON(parsing: $0) }?.object ?? [:]
        )
    }
}

extension DatasetDescription.Model {
    fileprivate var json: JSON {
        [
            "name": .string(name), "source": .string(source), "hash": .string(hash),
            "license": license.map { .string($0) } ?? .null,
        ]
    }

    fileprivate init(json: JSON) {
        self.init(
            name: json["name"]?.string ?? "",
            source: json["source"]?.string ?? "",
            hash: json["hash"]?.string ?? "",
            license: json["license"]?.string
        )
    }
}

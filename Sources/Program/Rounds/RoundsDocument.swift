public import Dataflow
public import Foundation
public import JSON
public import TrainingData

/// Rounds as a document says them: each makes data with the model, trains on them, evaluates, and
/// passes what it trained on to the next round if that is accepted.
public struct RoundsDocument: Sendable {
    /// The version of the document's form.
    public static let schemaVersion = 1

    /// The rounds' name.
    public let name: String
    /// What they are for.
    public let description: String?
    /// Decides all randomness; a round's data and trainings have the seed plus the rounds before it.
    public let seed: UInt64
    /// The model that the first round begins with.
    public let model: String
    /// The folder of all that is made.
    public var output: URL?
    /// The number of rounds.
    public var rounds: Int
    /// What is made in a round, in order.
    public let data: [RoundData]
    /// The training steps of a round, in order.
    public let steps: [RoundStep]
    /// The evaluation documents.
    public let evaluations: [URL]
    /// The model that grades or compares, in evaluations that need one.
    public let judge: String?
    /// What a round's model must reach to be the next round's.
    public let gate: [GateCondition]

    /// Whether the steps train adapters.
    public var trainsAdapter: Bool { training["adapter"] != nil }

    /// Keys of training documents that every step has: adapter, recipe, arithmetic, recompute.
    let training: JSONObject
    private let source: DocumentSource

    /// Reads a document.
    /// - Throws: `InvalidDocument` with all of its problems.
    public init(path: String) throws(InvalidDocument) {
        try self.init(DocumentSource.read(path))
    }

    /// Reads a document.
    /// - Throws: `InvalidDocument` with all of its problems.
    package init(_ source: DocumentSource) throws(InvalidDocument) {
        var check = SettingsCheck(source)
        guard let object = source.value.object else {
            check.report(
                "document.type", at: "", "rounds must be an object, found \(source.value.kind)")
            throw InvalidDocument(check.problems)
        }
        let values = check.values(
            of: object, as: Self.kind, at: "", subject: "", form: "A document of rounds")
        guard check.problems.isEmpty else { throw InvalidDocument(check.problems) }
        name = values[Self.nameKey] ?? source.url.deletingPathExtension().lastPathComponent
        description = object["description"]?.string
        seed = UInt64(values[Self.seedKey])
        model = values[Self.modelKey]
        output = values[Self.outputKey].map(source.resolve)
        rounds = values[Self.roundsKey]
        judge = values[Self.judgeKey]
        data = (object["data"]?.object?.pairs ?? []).compactMap {
            RoundData(name: $0.0, $0.1, source, &check)
        }
        evaluations = values[Self.evaluateKey].map(source.resolve)
        let names = evaluations.map { $0.deletingPathExtension().lastPathComponent }
        gate = (object["accept"]?.object?.pairs ?? []).compactMap {
            GateCondition(key: $0.0, $0.1, evaluations: names, &check)
        }
        training = JSONObject(
            Self.trainingKeys.compactMap { key in object[key].map { (key, $0) } })
        let data = data.map(\.name)
        steps = (object["steps"]?.array ?? []).enumerated().compactMap {
            RoundStep(number: $0 + 1, $1, data: data, source, &check)
        }
        if steps.isEmpty, check.problems.isEmpty {
            check.report("rounds.noSteps", at: "/steps", "\"steps\" is empty")
        }
        self.source = source
        guard check.problems.isEmpty else { throw InvalidDocument(check.problems) }
        // The steps' own keys, in the words of training documents.
        for step in steps {
            _ = try training(step, model: model, isAdapted: false, seed: seed) { name, _ in
                ["/data/\(name)"]
            }
        }
    }

    /// Whether a document is of rounds: it has steps and data.
    package static func isRounds(_ source: DocumentSource) -> Bool {
        source.value["data"] != nil && source.value["steps"] != nil
            && source.value["stages"] == nil
    }

    /// The training of a step.
    ///
    /// - Parameters:
    ///   - model: The model that is trained.
    ///   - isAdapted: Whether that has an adapter, which is then trained further.
    ///   - folders: The folders of what was made under a name: in this round, or in all so far.
    /// - Throws: `InvalidDocument` with the problems of the step's keys.
    public func training(
        _ step: RoundStep, model: String, isAdapted: Bool, seed: UInt64,
        folders: (_ name: String, _ isOfAll: Bool) -> [String]
    ) throws(InvalidDocument) -> TrainingDocument {
        try TrainingDocument(
            DocumentSource(
                value: .object(trainingJSON(step, model: model, seed: seed, folders: folders)),
                path: source.path),
            isAdapted: { _ in isAdapted })
    }

    /// The same as a document that can be run by itself.
    public func trainingJSON(
        _ step: RoundStep, model: String, seed: UInt64,
        folders: (_ name: String, _ isOfAll: Bool) -> [String]
    ) -> JSONObject {
        var document: JSONObject = [
            "schemaVersion": .integer(TrainingDocument.schemaVersion),
            "name": .string("\(name), \(step.name)"), "seed": .integer(Int(seed)),
            "model": .string(model),
        ]
        for (key, value) in training.pairs { document[key] = value }
        document["steps"] = .array([.object(step.values(folders: folders))])
        return document
    }

    // MARK: Keys

    private static let version = Setting.required(
        "schemaVersion", .integer(1...1), "The version of the document's form.")
    private static let nameKey = Setting.optional("name", .text, "The rounds' name.")
    private static let seedKey = Setting(
        "seed", .integer(0...), default: 340,
        "The number from which all randomness derives; it grows by one with each round.")
    private static let modelKey = Setting.required(
        "model", .text,
        "The model that the first round begins with: a registered name, hf:owner/repo, a .gguf file "
            + "or a folder.")
    private static let outputKey = Setting.optional(
        "output", .path, "The folder of data, trainings, evaluations and state.")
    private static let roundsKey = Setting(
        "rounds", .integer(1...1_000), default: 1, "How many rounds there are.")
    private static let dataKey = Setting.required(
        "data", .named(.object(RoundData.settings)), "What each round makes, by name, in order.")
    private static let stepsKey = Setting.required(
        "steps", .list(.any),
        "The training steps of a round, as in training documents; \"data\" names what is learnt "
            + "from. Each begins with what the one before left, and preferences refer to that.")
    private static let evaluateKey = Setting(
        "evaluate", .list(.file), default: [],
        "Evaluation documents: of the first model, and after every step.")
    private static let judgeKey = Setting.optional(
        "judge", .text, "The model that grades, in evaluations that need a judge.")
    private static let acceptKey = Setting.optional(
        "accept", .named(.text),
        "What a round's model must reach, against the model that the round began with, to be the "
            + "next round's: \"NAME\" or \"NAME/FIGURE\" to \"+2\" or \"-0.5\" (points or units) or "
            + "\"+3 %\".")
    private static let trainingKeys = ["adapter", "recipe", "arithmetic", "recompute"]
    private static let passedKeys = trainingKeys.map {
        Setting.optional($0, .any, "As in training documents, for every step.")
    }

    private static let kind = StageKind(
        name: "rounds", summary: "Rounds of data, training and evaluation.",
        settings: [
            Setting.optional("$schema", .text, "The schema's path, for editors."), version, nameKey,
            seedKey, modelKey, outputKey, roundsKey, dataKey, stepsKey, evaluateKey, judgeKey,
            acceptKey,
        ] + passedKeys, takesInput: false, looksIntoRecords: false
    ) { _ in nil }

    /// The JSON Schema of documents of rounds, for completion and checks in editors.
    public static var schema: JSON {
        var schema = SettingsCheck.schema(of: kind, hasType: false).object ?? [:]
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "synthgen rounds"
        return .object(schema)
    }
}

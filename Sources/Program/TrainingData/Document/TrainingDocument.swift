public import Dataflow
import Formatting
public import Foundation
public import JSON
public import Training

/// A training as a document says it: a model, its adapters, and steps one after the other.
public struct TrainingDocument: Sendable {
    /// The version of the document's form.
    public static let schemaVersion = 1

    /// The training's name.
    public var name: String
    /// What it is for.
    public var description: String?
    /// Decides the order of examples, the rows of shares, and new adapters.
    public var seed: UInt64
    /// The model that is trained.
    public var model: String
    /// The folder of the trained model.
    public var output: URL?
    /// The adapters that are trained; nil to train all weights.
    public var adapter: AdapterSettings?
    /// A folder of adapters to begin with.
    public var adapterFolder: URL?
    /// A reward head to begin with; nil for zeros.
    public var head: URL?
    /// How matrices are multiplied: "float32" or "bf16"; nil for float32.
    public var arithmetic: String?
    /// Whether layers are computed a second time in the backward pass: less memory, the same bits.
    public var recomputes: Bool
    /// How AdamW's moments are kept.
    public var moments: MomentFormat
    /// The steps, in order; of rounds, each round.
    public var steps: [TrainingStep]

    /// A training of a command's options.
    public init(
        name: String, seed: UInt64, model: String, output: URL?, adapter: AdapterSettings?,
        adapterFolder: URL?, head: URL?, arithmetic: String?,
        recomputes: Bool = false, moments: MomentFormat = .float32, steps: [TrainingStep]
    ) {
        (self.name, self.seed, self.model, self.output) = (name, seed, model, output)
        (self.adapter, self.adapterFolder, self.head) = (adapter, adapterFolder, head)
        (self.arithmetic, self.recomputes, self.moments) = (arithmetic, recomputes, moments)
        self.steps = Self.rounds(steps)
    }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - model: Trained instead of the document's.
    ///   - isAdapted: Whether a model's source names an adapter, which is then trained further.
    /// - Throws: `InvalidDocument` with all of its problems.
    public init(
        path: String, model: String? = nil, isAdapted: (String) -> Bool = { _ in false }
    ) throws(InvalidDocument) {
        try self.init(DocumentSource.read(path), model: model, isAdapted: isAdapted)
    }

    /// Whether a document is of a training and not of a pipeline: it has steps and no stages.
    package static func isTraining(_ source: DocumentSource) -> Bool {
        source.value["steps"] != nil && source.value["stages"] == nil
    }

    private static func rounds(_ steps: [TrainingStep]) -> [TrainingStep] {
        steps.flatMap { step -> [TrainingStep] in
            var once = step
            once.rounds = 1
            return Array(repeating: once, count: step.rounds)
        }
    }

    // MARK: Keys

    private static let version = Setting.required(
        "schemaVersion", .integer(1...1), "The version of the document's form.")
    private static let nameKey = Setting.optional("name", .text, "The training's name.")
    private static let seedKey = Setting(
        "seed", .integer(0...), default: 340,
        "The number from which all randomness derives: orders, shares, new adapters.")
    private static let modelKey = Setting.required(
        "model", .text,
        "The model to train: a registered name, hf:owner/repo, a .gguf file or a folder.")
    private static let outputKey = Setting.optional(
        "output", .path, "The folder of the trained model.")
    private static let headKey = Setting.optional(
        "head", .file, "The safetensors file of a reward head to begin with; zeros, if not given.")
    private static let recipeKey = Setting(
        "recipe", .choice(TrainingRecipe.self), default: .small,
        "Where defaults come from that depend on size: \"small\" suits small models, \"report\" has the "
            + "report's batches, learning rates and beta.")
    private enum Arithmetic: String, CaseIterable, Sendable { case float32, bf16 }
    private static let arithmeticKey = Setting.optional(
        "arithmetic", .choice(Arithmetic.self),
        "How matrices are multiplied; float32, if not given.")
    private static let recomputeKey = Setting(
        "recompute", .bool, default: false,
        "Computes each layer a second time in the backward pass instead of keeping it: less memory, "
            + "a third more time. Changes no bit.")
    private static let momentsKey = Setting(
        "moments", .choice(MomentFormat.self), default: .float32,
        "How AdamW's moments of matrices are kept: float32, or \"8bit\" in blocks of 256, which takes a "
            + "quarter of their memory.")
    private static let rank = Setting(
        "rank", .integer(1...4_096), default: 16, "Rows of A, columns of B.")
    private static let alpha = Setting.optional(
        "alpha", .number(0...65_536), "Adapters are scaled by alpha / rank; 2 * rank, if not given."
    )
    private static let targets = Setting.optional(
        "targets", .list(.text),
        "The matrices with adapters, such as \"q_proj\"; all linear layers but the head, if not given."
    )
    private static let from = Setting.optional(
        "from", .file, "A folder of adapters in PEFT's form to begin with, of this rank.")
    private static let adapterKey = Setting.optional(
        "adapter", .object([rank, alpha, targets, from]),
        "Trains low-rank adapters (LoRA) instead of all weights.")
    private static let stepsKey = Setting.required(
        "steps", .list(.any),
        "The steps, one after the other; each begins with what the one before left.")

    private static let kind = StageKind(
        name: "training", summary: "A training.",
        settings: [
            Setting.optional("$schema", .text, "The schema's path, for editors."), version, nameKey,
            seedKey, modelKey, outputKey, adapterKey, headKey, recipeKey, arithmeticKey,
            recomputeKey, momentsKey, stepsKey,
        ], takesInput: false, looksIntoRecords: false
    ) { _ in nil }

    // MARK: Reading

    package init(
        _ source: DocumentSource, model given: String? = nil, isAdapted: (String) -> Bool
    ) throws(InvalidDocument) {
        var check = SettingsCheck(source)
        guard let object = source.value.object else {
            check.report(
                "document.type", at: "", "a training must be an object, found \(source.value.kind)")
            throw InvalidDocument(check.problems)
        }
        let values = check.values(
            of: object, as: Self.kind, at: "", subject: "", form: "A training document")
        guard check.problems.isEmpty || object["steps"]?.array != nil else {
            throw InvalidDocument(check.problems)
        }
        let adapter = values[Self.adapterKey]
        // A document without a model has a problem already.
        let named = given ?? object[Self.modelKey.name]?.string ?? ""
        let context = StepSettings.Context(
            seed: UInt64(values[Self.seedKey]), recipe: values[Self.recipeKey],
            hasAdapter: adapter != nil || isAdapted(named), resolve: source.resolve)
        let steps = Self.steps(object["steps"]?.array ?? [], context, &check)
        guard check.problems.isEmpty else { throw InvalidDocument(check.problems) }
        name =
            values[Self.nameKey]
            ?? source.url.deletingPathExtension().lastPathComponent
        description = object["description"]?.string
        seed = context.seed
        model = given ?? values[Self.modelKey]
        output = values[Self.outputKey].map(source.resolve)
        self.adapter = adapter.map { adapter in
            AdapterSettings(
                rank: adapter[Self.rank],
                alpha: adapter[Self.alpha] ?? Double(2 * adapter[Self.rank]),
                targets: adapter[Self.targets])
        }
        adapterFolder = adapter?[Self.from].map(source.resolve)
        head = values[Self.headKey].map(source.resolve)
        arithmetic = values[Self.arithmeticKey]?.rawValue
        recomputes = values[Self.recomputeKey]
        moments = values[Self.momentsKey]
        self.steps = Self.rounds(steps)
    }

    private static func steps(
        _ listed: [JSON], _ context: StepSettings.Context, _ check: inout SettingsCheck
    ) -> [TrainingStep] {
        if listed.isEmpty {
            check.report(
                "training.noSteps", at: "/steps", "\"steps\" is empty",
                help: "add a step, such as {\"type\": \"sft\", \"dataset\": \"rows.jsonl\"}")
        }
        return listed.enumerated().compactMap { index, value in
            let pointer = "/steps/\(index)"
            guard let object = value.object else {
                check.report(
                    "training.step", at: pointer,
                    "step \(index + 1) must be an object, found \(value.kind)")
                return nil
            }
            let types = StepSettings.kinds.map(\.name)
            guard let type = object["type"]?.string,
                let kind = StepSettings.kinds.first(where: { $0.name == type })
            else {
                let found = object["type"]?.string
                check.report(
                    "training.unknownType", at: object["type"] == nil ? pointer : pointer + "/type",
                    found.map { "step \(index + 1): no type of step named '\($0)'" }
                        ?? "step \(index + 1): \"type\" is missing",
                    details: ["Types are \(types.joined(separator: ", "))."],
                    help: found.map { suggestion(for: $0, among: types) })
                return nil
            }
            return Self.step(object, kind, index, context, &check)
        }
    }

    private static func step(
        _ object: JSONObject, _ kind: StageKind, _ index: Int, _ context: StepSettings.Context,
        _ check: inout SettingsCheck
    ) -> TrainingStep? {
        let pointer = "/steps/\(index)"
        let subject = "step \(index + 1) (\(kind.name))"
        let before = check.problems.count
        let values = check.values(
            of: object, as: kind, at: pointer, subject: subject,
            form: "A step of type \"\(kind.name)\"")
        guard check.problems.count == before else { return nil }
        for problem in StepSettings.problems(of: kind.name, values) {
            check.report(
                "training.\(problem.key)", at: "\(pointer)/\(problem.key)",
                "\(subject): \(problem.message)", help: problem.help)
        }
        guard check.problems.count == before else { return nil }
        var step = StepSettings.step(kind.name, values, context)
        step.description = object["description"]?.string
        return step
    }

    // MARK: Schema

    /// The JSON Schema of training documents, for completion and checks in editors.
    public static var schema: JSON {
        var schema = SettingsCheck.schema(of: kind, hasType: false).object ?? [:]
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = "synthgen training"
        var properties = schema["properties"]?.object ?? [:]
        properties["steps"] = [
            "type": "array", "minItems": 1,
            "description": .string(stepsKey.summary),
            "items": [
                "oneOf": .array(
                    StepSettings.kinds.map { SettingsCheck.schema(of: $0, hasType: true) })
            ],
        ]
        schema["properties"] = .object(properties)
        return .object(schema)
    }
}

import ArgumentParser
import Chat
import Dataflow
import Foundation
import Hub
import JSON
import Training
import TrainingData

/// What every training by options takes.
struct TrainingOptions: ParsableArguments {
    @OptionGroup(title: "Rows") var rows: TrainingRowOptions
    @OptionGroup(title: "Model") var model: TrainingModelOptions
    @OptionGroup(title: "Optimizer") var optimizer: OptimizerOptions
    @OptionGroup(title: "Watching") var watching: TrainingWatchOptions

    /// Trains one step of a type.
    ///
    /// - Parameter keys: The keys of the type alone; nil for those that are not given.
    func train(_ type: String, _ keys: [String: JSON?], head: String? = nil) async throws {
        let document = try document(type, keys, head: head)
        try await TrainingSession(
            document,
            watching.settings(
                threads: model.threads, device: model.device, gpus: model.gpus, model.type)
        )
        .run()
    }

    /// The training that the options describe.
    func document(
        _ type: String, _ keys: [String: JSON?], head: String? = nil
    ) throws -> TrainingDocument {
        guard let kind = StepSettings.kinds.first(where: { $0.name == type }) else {
            preconditionFailure("no type \(type)")
        }
        let given =
            (rows.keys + optimizer.keys
            + keys.map { ($0.key, $0.value) }.sorted {
                $0.0 < $1.0
            }).compactMap { name, value in value.map { (name, $0) } }
        var check = SettingsCheck(DocumentSource(value: [:], path: "train \(type)"))
        let values = check.values(
            of: JSONObject(given), as: kind, at: "", subject: "", form: "`train \(type)`",
            isGiven: true)
        var problems = check.problems.map { "\($0)" }
        if problems.isEmpty {
            problems = StepSettings.problems(of: type, values).map {
                "train \(type): \($0.message)\n  help: \($0.help)"
            }
        }
        guard problems.isEmpty else {
            let names = kind.settings.map(\.name)
            throw ValidationError(
                problems.map { Self.flags(in: $0, names) }.joined(separator: "\n"))
        }
        let step = StepSettings.step(
            type, values,
            StepSettings.Context(
                seed: optimizer.seed, recipe: try recipe,
                hasAdapter: model.trainsAdapter || AdaptedSource(model.model) != nil,
                resolve: { URL(filePath: NSString(string: $0).expandingTildeInPath) }))
        return TrainingDocument(
            name: "train \(type)", seed: optimizer.seed, model: model.model,
            output: model.output.map { URL(filePath: $0) }, adapter: model.adapterSettings,
            adapterFolder: model.adapter.map { URL(filePath: $0) },
            head: head.map { URL(filePath: $0) }, arithmetic: model.arithmetic?.rawValue,
            recomputes: model.recompute, moments: model.moments.format, steps: [step])
    }

    private var recipe: TrainingRecipe {
        get throws {
            guard let recipe = TrainingRecipe(rawValue: optimizer.recipe) else {
                throw ValidationError(
                    "--recipe must be small or report, found '\(optimizer.recipe)'")
            }
            return recipe
        }
    }

    /// A message about keys, with the options in their place.
    private static func flags(in message: String, _ names: [String]) -> String {
        names.reduce(message) { message, name in
            message.replacing("\"\(name)\"", with: "--" + kebab(name))
        }
    }

    static func kebab(_ name: String) -> String {
        name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}

/// The rows that are learnt from.
struct TrainingRowOptions: ParsableArguments {
    @Option(
        name: .customLong("dataset"),
        help: ArgumentHelp(
            "A dataset's folder, a file, or - for JSON Lines on standard input. May be given "
                + "several times.",
            valueName: "path"))
    var datasets: [String]

    @Option(help: "The part of a dataset's folder; train, if it has parts.")
    var part: String?

    @Option(
        help: ArgumentHelp(
            "How much of the rows is taken: 0.02 is every fiftieth.", valueName: "number"))
    var share: Double?

    @Option(
        help: ArgumentHelp("Read no more rows than this, from the beginning.", valueName: "count"))
    var limit: Int?

    @Option(
        name: .customLong("held-out"),
        help: ArgumentHelp(
            "The share of the examples that is evaluated before, during and after the training and "
                + "never trained, prompt by prompt: 0.05 is every twentieth. None, if not given.",
            valueName: "share"))
    var heldOut: Double?

    @Option(
        name: .customLong("held-out-dataset"),
        help: ArgumentHelp(
            "Rows to evaluate instead of a share; of a folder with parts, test, validation or "
                + "train. May be given several times.",
            valueName: "path"))
    var heldOutDatasets: [String] = []

    @Option(
        name: .customLong("held-out-part"),
        help: ArgumentHelp(
            "The part to evaluate, of --held-out-dataset or of --dataset, such as test.",
            valueName: "part"))
    var heldOutPart: String?

    @Option(
        name: .customLong("evaluate-every"),
        help: ArgumentHelp(
            "Steps between evaluations; a tenth of all, if not given.", valueName: "count"))
    var evaluateEvery: Int?

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp("Most tokens of an example; 2048.", valueName: "count"))
    var maxTokens: Int?

    @Option(
        name: [.customLong("too-long"), .customLong("overlong")],
        help: ArgumentHelp(
            "What becomes of longer rows: reject (the default: they are counted), trimPrompt "
                + "(the oldest turns go), or truncate (the first tokens stay).",
            valueName: "what"))
    var tooLong: String?

    var keys: [(String, JSON?)] {
        [
            ("dataset", .array(datasets.map(JSON.string))), ("part", part.map(JSON.string)),
            ("share", share.map(JSON.double)), ("limit", limit.map(JSON.integer)),
            ("heldOut", heldOut.map(JSON.double)),
            (
                "heldOutDataset",
                heldOutDatasets.isEmpty ? nil : .array(heldOutDatasets.map(JSON.string))
            ),
            ("heldOutPart", heldOutPart.map(JSON.string)),
            ("evaluateEvery", evaluateEvery.map(JSON.integer)),
            ("maxTokens", maxTokens.map(JSON.integer)), ("tooLong", tooLong.map(JSON.string)),
        ]
    }
}

/// The model that is trained, and how it is written.
struct TrainingModelOptions: ParsableArguments {
    enum Arithmetic: String, ExpressibleByArgument, CaseIterable { case float32, bf16 }
    enum Moments: String, ExpressibleByArgument, CaseIterable {
        case float32
        case eightBit = "8bit"

        var format: MomentFormat { self == .eightBit ? .eightBit : .float32 }
    }

    @Option(help: "The model to train.")
    var model = "smollm2-135m-instruct"

    @Option(
        help: ArgumentHelp(
            "The folder of the trained model, or of its adapter.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @Flag(help: "Train low-rank adapters (LoRA) of rank 16 instead of all weights.")
    var lora = false

    @Option(help: ArgumentHelp("The adapters' rank; implies --lora.", valueName: "count"))
    var rank: Int?

    @Option(
        help: ArgumentHelp("Adapters are scaled by alpha / rank; 2 * rank.", valueName: "number"))
    var alpha: Double?

    @Option(
        help: ArgumentHelp(
            "The matrices with adapters, separated by commas, such as q_proj,v_proj; all linear "
                + "layers but the head.",
            valueName: "names"))
    var targets: String?

    @Option(
        help: ArgumentHelp(
            "Adapters in PEFT's form to begin with, with their rank and alpha.",
            valueName: "folder"),
        completion: .directory)
    var adapter: String?

    @Option(help: "How matrices are multiplied.")
    var arithmetic: Arithmetic?

    @Option(
        help: """
            How AdamW's moments of matrices are kept: float32, or 8bit in blocks of 256, which takes \
            a quarter of their memory.
            """)
    var moments = Moments.float32

    @Flag(
        help: """
            Compute each layer a second time in the backward pass instead of keeping it: less \
            memory, a third more time. Changes no bit.
            """)
    var recompute = false

    @Option(
        help: """
            How the trained weights are stored: f32, bf16 or f16. f32, if not given: small steps \
            would be lost in fewer bits.
            """)
    var type = WrittenType.f32

    @Option(help: ArgumentHelp("Worker threads; one per core, if not given.", valueName: "count"))
    var threads: Int?

    @Option(
        help: "What trains: cpu, cuda or cuda:1. Weights have other last digits on a GPU.")
    var device = DeviceChoice.cpu

    @Option(
        help: ArgumentHelp(
            "GPUs that train side by side, --device and those after it; more than one need NCCL. "
                + "Weights have other last digits for each number.",
            valueName: "count"))
    var gpus = 1

    var trainsAdapter: Bool { lora || rank != nil || adapter != nil }

    var adapterSettings: AdapterSettings? {
        guard trainsAdapter else { return nil }
        let rank = rank ?? 16
        return AdapterSettings(
            rank: rank, alpha: alpha ?? Double(2 * rank),
            targets: targets.map { $0.split(separator: ",").map(String.init) })
    }

    func validate() throws {
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
        }
        if let rank, !(1...4_096).contains(rank) {
            throw ValidationError("--rank must be from 1 to 4096, found \(rank)")
        }
        try type.checkFloats()
        try TrainingDevices.check(gpus, device)
        if !trainsAdapter, alpha != nil || targets != nil {
            throw ValidationError("--alpha and --targets are of adapters: add --lora")
        }
    }
}

/// How the weights are moved.
struct OptimizerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Passes over the examples; 1.", valueName: "count"))
    var epochs: Double?

    @Option(help: ArgumentHelp("Optimizer steps, instead of --epochs.", valueName: "count"))
    var steps: Int?

    @Option(help: ArgumentHelp("Examples of a step; by --recipe, 8.", valueName: "count"))
    var batch: Int?

    @Option(
        name: .customLong("learning-rate"),
        help: ArgumentHelp(
            "By --recipe small: 1e-5, of pairs 5e-6; of adapters 2e-4, of pairs 5e-5.",
            valueName: "number"))
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            "After the warm-up: constant (the report's), linear or cosine.", valueName: "shape"))
    var schedule: String?

    @Option(
        help: ArgumentHelp(
            "Steps until the learning rate is reached; the first has 0. 0, if not given.",
            valueName: "count"))
    var warmup: Int?

    @Option(
        help: ArgumentHelp(
            "The order of the examples: shuffled by (seed, epoch), or file.", valueName: "order"))
    var order: String?

    @Option(help: "Decides orders, shares and new adapters.")
    var seed: UInt64 = 340

    @Option(
        help: """
            Where defaults come from that depend on size: small models, or the report (batches of \
            128 and 256, small learning rates).
            """)
    var recipe = "small"

    @Option(help: ArgumentHelp("AdamW's first beta; 0.9.", valueName: "number"))
    var beta1: Double?

    @Option(help: ArgumentHelp("AdamW's second beta; 0.95.", valueName: "number"))
    var beta2: Double?

    @Option(help: ArgumentHelp("AdamW's epsilon; 1e-8.", valueName: "number"))
    var epsilon: Double?

    @Option(
        name: .customLong("weight-decay"),
        help: ArgumentHelp("Decay of matrices; 0.1.", valueName: "number"))
    var weightDecay: Double?

    @Option(
        help: ArgumentHelp(
            "Largest norm of the gradients; 1. 0 clips nothing.", valueName: "number"))
    var clip: Double?

    @Option(
        name: .customLong("micro-batch"),
        help: ArgumentHelp(
            "Most examples computed together; changes no bit.", valueName: "count"))
    var microBatch: Int?

    @Option(
        name: .customLong("micro-tokens"),
        help: ArgumentHelp(
            "Most tokens computed together; 1024. Changes no bit.", valueName: "count"))
    var microTokens: Int?

    var keys: [(String, JSON?)] {
        [
            ("epochs", epochs.map(JSON.double)), ("steps", steps.map(JSON.integer)),
            ("batch", batch.map(JSON.integer)), ("learningRate", learningRate.map(JSON.double)),
            ("schedule", schedule.map(JSON.string)), ("warmup", warmup.map(JSON.integer)),
            ("order", order.map(JSON.string)), ("beta1", beta1.map(JSON.double)),
            ("beta2", beta2.map(JSON.double)), ("epsilon", epsilon.map(JSON.double)),
            ("weightDecay", weightDecay.map(JSON.double)), ("clip", clip.map(JSON.double)),
            ("microBatch", microBatch.map(JSON.integer)),
            ("microTokens", microTokens.map(JSON.integer)),
        ]
    }
}

/// What the losses of pairs have in common.
struct PairOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How strictly the model is held to its reference; 0.1.", valueName: "number"))
    var beta: Double?

    @Option(
        name: .customLong("sft-weight"),
        help: ArgumentHelp(
            "Weight of the SFT loss on chosen answers; of dpo 0.0001, of rpo 0.00001.",
            valueName: "number"))
    var sftWeight: Double?

    @Option(
        name: .customLong("sft-reduction"),
        help: ArgumentHelp(
            "What that loss averages: tokens, sequences or sequenceMeans.", valueName: "what"))
    var sftReduction: String?

    @Option(
        name: .customLong("min-chosen"),
        help: ArgumentHelp(
            "Least reward of a chosen answer; other pairs are rejected.", valueName: "number"))
    var minChosen: Double?

    @Option(
        name: .customLong("reward-weight"),
        help: ArgumentHelp(
            "What an attribute counts in a reward, instead of the report's weights. May be given "
                + "several times.",
            valueName: "name=number"))
    var weights: [String] = []

    func validate() throws { _ = try Self.weights(weights) }

    var keys: [String: JSON?] {
        [
            "beta": beta.map(JSON.double), "sftWeight": sftWeight.map(JSON.double),
            "sftReduction": sftReduction.map(JSON.string), "minChosen": minChosen.map(JSON.double),
            "rewardWeights": try? Self.weights(weights),
        ]
    }

    /// `name=number` as an object; nil if there is none.
    static func weights(_ given: [String]) throws -> JSON? {
        guard !given.isEmpty else { return nil }
        var weights = JSONObject()
        for entry in given {
            let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let number = Double(parts[1]), number.isFinite else {
                throw ValidationError("--reward-weight takes NAME=NUMBER, found '\(entry)'")
            }
            weights[parts[0]] = .double(number)
        }
        return .object(weights)
    }
}

/// What a training shows and keeps of itself.
struct TrainingWatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Print so many examples with what is learnt of them between « and », and train "
                + "nothing.",
            valueName: "count"))
    var show: Int?

    @Option(
        help: ArgumentHelp(
            "A line of JSON for each step into another file too, - for standard output.",
            valueName: "file"),
        completion: .file())
    var log: String?

    @Option(
        help: ArgumentHelp("A folder for TensorBoard's event files.", valueName: "folder"),
        completion: .directory)
    var tensorboard: String?

    @Option(
        name: .customLong("save-every"),
        help: ArgumentHelp(
            "Steps between states from which a killed training goes on; 50, and five minutes.",
            valueName: "count"))
    var saveEvery = 50

    @Option(
        help: ArgumentHelp(
            "Prompts, held-out ones if there are any, that the model answers before and after, "
                + "into samples.json: some seconds of a small model; 0 for none.",
            valueName: "count"))
    var samples = 3

    func validate() throws {
        guard (0...100).contains(samples) else {
            throw ValidationError("--samples must be from 0 to 100, found \(samples)")
        }
        guard saveEvery >= 1 else {
            throw ValidationError("--save-every must be at least 1, found \(saveEvery)")
        }
        if let show, show < 1 { throw ValidationError("--show must be at least 1, found \(show)") }
    }

    func settings(
        threads: Int?, device: DeviceChoice, gpus: Int, _ type: WrittenType
    ) -> TrainingSession.Settings {
        TrainingSession.Settings(
            threads: threads, device: device, gpus: gpus, type: type.elementType, show: show,
            log: log, tensorBoard: tensorboard.map { URL(filePath: $0) }, saveEvery: saveEvery,
            samples: samples)
    }
}

extension WrittenType {
    /// Checks that it is one that trained weights are stored in.
    func checkFloats() throws {
        guard !isQuantised else {
            throw ValidationError("--type must be f32, bf16 or f16, found \(rawValue)")
        }
    }
}

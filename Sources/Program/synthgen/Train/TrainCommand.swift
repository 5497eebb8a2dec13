import ArgumentParser
import Chat
import Dataflow
import Foundation
import Hub
import JSON
import Models
import TrainingData

struct TrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Trains models on datasets.",
        discussion: """
              synthgen train sft --dataset Datasets/general --output Models/mine
              synthgen train dpo --dataset Datasets/preference --output Models/mine
              synthgen train run Pipelines/training/report.json

            Rows are told by their columns: "messages", "conversations" (ShareGPT), "prompt" \
            with "completion" or "response", "instruction" with "output" (Alpaca), "prompt" with \
            "chosen" and "rejected", whole conversations in "chosen" and "rejected", HelpSteer2's \
            labels, "text". Texts are turns of the model's own chat template.
            """,
        subcommands: [
            SFTCommand.self, DPOCommand.self, RPOCommand.self, RewardTraining.self,
            TrainRunCommand.self,
        ])
}

struct SFTCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sft",
        abstract: "Fine-tunes a model on the answers of conversations.",
        usage: "synthgen train sft [<options>] --dataset <path> --output <folder>",
        discussion: """
            Every token of every answer is learnt, and the token that ends it. From the report: \
            the constant learning rate, and with --recipe report 3e-7 and batches of 128.

              synthgen train sft --dataset Datasets/general --output Models/mine
              synthgen train sft --dataset rows.jsonl --show 3
              synthgen train sft --lora --dataset rows.jsonl --output Models/adapter
            """)

    @Option(
        help: """
            The answers that are learnt: all, last, or chosen (without "train": false or \
            "weight": 0).
            """)
    var turns: String?

    @OptionGroup var options: TrainingOptions

    func run() async throws {
        try await options.train("sft", ["turns": turns.map(JSON.string)])
    }
}

struct DPOCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dpo",
        abstract: "Trains a model to prefer chosen answers to rejected ones.",
        usage: "synthgen train dpo [<options>] --dataset <path> --output <folder>",
        discussion: """
            Direct preference optimization (Rafailov et al. 2023), with an SFT loss on the chosen \
            answers. From the report: that loss, one epoch, the constant learning rate, and with \
            --recipe report 1e-7, batches of 256 and a beta of 0.001.

              synthgen train dpo --dataset Datasets/preference --output Models/mine
            """)

    @Option(help: "The loss: sigmoid (DPO's) or ipo.")
    var loss: String?

    @OptionGroup var pairs: PairOptions

    @Option(
        name: .customLong("label-smoothing"),
        help: ArgumentHelp("How often pairs are labelled the wrong way round.", valueName: "share"))
    var labelSmoothing: Double?

    @OptionGroup var options: TrainingOptions

    func run() async throws {
        var keys = pairs.keys
        keys["loss"] = loss.map(JSON.string)
        keys["labelSmoothing"] = labelSmoothing.map(JSON.double)
        try await options.train("dpo", keys)
    }
}

struct RPOCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpo",
        abstract: "Trains a model to prefer answers as much as their rewards differ.",
        usage: "synthgen train rpo [<options>] --dataset <path> --output <folder>",
        discussion: """
            Reward-aware preference optimization (Nemotron-4 340B, section 3.3.2), not the \
            regularised one that has the same letters. Rows need rewards: "chosen_attributes" and \
            "rejected_attributes", or one number each. From the report: the distance bwd_kl, eta 1, \
            the SFT weight 0.00001, and with --recipe report the learning rate 3e-7.

              synthgen train rpo --dataset Datasets/preference --output Models/mine
            """)

    @Option(help: "The distance: bwd_kl (the report's), fwd_kl or sq.")
    var loss: String?

    @Option(help: ArgumentHelp("Factor of the difference of rewards; 1.", valueName: "factor"))
    var eta: Double?

    @OptionGroup var pairs: PairOptions

    @OptionGroup var options: TrainingOptions

    func run() async throws {
        var keys = pairs.keys
        keys["loss"] = loss.map(JSON.string)
        keys["eta"] = eta.map(JSON.double)
        try await options.train("rpo", keys)
    }
}

struct RewardTraining: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reward",
        abstract: "Trains a reward model on labelled answers or on pairs.",
        usage: "synthgen train reward [<options>] --dataset <path> --output <path>",
        discussion: """
            The method regression fits head and body to the labels that are there, pairs to \
            chosen and rejected answers (Bradley-Terry). The method ridge fits a head alone, in \
            closed form, on the states of the model as it is: a fifth of the prompts is held out, \
            each --dataset is left out once to see how the others do on it, and --output is the \
            head's safetensors file.

              synthgen train reward --dataset rows.jsonl --output Models/reward
              synthgen train reward --method ridge --dataset rows.jsonl
            """)

    enum Method: String, ExpressibleByArgument, CaseIterable { case regression, pairs, ridge }

    enum Reading: String, ExpressibleByArgument, CaseIterable {
        case end, answer, both

        var ofHead: RewardHead.Reading {
            switch self {
            case .end: .endOfTurn
            case .answer: .answer
            case .both: .answerAndEnd
            }
        }
    }

    @Option(help: "How the model is fitted.")
    var method = Method.regression

    @Option(
        help: ArgumentHelp(
            "A reward head to begin with; zeros, if not given.", valueName: "file"),
        completion: .file())
    var head: String?

    @Option(
        help: ArgumentHelp(
            "The labels, separated by commas; HelpSteer2's five, if not given.",
            valueName: "names"))
    var attributes: String?

    @Option(
        help: ArgumentHelp(
            "What the head reads of the final norm's output: end, its value at the end of the turn; "
                + "answer, its mean over the answer; or both, with ridge alone. If not given, ridge takes "
                + "both; regression and pairs take what --head reads, or else end, as the report's "
                + "reward model.",
            valueName: "what"))
    var reading: Reading?

    @Option(
        name: .customLong("reward-weight"),
        help: ArgumentHelp(
            "What an attribute counts with --method pairs. May be given several times.",
            valueName: "name=number"))
    var weights: [String] = []

    @Flag(help: "Print the evaluation of --method ridge as JSON.")
    var json = false

    @OptionGroup var options: TrainingOptions

    func run() async throws {
        guard method == .ridge else {
            try await options.train(
                "reward",
                [
                    "loss": .string(method.rawValue),
                    "attributes": attributes.map { names in
                        .array(names.split(separator: ",").map { .string(String($0)) })
                    },
                    "reading": reading.map { .string($0.rawValue) },
                    "rewardWeights": try PairOptions.weights(weights),
                ], head: head)
            return
        }
        try checkRidge()
        var models = try ModelOptions.standard
        models.threads = options.model.threads
        models.device = options.model.device
        try await RidgeTraining(
            datasets: options.rows.datasets, model: options.model.model,
            output: options.model.output ?? "reward-head.safetensors",
            reading: (reading ?? .both).ofHead, json: json, options: models
        ).run()
    }

    /// Refuses what a fit in closed form has no use for.
    private func checkRidge() throws {
        var given = (options.rows.keys + options.optimizer.keys)
            .compactMap { name, value in value == nil || name == "dataset" ? nil : name }
            .map { "--" + TrainingOptions.kebab($0) }
        if head != nil { given.append("--head") }
        if attributes != nil { given.append("--attributes") }
        if !weights.isEmpty { given.append("--reward-weight") }
        if options.model.trainsAdapter { given.append("--lora") }
        if options.model.gpus > 1 { given.append("--gpus") }
        if options.model.moments != .float32 { given.append("--moments") }
        guard given.isEmpty else {
            throw ValidationError(
                "--method ridge has no use for \(given.joined(separator: ", ")): it fits a head "
                    + "in closed form to all rows\n  help: leave them out, or take --method "
                    + "regression, which trains head and body")
        }
    }
}

struct TrainRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Does the steps of a training document one after the other.",
        usage: "synthgen train run <file> [<options>]",
        discussion: """
            `synthgen validate` checks a document, `synthgen schema --training` prints its schema. \
            A training that was stopped goes on from its last state.

              synthgen train run Pipelines/training/report.json --show 2
            """)

    @Argument(help: "The document.", completion: .file(extensions: ["json", "jsonc"]))
    var file: String

    @Option(help: "The model to train, instead of the document's.")
    var model: String?

    @Option(
        help: ArgumentHelp("The folder of the trained model.", valueName: "folder"),
        completion: .directory)
    var output: String?

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

    @Option(help: "How the trained weights are stored: f32, bf16 or f16.")
    var type = WrittenType.f32

    @Flag(help: "Less memory and a third more time, whatever the document says. Changes no bit.")
    var recompute = false

    @OptionGroup var watching: TrainingWatchOptions

    func validate() throws {
        try type.checkFloats()
        try TrainingDevices.check(gpus, device)
    }

    func run() async throws {
        var document = try TrainingDocument(
            path: file, model: model, isAdapted: { AdaptedSource($0) != nil })
        if let output { document.output = URL(filePath: output) }
        if recompute { document.recomputes = true }
        var settings = watching.settings(threads: threads, device: device, gpus: gpus, type)
        settings.documentText = try? String(contentsOfFile: file, encoding: .utf8)
        try await TrainingSession(document, settings).run()
    }
}

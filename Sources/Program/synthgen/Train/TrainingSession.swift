import Chat
import Checkpoints
import Compute
import Diagnostics
import Files
import Formatting
import Foundation
import Hashing
import Hub
import JSON
import Models
import Synchronization
import Terminal
import Training
import TrainingData

/// A training from its rows to the folder of the trained model.
///
/// What it needs to go on after a kill lies beside the output, in `OUTPUT.training`: for each step of
/// the document a state and a log. A step that is finished leaves its last state until the next one
/// has one.
final class TrainingSession {
    /// How this training is done and watched; nothing of it changes the weights.
    struct Settings {
        var threads: Int?
        var type: ElementType
        var show: Int?
        var log: String?
        var tensorBoard: URL?
        var saveEvery: Int
    }

    private let document: TrainingDocument
    private let settings: Settings

    init(_ document: TrainingDocument, _ settings: Settings) {
        (self.document, self.settings) = (document, settings)
    }

    func run() async throws {
        let loader = ModelLoader(options: try .standard)
        let model = try await loader.resolve(document.model)
        let chat = try loader.encoder(of: model)
        let examples = try read { try StepExamples($0, chat) }
        if let count = settings.show {
            let text = ExampleText(chat.tokenizer)
            for step in examples {
                print(step.texts(count, text).joined(separator: "\n\n"))
            }
            return
        }
        guard let output = document.output else {
            throw ProgramError.unreadable(
                path: document.name,
                problem: "no folder for the trained model\n"
                    + "  help: name one with --output")
        }
        try ModelFolder.check(output)
        try train(examples, model, into: output)
    }

    /// Reads the rows of all steps, those of equal steps once, and tells what that came to.
    private func read(_ body: (TrainingStep) throws -> StepExamples) throws -> [StepExamples] {
        var examples: [StepExamples] = []
        for (index, step) in document.steps.enumerated() {
            let equal = document.steps[..<index].firstIndex {
                $0.sources == step.sources && $0.examples == step.examples
                    && $0.objective == step.objective
            }
            if let equal {
                examples.append(examples[equal])
                continue
            }
            let read = try body(step)
            examples.append(read)
            printError((document.steps.count > 1 ? label(index) + ": " : "") + read.summary.text)
        }
        return examples
    }

    private func label(_ index: Int) -> String {
        let type = document.steps[index].type
        return document.steps.count == 1
            ? type : "step \(index + 1) of \(document.steps.count) (\(type))"
    }

    // MARK: Training

    private func train(_ examples: [StepExamples], _ source: ResolvedModel, into output: URL) throws
    {
        let loading = Activity("loading model '\(source.name)'")
        let decoder = try Decoder(url: source.url)
        let rows = zip(document.steps, examples).map { max($0.microTokens, $1.longest) }.max() ?? 0
        var document = document
        // A model with an adapter: that adapter is trained further.
        document.adapterFolder = document.adapterFolder ?? source.adapter
        let model = try TrainedModel(
            document, decoder: decoder, rows: rows, threads: settings.threads)
        loading.end()
        let work = output.appendingPathExtension("training")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        let begun = document.steps.indices.last { TrainingStateFolder(work, $0).isThere } ?? 0
        var identity = model.identity
        for (index, step) in document.steps.enumerated() {
            let run = StepRun(
                index: index, label: label(index), step: step, examples: examples[index],
                model: model, identity: identity, work: work, seed: document.seed,
                settings: settings)
            if index >= begun {
                try run.train(isResumed: index == begun && begun > 0)
                if index > 0 { TrainingStateFolder(work, index - 1).remove() }
            }
            identity = run.identityAfter
        }
        try write(model, source, into: output, work)
    }

    private func write(
        _ model: TrainedModel, _ source: ResolvedModel, into output: URL, _ work: URL
    ) throws {
        let writing = Activity("writing \(output.path)")
        defer { writing.end() }
        var files: [String: [UInt8]] = [:]
        for index in document.steps.indices {
            let log = StepRun.log(work, index)
            let name = document.steps.count == 1 ? "training.jsonl" : log.lastPathComponent
            if let bytes = try? FileReading.content(of: log) { files[name] = bytes }
        }
        if let share = try model.changedShare(as: settings.type) {
            printError("\(Format.percent(share)) of the weights have another value as stored")
        }
        try model.write(
            to: output, source: source.url, name: source.base ?? document.model,
            as: settings.type, files: files)
        try? FileManager.default.removeItem(at: work)
        print(output.path)
    }
}

/// Where the state of a step lies.
struct TrainingStateFolder {
    let url: URL

    init(_ work: URL, _ index: Int) { url = work.appending(path: "state-\(index + 1)") }

    /// Whether a state, or the one before it, is there.
    var isThere: Bool {
        [url, url.appendingPathExtension("old")].contains {
            FileManager.default.fileExists(atPath: $0.appending(path: "state.json").path)
        }
    }

    func remove() {
        for url in [url, url.appendingPathExtension("old"), url.appendingPathExtension("new")] {
            try? FileManager.default.removeItem(at: url)
        }
    }
}

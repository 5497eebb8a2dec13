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
        var device: DeviceChoice
        /// GPUs that train side by side, from `device` on.
        var gpus = 1
        var type: ElementType
        var show: Int?
        var log: String?
        var tensorBoard: URL?
        var saveEvery: Int
        /// Whether the output's path is printed.
        var printsOutput = true
        /// Prompts that the model answers before and after.
        var samples = 0
        /// The text of the document; nil for a training by options.
        var documentText: String?
        /// Whether the user wants the training to stop.
        var stop = TrainingStop()
    }

    private let document: TrainingDocument
    private let settings: Settings

    init(_ document: TrainingDocument, _ settings: Settings) {
        (self.document, self.settings) = (document, settings)
    }

    func run() async throws {
        // Before rows are read, which may take longer.
        let devices =
            settings.show == nil
            ? try TrainingDevices(settings.device, gpus: settings.gpus) : nil
        let loader = ModelLoader(options: try .standard)
        let model = try await loader.resolve(document.model)
        let chat = try loader.encoder(of: model)
        let rows = try read { try StepRows($0, chat) }
        guard let devices else {
            let text = ExampleText(chat.tokenizer)
            for step in rows {
                print(step.training.texts(settings.show ?? 0, text).joined(separator: "\n\n"))
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
        try train(rows, model, on: devices, into: output)
        await sample(rows, model, output)
    }

    /// Reads the rows of all steps, those of equal steps once, and tells what that came to.
    private func read(_ body: (TrainingStep) throws -> StepRows) throws -> [StepRows] {
        var rows: [StepRows] = []
        for (index, step) in document.steps.enumerated() {
            let equal = document.steps[..<index].firstIndex {
                $0.sources == step.sources && $0.examples == step.examples
                    && $0.objective == step.objective && $0.heldOut == step.heldOut
            }
            if let equal {
                rows.append(rows[equal])
                continue
            }
            let read = try body(step)
            rows.append(read)
            printError((document.steps.count > 1 ? label(index) + ": " : "") + read.text(step))
        }
        return rows
    }

    private func label(_ index: Int) -> String {
        let type = document.steps[index].type
        return document.steps.count == 1
            ? type : "step \(index + 1) of \(document.steps.count) (\(type))"
    }

    // MARK: Training

    /// Trains and writes the model; afterwards nothing of it is in memory.
    private func train(
        _ rows: [StepRows], _ source: ResolvedModel, on devices: TrainingDevices, into output: URL
    ) throws {
        let loading = Activity("loading model '\(source.name)'")
        let decoder = try Decoder(url: source.url)
        let capacity = zip(document.steps, rows).map { max($0.microTokens, $1.longest) }.max() ?? 0
        var document = document
        // A model with an adapter: that adapter is trained further.
        document.adapterFolder = document.adapterFolder ?? source.adapter
        // A GPU's own memory is looked at as it is asked for.
        if !devices.all[0].isGPU { try memoryCheck(document, decoder, rows).run() }
        let model = try TrainedModel(
            document, decoder: decoder, rows: capacity, devices: devices,
            threads: settings.threads)
        loading.end()
        // What an adapter's own folder says of it.
        document.adapter = model.adapter
        settings.stop.listen()
        let work = output.appendingPathExtension("training")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        var record = TrainingRecord(
            document: document, rows: rows, source: source, identity: decoder.fingerprint,
            type: settings.type.rawValue.lowercased(),
            command: TrainingRecord.command(Array(CommandLine.arguments.dropFirst()))
        ).json
        record["document"] = settings.documentText.map(JSON.string)
        try OutputFile.write(
            Self.bytes(record), to: work.appending(path: TrainingRecord.name).path)
        let saved = document.steps.indices.last { TrainingState.isThere(StepRun.state(work, $0)) }
        let begun = saved ?? 0
        let lines = try settings.log.map { try StepLines($0, isResumed: saved != nil) }
        var identity = model.identity
        for (index, step) in document.steps.enumerated() {
            let run = StepRun(
                index: index, label: label(index), step: step, rows: rows[index],
                model: model, identity: identity, work: work,
                isLast: index == document.steps.count - 1, lines: lines, seed: document.seed,
                settings: settings)
            if index >= begun {
                try run.train(isResumed: index == begun && begun > 0)
                // The last step leaves the model itself; until that is written, it can be done again.
                if index > 0, !run.isLast {
                    TrainingState.remove(StepRun.state(work, index - 1))
                }
            }
            identity = run.identityAfter
        }
        try write(model, source, record, into: output, work)
    }

    private func write(
        _ model: TrainedModel, _ source: ResolvedModel, _ record: JSONObject, into output: URL,
        _ work: URL
    ) throws {
        let writing = Activity("writing \(output.path)")
        defer { writing.end() }
        var files: [String: [UInt8]] = [:]
        for index in document.steps.indices {
            let log = StepRun.log(work, index)
            let name = document.steps.count == 1 ? "training.jsonl" : log.lastPathComponent
            if let bytes = try? FileReading.content(of: log) { files[name] = bytes }
        }
        var record = record
        let share = try model.changedShare(as: settings.type)
        if let share {
            printError("\(Format.percent(share)) of the weights have another value as stored")
            record["changed_share"] = .double(share)
        }
        files[TrainingRecord.name] = Self.bytes(record)
        files[ModelCard.name] = try card(record, share, output, work)
        try model.write(
            to: output, source: source.url, name: source.base ?? document.model,
            as: settings.type, files: files)
        try? FileManager.default.removeItem(at: work)
        if settings.printsOutput { print(output.path) }
    }

    private static func bytes(_ json: JSONObject) -> [UInt8] {
        Array((JSON.object(json).pretty() + "\n").utf8)
    }

    /// The model's card: a new one, or the one that somebody has put into the folder.
    private func card(
        _ record: JSONObject, _ share: Double?, _ output: URL, _ work: URL
    ) throws -> [UInt8] {
        if ModelCard.isForeign(in: output) {
            printError("\(ModelCard.name) is not this program's, and stays as it is")
            return try FileReading.content(of: output.appending(path: ModelCard.name))
        }
        let card = ModelCard(
            record: record,
            logs: document.steps.indices.map { TrainingLog.lines(of: StepRun.log(work, $0)) },
            changedShare: share, title: output.lastPathComponent)
        return Array(card.text.utf8)
    }

    // MARK: Samples

    /// What the training needs of this machine's memory.
    private func memoryCheck(
        _ document: TrainingDocument, _ decoder: Decoder, _ rows: [StepRows]
    ) -> MemoryCheck {
        MemoryCheck(
            decoder: decoder,
            // Adapters that are loaded are taken to be of the usual rank.
            adapter: document.adapter ?? document.adapterFolder.map { _ in AdapterSettings() },
            moments: document.moments,
            withoutHead: document.steps.allSatisfy { $0.type == "reward" },
            longest: rows.map(\.longest).max() ?? 0,
            microTokens: document.steps.map(\.microTokens).max() ?? 0,
            recomputing: document.recomputes,
            tasks: rows.contains { $0.heldOut != nil } ? 2 : 1)
    }

    /// Has prompts answered by both models; whatever fails there, the trained model is written.
    private func sample(_ rows: [StepRows], _ source: ResolvedModel, _ output: URL) async {
        guard document.steps.last?.type != "reward", let rows = rows.last, !settings.stop.isAsked
        else { return }
        let prompts = rows.samplePrompts(settings.samples)
        guard !prompts.isEmpty else { return }
        let adapter = document.adapterFolder ?? source.adapter
        let bare = source.adapter == nil ? document.model : source.url.path
        let isAdapter = document.adapter != nil || adapter != nil
        let samples = TrainingSamples(
            prompts: prompts, base: adapter.map { "\(bare)+\($0.path)" } ?? bare,
            trained: isAdapter ? "\(bare)+\(output.path)" : output.path,
            threads: settings.threads)
        do {
            let answers = try await samples.run()
            try ModelFolder.add(
                Array((answers.pretty() + "\n").utf8), named: TrainingSamples.name, to: output)
            printError(
                "\(Format.count(prompts.count, "prompt")) answered before and after: "
                    + "\(TrainingSamples.name); `synthgen report \(output.relativePath)` shows them"
            )
        } catch { printError("warning: no samples: \(error)") }
    }
}

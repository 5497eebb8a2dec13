import Dataflow
import Datasets
import Foundation
import Inference
import JSON
import Stages
import Terminal

/// One execution of a document: everything is put together here, run, and put away.
struct RunSession {
    let document: PipelineDocument
    let graph: Graph
    let shelf: ModelShelf
    let seed: UInt64
    let options: ModelOptions

    /// Checks a document with what the command line says instead.
    /// - Throws: `InvalidDocument` with all problems.
    init(path: String, overrides: RunOverrides, options: ModelOptions) throws {
        document = try PipelineDocument(path: path)
        shelf = ModelShelf()
        graph = try Graph(document, registry: .builtIn(models: shelf), overrides: overrides)
        seed = overrides.seed ?? document.seed
        self.options = options
    }

    /// The folder that is filled.
    var folder: URL { URL(filePath: graph.sink.folder) }

    /// Runs to the end. What was done stays, however it ends.
    func execute(reporter: RunReporter) async throws -> RunReport {
        let journal = try openJournal()
        let loader = try ModelLoader(options: options)
        let models = try await loadModels(with: loader)
        let writer = try DatasetWriter(
            folder: folder, description: description(models), host: hostFacts)
        reporter.noteOpened(writer)
        let start = ContinuousClock.now
        let outcome = await Result.catching { try await run(writer, journal, loader, reporter) }
        let seconds = (ContinuousClock.now - start).inSeconds
        let statistics = loader.statistics()
        return try close(
            writer, journal, outcome,
            figures: RunFigures(
                seconds: seconds, statistics: statistics, journal: journal.counters))
    }

    /// Opens the journal first of all: a folder that cannot be written to costs nothing then.
    private func openJournal() throws -> Journal {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ProgramError.unreadable(
                path: folder.path,
                problem: "the output folder cannot be made: \(error.localizedDescription)\n"
                    + "  help: choose another with --output")
        }
        return try Journal(url: folder.appending(path: "journal.sqlite"), isOnlyWriter: true)
    }

    private func loadModels(with loader: ModelLoader) async throws -> [DatasetDescription.Model] {
        var described: [DatasetDescription.Model] = []
        for declared in graph.models {
            let (model, license) = try await load(declared.source, with: loader)
            shelf.place(model, as: declared.name)
            described.append(
                DatasetDescription.Model(
                    name: declared.name, source: declared.source, hash: model.fingerprint,
                    license: license))
        }
        return described
    }

    private func load(
        _ source: String, with loader: ModelLoader
    ) async throws -> (model: any LanguageModel, license: String?) {
        if source.hasSuffix(TemplateModel.pathSuffix) {
            return (try TemplateModel(url: URL(filePath: source)), nil)
        }
        return (try await loader.load(source), try await loader.resolve(source).licence)
    }

    private func run(
        _ writer: DatasetWriter, _ journal: Journal, _ loader: ModelLoader, _ reporter: RunReporter
    ) async throws -> Run.Summary {
        let interruption = Interruption()
        let run = Run(
            graph, options: .init(window: options.maxBatch, seed: seed),
            memory: JournalMemory(journal), interruption: interruption)
        let engines = loader.running
        let work = Task { try await run.execute(into: DatasetSink(writer)) }
        let signals = SignalHandler(
            drain: {
                interruption.drain()
                for engine in engines { engine.refuseWaiting() }
            },
            cancel: { work.cancel() })
        signals.install()
        let display = Task {
            await reporter.follow(run.progress, engines: engines)
        }
        defer { display.cancel() }
        let result = await work.result
        display.cancel()
        await display.value
        return try result.get()
    }

    /// Puts everything away: complete if the run reached its end, else ready to go on.
    private func close(
        _ writer: DatasetWriter, _ journal: Journal, _ outcome: Result<Run.Summary, any Error>,
        figures: RunFigures
    ) throws -> RunReport {
        try? writer.recordPerformance(figures.byName)
        let summary: Run.Summary
        do { summary = try outcome.get() } catch {
            try? journal.close()
            let isInterrupted = error is RunInterrupted || error is CancellationError
            try? writer.suspend(status: isInterrupted ? "interrupted" : "failed")
            throw error
        }
        try journal.flush()
        try writer.finish { try DatasetCard(summary: document.description).text(for: $0) }
        try journal.close()
        return RunReport(
            summary: summary, folder: folder, figures: figures, revisions: writer.revisions)
    }

    private func description(_ models: [DatasetDescription.Model]) -> DatasetDescription {
        DatasetDescription(
            pipeline: document.name, document: document.source.value.pretty(),
            documentHash: graph.fingerprint(seed: seed), seed: seed,
            stages: graph.nodes.map(\.name), models: models)
    }

    /// What may differ between machines and is not part of the content.
    private var hostFacts: JSONObject {
        [
            "host": .string(ProcessInfo.processInfo.hostName),
            "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "threads": .integer(options.threadCount), "maxBatch": .integer(options.maxBatch),
        ]
    }
}

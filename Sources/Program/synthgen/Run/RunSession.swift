import Chat
import Dataflow
import Datasets
import Diagnostics
import Foundation
import Inference
import JSON
import Stages
import Terminal

/// One execution of a document: sets everything up, runs it, and closes it.
struct RunSession {
    let document: PipelineDocument
    let graph: Graph
    let registry: LanguageModelRegistry
    let seed: UInt64
    let options: ModelOptions
    let limits: RunLimits?
    let cacheOptions: CacheOptions

    /// Checks a document with the overrides of the command line.
    /// - Throws: `InvalidDocument` with all problems.
    init(
        path: String, overrides: RunOverrides, options: ModelOptions, limits: RunLimits?,
        cache: CacheOptions
    ) throws {
        document = try PipelineDocument(path: path)
        registry = LanguageModelRegistry()
        graph = try Graph(document, registry: .builtIn(models: registry), overrides: overrides)
        seed = overrides.seed ?? document.seed
        self.options = options
        self.limits = limits
        cacheOptions = cache
    }

    /// The output folder.
    var folder: URL { URL(filePath: graph.sink.folder) }

    /// Runs the document to its end. Finished work is kept, however the run ends.
    func execute(reporter: RunReporter) async throws -> RunReport {
        let journal = try openJournal()
        let loader = ModelLoader(options: options)
        let models = try await loadModels(with: loader)
        let writer = try DatasetWriter(
            folder: folder, description: description(models), host: hostFacts(loader))
        reporter.noteOpened(writer)
        let cache = cacheOptions.open()
        let memory = JournalMemory(journal)
        let interruption = Interruption()
        let run = Run(
            graph, options: .init(window: options.maxBatch, seed: seed),
            memory: cache.map { SharedMemory(memory, cache: $0) } ?? memory,
            interruption: interruption)
        let start = ContinuousClock.now
        let outcome = await Result.catching {
            try await execute(run, writer, interruption, loader.running, reporter)
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        cache?.close()
        if let failure = cache?.failure {
            printError("warning: answers are not shared any more: \(failure)")
        }
        return try close(
            writer, journal, outcome,
            figures: RunFigures(
                seconds: seconds, statistics: loader.statistics(), calls: run.callFigures,
                shared: cache?.hits ?? 0))
    }

    /// Opens the journal; called first of all, so that an unwritable folder fails at no cost.
    func openJournal() throws -> Journal {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ProgramError.unreadable(
                path: folder.path,
                problem: "the output folder cannot be made: \(error.localizedDescription)\n"
                    + "  help: choose another with --output")
        }
        return try Journal(url: folder.appending(path: "journal.log"))
    }

    func loadModels(with loader: ModelLoader) async throws -> [DatasetDescription.Model] {
        var described: [DatasetDescription.Model] = []
        for declared in graph.models {
            let (model, license) = try await load(declared.source, with: loader)
            registry.register(model, as: declared.name)
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
        let model = try await loader.loadAny(source)
        return (model, model is LocalModel ? try await loader.resolve(source).license : nil)
    }

    private func execute(
        _ run: Run, _ writer: DatasetWriter, _ interruption: Interruption, _ engines: [Engine],
        _ reporter: RunReporter
    ) async throws -> Run.Summary {
        let drain: @Sendable () -> Void = {
            interruption.drain()
            for engine in engines { engine.refuseWaiting() }
        }
        let work = Task { try await run.execute(into: DatasetSink(writer)) }
        SignalHandler(drain: drain, cancel: { work.cancel() }).install()
        let watch = RunWatch(
            run: run, engines: engines, interruption: interruption, limits: limits, writer: writer,
            drain: drain)
        let watching = Task { await watch.follow() }
        let display = Task { await reporter.follow(run.progress, engines: engines) }
        let result = await work.result
        watching.cancel()
        display.cancel()
        // Waits for the live table to end before anything else is printed.
        await display.value
        let limit = await watching.value
        do { return try result.get() } catch let error as RunInterrupted {
            guard let limit else { throw error }
            let snapshot = run.progress.snapshot
            throw LimitReached(
                limit: limit, accepted: snapshot.accepted, target: snapshot.target)
        }
    }

    /// Closes dataset and journal: complete if the run reached its end, else ready to resume.
    private func close(
        _ writer: DatasetWriter, _ journal: Journal, _ outcome: Result<Run.Summary, any Error>,
        figures: RunFigures
    ) throws -> RunReport {
        try? writer.recordPerformance(figures.byName)
        let summary: Run.Summary
        do { summary = try outcome.get() } catch {
            try? journal.close()
            let isInterrupted =
                error is RunInterrupted || error is CancellationError || error is LimitReached
            try? writer.suspend(
                status: isInterrupted ? "interrupted" : "failed",
                error: isInterrupted ? nil : "\(error)")
            throw error
        }
        // The journal first: a complete dataset means that its calls are on disk.
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
            stages: graph.nodes.map(\.name), models: models, stageFacts: stageFacts(models))
    }

    func stageFacts(_ models: [DatasetDescription.Model]) -> JSONObject {
        StageFacts.of(
            graph,
            models: Dictionary(models.map { ($0.name, $0.hash) }, uniquingKeysWith: { $1 }))
    }

    /// Facts that may differ between machines and are not part of the content.
    private func hostFacts(_ loader: ModelLoader) -> JSONObject {
        [
            "host": .string(ProcessInfo.processInfo.hostName),
            "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "threads": .integer(options.threadCount), "maxBatch": .integer(options.maxBatch),
            "device": loader.deviceName.map(JSON.string) ?? .null,
            "instructionSet": .string(MachineCeilings.instructionSet),
        ]
    }
}

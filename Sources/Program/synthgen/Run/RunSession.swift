import Chat
import Dataflow
import Datasets
import Diagnostics
import Formatting
import Foundation
import Hub
import Inference
import JSON
import Jinja
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
    let folderPolicy: FolderPolicy
    /// Records that the folder has beyond the wanted ones; they stay.
    let surplus: SurplusRecords?

    /// Checks a document with the overrides of the command line, and the folder that it writes.
    /// - Throws: `InvalidDocument` with all problems; an error if the folder holds what the run
    ///   would destroy.
    init(
        path: String, overrides: RunOverrides, options: ModelOptions, limits: RunLimits?,
        cache: CacheOptions, folder folderPolicy: FolderPolicy
    ) throws {
        // Files that stages compare with are read here: exams, labelled pairs, earlier datasets.
        let reading = Activity("reading \(path) and the files that it names")
        defer { reading.end() }
        document = try PipelineDocument(path: path, given: overrides.given)
        registry = LanguageModelRegistry()
        seed = overrides.seed ?? document.seed
        let kinds = StageRegistry.builtIn(models: registry)
        // Before anything is paid for: a model that is not there fails its stage at some record.
        let asked = try Self.modelCheck.graph(
            of: document, registry: kinds, overrides: overrides
        ).graph
        surplus = try folderPolicy.surplus(for: asked, named: document.name, seed: seed)
        var overrides = overrides
        overrides.target = surplus?.records ?? overrides.target
        graph = try surplus == nil ? asked : Graph(document, registry: kinds, overrides: overrides)
        self.options = options
        self.limits = limits
        cacheOptions = cache
        self.folderPolicy = folderPolicy
    }

    /// The output folder.
    var folder: URL { URL(filePath: graph.sink.folder) }

    /// The day that chat templates print: that on which the folder was begun, so that a run which
    /// goes on later asks the same.
    var day: CalendarTime {
        let runs = try? DatasetReader(folder: folder).runs()
        return runs?.first.flatMap { CalendarTime(day: $0.started) } ?? .today
    }

    /// Runs the document to its end. However the run ends, finished work is kept, and accepted
    /// records are in the folder.
    func execute(reporter: RunReporter) async throws -> RunReport {
        let begun = ContinuousClock.now
        try folderPolicy.checkSources(of: graph, for: identity, seed: seed)
        if let moved = try folderPolicy.makeRoom(in: folder, for: identity) {
            printError(
                "note: the dataset that was in \(folder.relativePath) is in \(moved.relativePath)")
        }
        let hadJournal = FileManager.default.fileExists(atPath: journalURL.path)
        let journal = try openJournal()
        noteForgotten(journal, hadJournal: hadJournal)
        let loader = ModelLoader(options: options, day: day)
        let models = try await loadModels(with: loader)
        let opening = Activity("opening \(folder.relativePath)")
        defer { opening.end() }
        let writer = try DatasetWriter(
            folder: folder, description: description(models), host: hostFacts(loader))
        opening.end()
        reporter.noteOpened(writer)
        let cache = cacheOptions.open()
        let memory = JournalMemory(journal)
        let interruption = Interruption()
        let run = Run(
            graph, options: .init(window: window, seed: seed),
            memory: cache.map { SharedMemory(memory, cache: $0) } ?? memory,
            interruption: interruption)
        let start = ContinuousClock.now
        let (outcome, limit) = await execute(
            run, writer, interruption, loader, reporter, begun: begun)
        let seconds = (ContinuousClock.now - start).inSeconds
        cache?.close()
        if let failure = cache?.failure {
            printError("warning: answers are not shared any more: \(failure)")
        }
        if let damaged = cache?.damaged, damaged > 0 {
            printError(
                "warning: \(damaged) answers in the shared cache were damaged; they were asked for "
                    + "again")
        }
        return try close(
            writer, journal, outcome, limit: limit,
            figures: RunFigures(
                seconds: seconds, models: loader.running, calls: run.callFigures,
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
        let reading = Activity("reading the journal of \(folder.relativePath)")
        defer { reading.end() }
        return try Journal(url: journalURL)
    }

    /// Source records that are open at a time: enough for the engines, and for the servers.
    private var window: Int {
        graph.models.compactMap(\.endpoint).map { $0.concurrency ?? Endpoint.usualConcurrency }
            .reduce(options.maxBatch, max)
    }

    private var journalURL: URL { folder.appending(path: "journal.log") }

    /// Says, before anything is paid for, that answers behind the folder's records are not in its
    /// journal.
    private func noteForgotten(_ journal: Journal, hadJournal: Bool) {
        let found = try? ForgottenAnswers(
            in: folder, journal: journal, isJournalMissing: !hadJournal)
        guard let found, found.count > 0 else { return }
        let answers =
            found.count == 1 ? "1 answer is" : "\(Format.count(found.count)) answers are"
        let path = journalURL.relativePath
        printError(
            "warning: \(answers) not remembered: "
                + (found.isJournalMissing ? "\(path) is missing" : "\(path) has lost entries")
                + "\n  Those that the shared cache does not have are asked for again."
                + "\n  help: to go on without new calls, stop and bring the file back from a copy")
    }

    private static var modelCheck: ModelCheck {
        ModelCheck(store: ModelStore(cache: ModelStore.defaultCache()))
    }

    private static func checkModels(of graph: Graph) throws(InvalidDocument) {
        let problems = modelCheck.findings(in: graph).problems
        guard problems.isEmpty else { throw InvalidDocument(problems) }
    }

    /// Loads the document's models, or those of these names.
    func loadModels(
        with loader: ModelLoader, only names: Set<String>? = nil
    ) async throws -> [DatasetDescription.Model] {
        let models = graph.models.filter { names?.contains($0.name) ?? true }
        for declared in models
        where declared.endpoint == nil && !declared.source.hasSuffix(TemplateModel.pathSuffix) {
            _ = try await loader.resolve(declared.source)
        }
        // What was only fetched now is known now: a head that does not fit is said before the work.
        try Self.checkModels(of: graph)
        var described: [DatasetDescription.Model] = []
        for declared in models {
            let model = try await loader.loadAny(declared)
            let files =
                model is LocalModel ? try await loader.resolve(declared.source) : nil
            registry.register(model, as: declared.name)
            described.append(
                DatasetDescription.Model(
                    name: declared.name, source: declared.origin, hash: model.fingerprint,
                    license: files?.license, commit: files?.commit))
        }
        noteChanges(described)
        return described
    }

    /// Says which models are others than those that made the records in the folder, though they have
    /// the same sources.
    private func noteChanges(_ models: [DatasetDescription.Model]) {
        let former = (try? DatasetReader(folder: folder))?.description.models ?? []
        for model in models {
            guard let before = former.first(where: { $0.name == model.name }),
                before.source == model.source, before.hash != model.hash
            else { continue }
            var text =
                "warning: model '\(model.name)' (\(model.source)) has changed since records in "
                + "\(folder.relativePath) were made with it"
            if let old = before.commit, let new = model.commit, old != new {
                text +=
                    "\n  It was commit \(old), and is \(new)."
                    + "\n  help: to go on with the former one, write its commit into the source: "
                    + "hf:owner/repo@\(old)"
            }
            printError(text)
        }
    }

    /// Runs until the end, a limit, or the user's signal.
    /// - Returns: The outcome, and the limit that was reached.
    private func execute(
        _ run: Run, _ writer: DatasetWriter, _ interruption: Interruption, _ loader: ModelLoader,
        _ reporter: RunReporter, begun: ContinuousClock.Instant
    ) async -> (Result<Run.Summary, any Error>, limit: String?) {
        let models = loader.running
        let drain: @Sendable () -> Void = {
            interruption.drain()
            models.refuseWaiting()
            // Whoever asks a run to stop may end it at any moment.
            try? writer.preserve()
        }
        let work = Task { try await run.execute(into: DatasetSink(writer)) }
        let cancel: @Sendable () -> Void = { work.cancel() }
        SignalHandler(
            graceInSeconds: limits?.grace ?? RunLimits.usualGrace, drain: drain, cancel: cancel
        ).install()
        let watch = RunWatch(
            run: run, models: models, interruption: interruption, limits: limits, writer: writer,
            begun: begun, drain: drain, cancel: cancel)
        let watching = Task { await watch.follow() }
        let start = ContinuousClock.now
        let display = reporter.show {
            RunSnapshot(
                of: run, models: models, isDraining: interruption.isDraining,
                seconds: (ContinuousClock.now - start).inSeconds)
        }
        let result = await work.result
        watching.cancel()
        display.end()
        return (result, limit: await watching.value)
    }

    /// Closes dataset and journal: complete if the run reached its end, else ready to resume.
    private func close(
        _ writer: DatasetWriter, _ journal: Journal, _ outcome: Result<Run.Summary, any Error>,
        limit: String?, figures: RunFigures
    ) throws -> RunReport {
        let closing = Activity("closing \(folder.relativePath)")
        defer { closing.end() }
        try? writer.recordPerformance(figures.byName)
        let summary: Run.Summary
        do {
            summary = try outcome.get()
        } catch {
            throw suspended(writer, journal, error, limit: limit)
        }
        try? writer.recordPerformance([
            "sourceRecords": Double(summary.sources), "sourceReadings": Double(summary.readings),
        ])
        // The journal first: a complete dataset means that its calls are on disk.
        try journal.flush()
        let keptCard = try writer.finish(keepsRest: surplus != nil) {
            var card = graph.sink.card
            card.summary = document.description
            return try card.text(for: $0)
        }
        try journal.close()
        return RunReport(
            summary: summary, folder: folder, figures: figures,
            rows: (writer.recordsBefore, writer.unchangedRecords),
            funnel: try DatasetReader(folder: folder).funnel(), keptCard: keptCard)
    }

    /// Leaves a dataset to resume, with all records accepted so far in its files.
    /// - Returns: The error that tells what ended the run and what is kept.
    private func suspended(
        _ writer: DatasetWriter, _ journal: Journal, _ error: any Error, limit: String?
    ) -> any Error {
        try? journal.close()
        let isStopped = error is RunInterrupted || error is CancellationError
        do {
            try writer.suspend(
                status: isStopped ? "interrupted" : "failed", error: isStopped ? nil : "\(error)")
        } catch let failure {
            printError("warning: the last accepted records are not in the folder: \(failure)")
        }
        let kept = KeptRecords(
            records: (try? DatasetReader(folder: folder).count()) ?? 0, target: graph.sink.target,
            folder: folder.relativePath)
        return isStopped
            ? RunStopped(limit: limit, kept: kept) : RunFailed(cause: error, kept: kept)
    }

    /// Name and stages of the document, by which a dataset's owner is known.
    var identity: DatasetDescription { DatasetDescription(identity: graph, named: document.name) }

    func description(_ models: [DatasetDescription.Model]) -> DatasetDescription {
        DatasetDescription(
            pipeline: document.name, document: document.source.value.pretty(),
            documentHash: graph.fingerprint(seed: seed), seed: seed,
            stages: graph.nodes.map(\.name), models: models, stageFacts: stageFacts(models),
            notes: graph.notes, parts: graph.sink.parts?.names ?? [])
    }

    func stageFacts(_ models: [DatasetDescription.Model]) -> JSONObject {
        StageFacts.of(
            graph,
            models: Dictionary(models.map { ($0.name, $0.hash) }, uniquingKeysWith: { $1 }))
    }

    /// Facts that may differ between machines and are not part of the content.
    func hostFacts(_ loader: ModelLoader) -> JSONObject {
        [
            "host": .string(ProcessInfo.processInfo.hostName),
            "cores": .integer(ProcessInfo.processInfo.activeProcessorCount),
            "threads": .integer(options.threadCount), "maxBatch": .integer(options.maxBatch),
            "device": loader.deviceName.map(JSON.string) ?? .null,
            "instructionSet": .string(MachineCeilings.instructionSet),
        ]
    }
}

import ArgumentParser
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import Terminal

struct EstimateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate",
        abstract: "Runs a small pilot and estimates what the whole run will take.",
        discussion: """
            The pilot's answers stay in the dataset's folder, so the run that follows does not make \
            these calls again. An interval holds the run's figure 9 times out of 10 if the pilot's \
            source records are like the others; more source records narrow it. After the run, \
            `stats` shows the estimate beside the run's figures.

              synthgen estimate Pipelines/preference.json --sources 32
            """)

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json", "jsonc"]))
    var file: String

    @Option(help: ArgumentHelp("How many source records the pilot follows.", valueName: "count"))
    var sources = 16

    @Option(
        help: ArgumentHelp("The folder to fill, instead of the document's.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp(
            "How many records to accept, instead of the document's target.", valueName: "count"))
    var target: Int?

    @OptionGroup var modelSources: ModelSources

    @OptionGroup var datasetOptions: DatasetOptions

    @OptionGroup var documentOptions: DocumentOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        if output == "" { throw ValidationError("--output must name a folder, found ''") }
        guard (1...100_000).contains(sources) else {
            throw ValidationError("--sources must be from 1 to 100000, found \(sources)")
        }
    }

    func run() async throws {
        let session = try RunSession(
            path: file,
            overrides: RunOverrides(
                target: target, output: output.map { URL(filePath: $0) },
                models: modelSources.overrides(), heads: modelSources.headOverrides(),
                datasets: datasetOptions.overrides(), given: documentOptions.given()),
            options: modelOptions, limits: nil, cache: cacheOptions,
            folder: FolderPolicy(shrinks: true))
        let estimate = try await session.estimate(sources: sources)
        print(json ? estimate.json.pretty() : estimate.text)
    }
}

extension RunSession {
    /// Runs a pilot and stores the estimate with the dataset.
    /// - Throws: ``ProgramError/nothingToEstimate(document:)`` if there are no source records.
    func estimate(sources: Int) async throws -> RunEstimate {
        _ = try folderPolicy.makeRoom(in: folder, for: identity)
        let journal = try openJournal()
        let reporter = PilotReporter(name: document.name, sources: sources)
        reporter.begin()
        let loader = ModelLoader(options: options, day: day)
        let models = try await loadModels(with: loader)
        let cache = cacheOptions.open()
        let memory = JournalMemory(journal)
        let run = Run(
            graph, options: .init(window: options.maxBatch, seed: seed),
            memory: cache.map { SharedMemory(memory, cache: $0) } ?? memory)
        let start = ContinuousClock.now
        let display = reporter.show(run)
        defer { display.end() }
        let pilot = try await run.pilot(sources: sources)
        display.end()
        cache?.close()
        try journal.close()
        guard !pilot.accounts.isEmpty else {
            throw ProgramError.nothingToEstimate(document: document.name)
        }
        let estimate = Estimator(
            accounts: pilot.accounts, stages: graph.nodes.map(\.name), target: graph.sink.target,
            available: pilot.available,
            secondsPerToken: pilot.tokensMade > 0
                ? pilot.duration.inSeconds / Double(pilot.tokensMade) : nil
        ).estimate()
        let figures = RunFigures(
            seconds: (ContinuousClock.now - start).inSeconds, models: loader.running,
            calls: run.callFigures, shared: cache?.hits ?? 0)
        try EstimateStore.write(
            estimate, in: folder, description: description(models), performance: figures.byName,
            host: hostFacts(loader))
        return estimate
    }
}

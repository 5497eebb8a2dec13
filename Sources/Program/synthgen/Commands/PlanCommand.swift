import ArgumentParser
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import Terminal

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Runs a small pilot and says what the whole run will take.",
        discussion: """
            The pilot's answers are remembered in the dataset's folder, so the run that follows does \
            not pay for them again. Intervals hold what comes of the run 9 times of 10 if the pilot's \
            source records are like the others; more of them make the intervals narrower. After the \
            run, `stats` shows the plan beside what came of it.
            """)

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(help: "How many source records to try.")
    var sources = 16

    @Option(help: "The folder to fill, instead of the document's.", completion: .directory)
    var output: String?

    @Option(help: "How many records to accept, instead of the document's target.")
    var target: Int?

    @OptionGroup var modelSources: ModelSources

    @OptionGroup var datasetOptions: DatasetOptions

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        guard (1...100_000).contains(sources) else {
            throw ValidationError("--sources must be from 1 to 100000, found \(sources)")
        }
    }

    func run() async throws {
        let session = try RunSession(
            path: file,
            overrides: RunOverrides(
                target: target, output: output.map { URL(filePath: $0) },
                models: modelSources.overrides(), datasets: datasetOptions.overrides()),
            options: modelOptions, limits: nil, cache: cacheOptions)
        let plan = try await session.plan(sources: sources)
        print(json ? plan.json.pretty() : plan.text)
    }
}

extension RunSession {
    /// Runs a pilot and keeps the plan that it gives with the dataset.
    /// - Throws: ``ProgramError/nothingToPlan(document:)`` if there are no source records.
    func plan(sources: Int) async throws -> Plan {
        let journal = try openJournal()
        let loader = ModelLoader(options: options)
        _ = try await loadModels(with: loader)
        let cache = cacheOptions.open()
        let memory = JournalMemory(journal)
        let run = Run(
            graph, options: .init(window: options.maxBatch, seed: seed),
            memory: cache.map { SharedMemory(memory, cache: $0) } ?? memory)
        let pilot = try await run.pilot(sources: sources)
        cache?.close()
        try journal.close()
        guard !pilot.accounts.isEmpty else {
            throw ProgramError.nothingToPlan(document: document.name)
        }
        let plan = Planner(
            accounts: pilot.accounts, stages: graph.nodes.map(\.name), target: graph.sink.target,
            available: pilot.available,
            secondsPerToken: pilot.tokensMade > 0
                ? pilot.duration.inSeconds / Double(pilot.tokensMade) : nil
        ).plan()
        try PlanStore.write(plan, in: folder)
        return plan
    }
}

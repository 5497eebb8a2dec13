import ArgumentParser
import Chat
import Dataflow
import Datasets
import Formatting
import Foundation
import JSON
import Stages

struct PreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Takes a few source records through a document and shows what every stage does.",
        discussion: """
            Shows prompts, answers, verdicts, rewards and rejections in the order of the stages, and \
            writes no dataset. Answers go to the cache that runs share, so that the run does not \
            make these calls again. Target and quotas reject nothing here, and what stages require \
            before a run is not checked.

            With --render no model is called or loaded: prompts are shown as the model would read \
            them, with all special tokens, up to the first stages that need an answer.

              synthgen preview Pipelines/preference.json --stage answers
              synthgen preview Pipelines/preference.json --render
            """)

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json", "jsonc"]))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Show this stage alone, or those of this included document; stages after it do not run.",
            valueName: "name"))
    var stage: String?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("How many source records to follow.", valueName: "count"))
    var sources = 3

    @Flag(help: "Show prompts as the model would read them; call no model.")
    var render = false

    @Flag(help: "Show long texts whole, and fields that only trace a record.")
    var full = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var modelSources: ModelSources

    @OptionGroup var datasetOptions: DatasetOptions

    @OptionGroup var documentOptions: DocumentOptions

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        guard (1...1_000).contains(sources) else {
            throw ValidationError("--sources must be from 1 to 1000, found \(sources)")
        }
    }

    func run() async throws {
        let overrides = RunOverrides(
            models: try modelSources.overrides(), heads: try modelSources.headOverrides(),
            datasets: try datasetOptions.overrides(), given: try documentOptions.given())
        let look = try await render ? rendered(overrides) : answered(overrides)
        if json {
            print(look.json.pretty())
        } else {
            print(look.text(in: TextPage(isFull: full)))
        }
    }

    private func answered(_ overrides: RunOverrides) async throws -> PreviewReport {
        let session = try RunSession(
            path: file, overrides: overrides, options: modelOptions, limits: nil,
            cache: cacheOptions, folder: FolderPolicy(shrinks: true))
        return try await session.preview(
            sources: sources, stages: try chosenStages(of: session.graph))
    }

    private func rendered(_ overrides: RunOverrides) async throws -> PreviewReport {
        let document = try PipelineDocument(path: file, given: overrides.given)
        let registry = LanguageModelRegistry()
        let whole = try Graph(
            document, registry: .builtIn(models: registry), overrides: overrides)
        let stages = try chosenStages(of: whole)
        let graph = stages.map { whole.upTo($0) } ?? whole
        let loader = ModelLoader(options: modelOptions)
        var notes: [String] = []
        for declared in graph.models {
            let (model, problem) = loader.loadPrompts(declared)
            registry.register(model, as: declared.name)
            if let problem {
                notes.append("prompts of model '\(declared.name)' are shown as turns: \(problem)")
            }
        }
        let run = Run(
            graph, options: .init(window: sources, seed: document.seed),
            memory: BorrowedMemory(journal: nil, cache: nil))
        return PreviewReport(
            document: document.name, preview: try await run.preview(sources: sources),
            stages: stages, calls: nil, notes: notes)
    }

    /// The stages that `--stage` names; nil for all.
    private func chosenStages(of graph: Graph) throws -> [String]? {
        guard let stage else { return nil }
        let names = graph.nodes.map(\.name)
        if names.contains(stage) { return [stage] }
        let included = names.filter { $0.hasPrefix(stage + "/") }
        guard included.isEmpty else { return included }
        // The command line is wrong, but its usage would not help.
        printError("error: \(ProgramError.noSuchStage(path: file, name: stage, stages: names))")
        throw ExitCode(2)
    }
}

extension RunSession {
    /// Takes source records through the graph, up to these stages if they are given, outside the
    /// document's folder.
    func preview(sources: Int, stages: [String]?) async throws -> PreviewReport {
        let reporter = PilotReporter(name: document.name, sources: sources, what: "preview")
        reporter.begin()
        let part = stages.map { graph.upTo($0) } ?? graph
        let loader = ModelLoader(options: options, day: day)
        _ = try await loadModels(with: loader, only: Set(part.models.map(\.name)))
        let cache = cacheOptions.open()
        defer { cache?.close() }
        let run = Run(
            part, options: .init(window: options.maxBatch, seed: seed),
            memory: BorrowedMemory(journal: try JournalReader(folder: folder), cache: cache))
        let display = reporter.show(run)
        defer { display.end() }
        let preview = try await run.preview(sources: sources)
        display.end()
        return PreviewReport(
            document: document.name, preview: preview, stages: stages,
            calls: run.callFigures, notes: [])
    }
}

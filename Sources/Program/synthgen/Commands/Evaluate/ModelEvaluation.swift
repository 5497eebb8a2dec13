import ArgumentParser
import Chat
import Dataflow
import Evaluation
import Files
import Foundation
import Sandbox
import Stages
import Terminal

struct ModelEvaluation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Measures models by evaluation documents and puts them side by side.",
        discussion: """
            Without --task, all documents of Pipelines/evaluation are run that need nobody who is not \
            named: those with a judge need --judge, those that compare need --against. Answers are \
            remembered: a killed evaluation goes on, and a second one asks nothing.

              synthgen evaluate model smollm2-135m-instruct --task ifeval --task arithmetic
              synthgen evaluate model smollm2-135m-instruct Models/mine --output after.json
              synthgen evaluate model mine.gguf --task two-turn --judge smollm2-135m-reward
            """)

    enum JudgeKind: String, ExpressibleByArgument, CaseIterable { case reward, model }

    @Argument(
        help: ArgumentHelp(
            "The models: names of `models list`, hf:owner/repo, files or folders; "
                + "BASE+ADAPTER for an adapter.",
            valueName: "models"),
        completion: .file())
    var models: [String]

    @Option(
        name: .customLong("task"),
        help: ArgumentHelp(
            "What to measure: the name of a document in Pipelines/evaluation, or the path of one. "
                + "May be given several times.",
            valueName: "name"),
        completion: .file(extensions: ["json", "jsonc"]))
    var tasks: [String] = []

    @Option(
        help: ArgumentHelp("Take no more rows of each document than this.", valueName: "count"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "The model that grades or compares answers, of documents that need a judge.",
            valueName: "model"))
    var judge: String?

    @Option(
        name: .customLong("judge-kind"),
        help: ArgumentHelp(
            "How the judge is asked: reward, by its reward head, or model, in words; by what it has, "
                + "if not given.",
            valueName: "kind"))
    var judgeKind: JudgeKind?

    @Option(
        help: ArgumentHelp(
            "The model whose answers are compared with, of documents that compare.",
            valueName: "model"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "Write the results with every item into a file, for `evaluate compare`.",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var output: String?

    @Flag(name: .customLong("by-group"), help: "Show the figures of each group of rows, too.")
    var showsGroups = false

    @Flag(help: "Print the results as JSON, with every item.")
    var json = false

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        if let limit, limit < 1 {
            throw ValidationError("--limit must be at least 1, found \(limit)")
        }
        guard !models.isEmpty else { throw ValidationError("name at least one model") }
    }

    func run() async throws {
        let tasks = try EvaluationTasks(tasks, hasJudge: judge != nil, hasOther: against != nil)
        // All rows are read before a model is: a mistake in them is found at once.
        let evaluators = try tasks.documents.map { document in
            var document = document
            document.limit = limit ?? document.limit
            return try Evaluator(document)
        }
        let loader = ModelLoader(options: modelOptions)
        let cache = cacheOptions.open()
        defer { cache?.close() }
        let calls = CachedCalls(memory: cache.map(CacheMemory.init))
        let judge = try await evaluationJudge(loader)
        var other: (any LanguageModel)?
        if let against { other = try await loader.loadAny(against) }
        var results: [[EvaluationResult]] = evaluators.map { _ in [] }
        for model in models {
            let loaded = try await load(model, with: loader, for: evaluators.map(\.document))
            for (index, evaluator) in evaluators.enumerated() {
                let name = "\(evaluator.document.name) of \(loaded.name)"
                let activity = Activity("evaluating \(name)")
                defer { activity.end() }
                activity.update(completed: 0, total: evaluator.count)
                results[index].append(
                    try await evaluator.run(
                        loaded, judge: judge, against: other, calls: calls,
                        limit: 2 * modelOptions.maxBatch
                    ) { activity.update(completed: $0, total: evaluator.count) })
            }
        }
        let file = EvaluationFile(results: results.flatMap(\.self))
        if let output { try OutputFile.write(Array(file.json.pretty().utf8) + [0x0A], to: output) }
        guard !json else { return print(file.json.pretty()) }
        let names = results.first?.map(\.model.name) ?? []
        let columns = Set(names).count == names.count ? names : models
        print(EvaluationTable(results: results, columns: columns, showsGroups: showsGroups).text)
        for note in tasks.notes { printError(note) }
    }

    /// Loads a model; without a chat template if no document needs one.
    private func load(
        _ model: String, with loader: ModelLoader, for documents: [EvaluationDocument]
    ) async throws -> any LanguageModel {
        do {
            return try await loader.loadAny(
                model, readsConversations: documents.contains(where: \.readsConversations))
        } catch ProgramError.noChatTemplate(let path) {
            let others = documents.filter { !$0.readsConversations }.map(\.name)
            guard !others.isEmpty else { throw ProgramError.noChatTemplate(path: path) }
            throw ProgramError.evaluationsNeedTemplate(path: path, others: others)
        }
    }

    private func evaluationJudge(_ loader: ModelLoader) async throws -> EvaluationJudge? {
        guard let judge else { return nil }
        let model = try await loader.loadAny(judge)
        if let judgeKind { return EvaluationJudge(model, judgeKind == .reward ? .reward : .model) }
        return .usual(of: model)
    }
}

extension EvaluationJudge {
    /// A model as a judge by what it has: by its reward head, or in words.
    static func usual(of model: any LanguageModel) -> EvaluationJudge {
        let scores = (model as? LocalModel).map { (try? $0.checkScores()) != nil } ?? true
        return EvaluationJudge(model, scores ? .reward : .model)
    }
}

/// The documents that a command line names, or those of `Pipelines/evaluation` that can be run.
struct EvaluationTasks {
    /// The folder of the documents that have a name.
    static let folder = "Pipelines/evaluation"
    /// The documents, in order.
    let documents: [EvaluationDocument]
    /// What is left out, and why.
    let notes: [String]

    init(_ names: [String], hasJudge: Bool, hasOther: Bool) throws {
        let paths = names.isEmpty ? try Self.all() : try names.map(Self.path)
        var documents: [EvaluationDocument] = []
        var notes: [String] = []
        for path in paths {
            let document = try EvaluationDocument(path: path)
            if names.isEmpty, document.needs.contains(.other), !hasOther {
                notes.append("'\(document.name)' is left out: it needs --against")
            } else if names.isEmpty, document.needs.contains(.judge), !hasJudge {
                notes.append("'\(document.name)' is left out: it needs --judge")
            } else if names.isEmpty, document.needs.contains(.sandbox), !Self.hasSandbox {
                notes.append("'\(document.name)' is left out: code cannot be run safely here")
            } else {
                documents.append(document)
            }
        }
        (self.documents, self.notes) = (documents, notes)
    }

    private static let hasSandbox = (try? PythonTests()) != nil

    private static func names() throws -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".json") && $0 != "schema.json" }
            .map { String($0.dropLast(5)) }.sorted()
    }

    private static func all() throws -> [String] {
        let names = try names()
        guard !names.isEmpty else { throw ProgramError.noEvaluations(folder: folder) }
        return names.map { "\(folder)/\($0).json" }
    }

    private static func path(of name: String) throws -> String {
        let file = "\(folder)/\(name).json"
        if FileManager.default.fileExists(atPath: name) { return name }
        guard !name.contains("/"), !name.hasSuffix(".json") else { return name }
        guard FileManager.default.fileExists(atPath: file) else {
            throw ProgramError.noSuchEvaluation(name: name, folder: folder, names: try names())
        }
        return file
    }
}

import ArgumentParser
import Chat
import Dataflow
import Evaluation
import Hub
import Rounds
import Stages
import TrainingData

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract:
            "Checks documents of pipelines, trainings, evaluations and rounds, and prints all problems.",
        usage: "synthgen validate <files> ... [<options>]",
        discussion: """
            Exits with 1 if a document has a problem. Looks whether the models are there, loads none \
            and makes no call.

              synthgen validate Pipelines/*.json
              synthgen validate --verbose Pipelines/preference.json
            """)

    @Argument(help: "Documents.", completion: .file(extensions: ["json", "jsonc"]))
    var files: [String]

    @OptionGroup var datasetOptions: DatasetOptions

    @OptionGroup var documentOptions: DocumentOptions

    @Flag(help: "List the models and stages, with their descriptions.")
    var verbose = false

    func run() throws {
        let overrides = RunOverrides(
            datasets: try datasetOptions.overrides(), given: try documentOptions.given())
        var problems = 0
        for file in files {
            // It lies beside the documents, so `*.json` names it too.
            guard !isSchema(file) else {
                print("\(file): a JSON Schema, no document: left out")
                continue
            }
            do throws(InvalidDocument) {
                if let rounds = try rounds(of: file) {
                    print("\(file): valid, \(rounds) round\(rounds == 1 ? "" : "s")")
                    continue
                }
                if let steps = try trainingSteps(of: file) {
                    print("\(file): valid, \(steps) training step\(steps == 1 ? "" : "s")")
                    continue
                }
                if let form = try evaluationForm(of: file) {
                    print("\(file): valid, an evaluation of form \"\(form.rawValue)\"")
                    continue
                }
                let (document, graph, warnings) = try pipeline(file, overrides)
                for warning in warnings { printError("warning: \(warning)\n") }
                print("\(file): valid, \(graph.nodes.count) stages")
                if verbose { print(DocumentOutline(of: document, graph).text) }
            } catch {
                problems += error.problems.count
                for problem in error.problems { printError("error: \(problem)\n") }
            }
        }
        if problems > 0 {
            printError("\(problems) problem\(problems == 1 ? "" : "s")")
            throw ExitCode(1)
        }
    }

    private func isSchema(_ file: String) -> Bool {
        let root = try? DocumentSource(path: file).value.object
        return root?["$schema"]?.string?.contains("json-schema.org") ?? false
    }

    private func pipeline(
        _ file: String, _ overrides: RunOverrides
    ) throws(InvalidDocument) -> (PipelineDocument, Graph, warnings: [Problem]) {
        let document = try PipelineDocument(path: file, given: overrides.given)
        let models = ModelCheck(store: ModelStore(cache: ModelStore.defaultCache()))
        let (graph, warnings) = try models.graph(
            of: document, registry: .builtIn(models: LanguageModelRegistry()),
            overrides: overrides)
        return (document, graph, warnings)
    }

    /// The number of rounds of a document of rounds; nil if it is none. The documents that it names
    /// are checked too.
    private func rounds(of file: String) throws(InvalidDocument) -> Int? {
        guard let source = try? DocumentSource(path: file), RoundsDocument.isRounds(source)
        else { return nil }
        let document = try RoundsDocument(path: file)
        for evaluation in document.evaluations {
            _ = try EvaluationDocument(path: evaluation.relativePath)
        }
        for data in document.data {
            let models = data.models.mapValues { $0.source ?? document.model }
            _ = try pipeline(
                data.pipeline.relativePath, RunOverrides(models: models, given: data.given))
        }
        return document.rounds
    }

    /// The form of an evaluation document; nil if it is none.
    private func evaluationForm(of file: String) throws(InvalidDocument) -> FormName? {
        guard let source = try? DocumentSource(path: file), EvaluationDocument.isEvaluation(source)
        else { return nil }
        return try EvaluationDocument(path: file).form
    }

    /// The number of steps of a training document; nil if it is a pipeline's.
    private func trainingSteps(of file: String) throws(InvalidDocument) -> Int? {
        guard let source = try? DocumentSource(path: file), TrainingDocument.isTraining(source)
        else { return nil }
        return try TrainingDocument(path: file).steps.count
    }
}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of documents, for completion in editors.",
        discussion: """
              synthgen schema --training > Pipelines/training/schema.json
              synthgen schema --evaluation > Pipelines/evaluation/schema.json
              synthgen schema --rounds > Pipelines/rounds/schema.json
              synthgen schema > Pipelines/schema.json
              synthgen schema --markdown > docs/keys.md
            """)

    @Flag(help: "Print a page for people instead: all keys, and what templates can use.")
    var markdown = false

    @Flag(help: "Of training documents, instead of pipelines.")
    var training = false

    @Flag(help: "Of evaluation documents, instead of pipelines.")
    var evaluation = false

    @Flag(help: "Of documents of rounds, instead of pipelines.")
    var rounds = false

    func run() {
        if rounds { return print(RoundsDocument.schema.pretty()) }
        if evaluation { return print(EvaluationDocument.schema.pretty()) }
        if training { return print(TrainingDocument.schema.pretty()) }
        guard !markdown else { return print(KeysPage().text, terminator: "") }
        print(StageRegistry.builtIn(models: LanguageModelRegistry()).documentSchema.pretty())
    }
}

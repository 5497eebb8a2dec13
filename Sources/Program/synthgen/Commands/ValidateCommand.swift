import ArgumentParser
import Chat
import Dataflow
import Hub
import Stages

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks pipeline documents and prints all of their problems.",
        discussion: """
            Exits with 1 if a document has a problem. Looks whether the models are there, loads none \
            and makes no call.

              synthgen validate Pipelines/*.json
            """)

    @Argument(help: "Pipeline documents.", completion: .file(extensions: ["json"]))
    var files: [String]

    @OptionGroup var datasetOptions: DatasetOptions

    func run() throws {
        let overrides = RunOverrides(datasets: try datasetOptions.overrides())
        var problems = 0
        for file in files {
            do throws(InvalidDocument) {
                let graph = try Graph(
                    PipelineDocument(path: file),
                    registry: .builtIn(models: LanguageModelRegistry()),
                    overrides: overrides)
                let models = ModelCheck(store: ModelStore(cache: ModelStore.defaultCache()))
                    .findings(in: graph)
                for warning in graph.warnings + models.warnings {
                    printError("warning: \(warning)\n")
                }
                guard models.problems.isEmpty else { throw InvalidDocument(models.problems) }
                print("\(file): valid, \(graph.nodes.count) stages")
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
}

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of pipeline documents, for completion in editors.",
        discussion: """
              synthgen schema > Pipelines/schema.json
            """)

    func run() {
        print(StageRegistry.builtIn(models: LanguageModelRegistry()).documentSchema.pretty())
    }
}

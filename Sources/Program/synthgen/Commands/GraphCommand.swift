import ArgumentParser
import Chat
import Dataflow
import Stages

struct GraphCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Draws a document's stages as Mermaid or DOT.",
        usage: "synthgen graph [<options>] <file>",
        discussion: """
            Each stage has its kind and its models; included documents are frames around theirs. \
            An arrow may name the part of a `split` that it takes; a dotted one leads to a second \
            input ("with").

              synthgen graph Pipelines/preference.json --depth 0
              synthgen graph Pipelines/preference.json --format dot | dot -Tsvg > graph.svg
            """)

    /// The languages of drawings.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case mermaid, dot
    }

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json", "jsonc"]))
    var file: String

    @Option(help: "The language of the drawing.")
    var format = Format.mermaid

    @Option(
        help: ArgumentHelp(
            "Levels of included documents to draw as frames; deeper ones are one box each. All, if "
                + "not given.", valueName: "levels"))
    var depth: Int?

    @Flag(help: "Draw no frames; stages have their full names.")
    var flat = false

    @OptionGroup var datasetOptions: DatasetOptions

    @OptionGroup var documentOptions: DocumentOptions

    func validate() throws {
        if let depth, !(0...1_000).contains(depth) {
            throw ValidationError("--depth must be from 0 to 1000, found \(depth)")
        }
    }

    func run() throws {
        let overrides = RunOverrides(
            datasets: try datasetOptions.overrides(), given: try documentOptions.given())
        let document = try PipelineDocument(path: file, given: overrides.given)
        let graph = try Graph(
            document, registry: .builtIn(models: LanguageModelRegistry()), overrides: overrides)
        let drawing = GraphDrawing(graph, title: document.name, depth: depth, isFlat: flat)
        print(format == .mermaid ? drawing.mermaid : drawing.dot)
    }
}

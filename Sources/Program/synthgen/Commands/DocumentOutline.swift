import Dataflow
import Formatting

/// The models and stages of a document for people: names, kinds and descriptions.
struct DocumentOutline {
    private let document: PipelineDocument
    private let graph: Graph

    init(of document: PipelineDocument, _ graph: Graph) {
        self.document = document
        self.graph = graph
    }

    /// The outline, indented by two spaces.
    var text: String {
        let description = document.description.isEmpty ? [] : [document.description]
        let models = graph.models.map { [$0.name, $0.source, $0.description ?? ""] }
        let stages = document.inclusions + graph.nodes.map(\.declaration)
        let rows = stages.sorted { order(of: $0) < order(of: $1) }.map { stage in
            [stage.name, stage.type, stage.description ?? ""]
        }
        let lines =
            description + (models.isEmpty ? [] : ["", "models:"]) + Self.table(models)
            + ["", "stages:"] + Self.table(rows)
        return lines.map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n") + "\n"
    }

    private static func table(_ rows: [[String]]) -> [String] {
        Table.lines(rows.map { $0.map(\.shownOnOneLine) }, leading: 3).map { "  \($0)" }
    }

    /// The position in the graph; of a stage that includes a document, that of its first stage.
    private func order(of stage: StageDeclaration) -> (Int, Int) {
        let position = graph.nodes.firstIndex { node in
            node.name == stage.name || node.name.hasPrefix(stage.name + "/")
        }
        return (position ?? graph.nodes.count, stage.type == "pipeline" ? stage.name.count : .max)
    }
}

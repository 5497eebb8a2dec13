extension GraphDrawing {
    /// The drawing in Mermaid's language, as GitHub shows it in a code block `mermaid`.
    public var mermaid: String {
        var writer = MermaidWriter(boxes: boxes)
        writer.add(outermost, level: 1)
        for arrow in arrows {
            let line = arrow.isSide ? "-.->" : "-->"
            let part = arrow.part.map { "|\(quoted([$0]))|" } ?? ""
            writer.lines.append("  n\(arrow.from) \(line)\(part) n\(arrow.to)")
        }
        return (["flowchart TD"] + writer.lines).joined(separator: "\n")
    }
}

private struct MermaidWriter {
    let boxes: [GraphDrawing.Box]
    var lines: [String] = []
    private var frames = 0

    init(boxes: [GraphDrawing.Box]) { self.boxes = boxes }

    mutating func add(_ frame: DrawingFrame, level: Int) {
        let indent = String(repeating: "  ", count: level)
        for item in frame.items {
            switch item {
            case .box(let index):
                let box = boxes[index]
                let (open, close) = brackets(of: box.shape)
                lines.append("\(indent)n\(index)\(open)\(quoted(box.lines))\(close)")
            case .frame(let inner):
                lines.append("\(indent)subgraph f\(frames)[\(quoted([inner.name]))]")
                frames += 1
                add(inner, level: level + 1)
                lines.append("\(indent)end")
            }
        }
    }

    private func brackets(of shape: GraphDrawing.Shape) -> (String, String) {
        switch shape {
        case .source, .sink: ("[(", ")]")
        case .stage: ("[", "]")
        case .asking: ("([", "])")
        case .included: ("[[", "]]")
        }
    }
}

/// Returns lines as a quoted text of Mermaid, in which nothing but letters has a meaning.
private func quoted(_ lines: [String]) -> String {
    "\"" + lines.map(escaped).joined(separator: "<br>") + "\""
}

private func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        // What ends the text, begins markup or an entity, or is Markdown.
        case "\"", "#", "&", "<", ">", "`", "\\", "*", "_", "~", "[", "]", "{", "}", "|":
            "#\(scalar.value);"
        default: String(Character(scalar))
        }
    }.joined()
}

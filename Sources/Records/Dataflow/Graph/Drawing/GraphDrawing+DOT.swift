extension GraphDrawing {
    /// The drawing in DOT, the language of Graphviz.
    public var dot: String {
        var writer = DOTWriter(boxes: boxes)
        writer.add(outermost, level: 1)
        for arrow in arrows {
            var attributes: [String] = []
            if let part = arrow.part { attributes.append("label=\(quoted([part]))") }
            if arrow.isSide { attributes.append("style=dashed") }
            let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
            writer.lines.append("  n\(arrow.from) -> n\(arrow.to)\(list);")
        }
        let head = ["digraph \(quoted([title])) {", "  node [shape=box];"]
        return (head + writer.lines + ["}"]).joined(separator: "\n")
    }
}

private struct DOTWriter {
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
                let style = style(of: box.shape)
                lines.append("\(indent)n\(index) [label=\(quoted(box.lines))\(style)];")
            case .frame(let inner):
                // Graphviz frames subgraphs whose name begins with "cluster".
                lines.append("\(indent)subgraph cluster_\(frames) {")
                lines.append("\(indent)  label=\(quoted([inner.name]));")
                frames += 1
                add(inner, level: level + 1)
                lines.append("\(indent)}")
            }
        }
    }

    private func style(of shape: GraphDrawing.Shape) -> String {
        switch shape {
        case .source, .sink: ", shape=cylinder"
        case .stage: ""
        case .asking: ", style=rounded"
        case .included: ", shape=box3d"
        }
    }
}

/// Returns lines as a quoted string of DOT, in which nothing but letters has a meaning.
private func quoted(_ lines: [String]) -> String {
    "\"" + lines.map(escaped).joined(separator: "\\n") + "\""
}

private func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\" + String(Character(scalar))
        // Graphviz reads entities of HTML in labels.
        case "&": "&amp;"
        default: String(Character(scalar))
        }
    }.joined()
}

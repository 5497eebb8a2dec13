extension GraphDrawing {
    /// The drawing in DOT, the language of Graphviz.
    public var dot: String {
        var lines = lines(
            box: { index in
                "n\(index) [label=\(quoted(boxes[index].lines))\(style(of: boxes[index].shape))];"
            },
            // Graphviz frames subgraphs whose name begins with "cluster".
            opening: { ["subgraph cluster_\($0) {", "label=\(quoted([$1]));"] }, closing: "}")
        for arrow in arrows {
            var attributes: [String] = []
            if let part = arrow.part { attributes.append("label=\(quoted([part]))") }
            if arrow.isSide { attributes.append("style=dashed") }
            let list = attributes.isEmpty ? "" : " [\(attributes.joined(separator: ", "))]"
            lines.append("  n\(arrow.from) -> n\(arrow.to)\(list);")
        }
        let head = ["digraph \(quoted([title])) {", "  node [shape=box];"]
        return (head + lines + ["}"]).joined(separator: "\n")
    }

    private func style(of shape: Shape) -> String {
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

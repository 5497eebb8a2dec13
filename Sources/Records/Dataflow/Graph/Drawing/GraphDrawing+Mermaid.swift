extension GraphDrawing {
    /// The drawing in Mermaid's language, as GitHub shows it in a code block `mermaid`.
    public var mermaid: String {
        var lines = lines(
            box: { index in
                let (open, close) = brackets(of: boxes[index].shape)
                return "n\(index)\(open)\(quoted(boxes[index].lines))\(close)"
            },
            opening: { ["subgraph f\($0)[\(quoted([$1]))]"] }, closing: "end")
        for arrow in arrows {
            let line = arrow.isSide ? "-.->" : "-->"
            let part = arrow.part.map { "|\(quoted([$0]))|" } ?? ""
            lines.append("  n\(arrow.from) \(line)\(part) n\(arrow.to)")
        }
        return (["flowchart TD"] + lines).joined(separator: "\n")
    }

    private func brackets(of shape: Shape) -> (String, String) {
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

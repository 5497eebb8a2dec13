/// Extracts Python code from a model's reply.
enum PythonCode {
    private static let names: Set<String> = ["python", "python3", "py", ""]
    private static let beginnings = [
        "def ", "class ", "import ", "from ", "async def ", "@", "assert ",
    ]

    /// Returns the code of a text.
    ///
    /// With fences: the Python blocks that define something, or else the first. Without: everything
    /// from the first line that begins a definition up to a line of prose.
    static func extract(from text: String) -> String {
        let blocks = fencedBlocks(of: text).filter { names.contains($0.name) }.map(\.code)
        guard let first = blocks.first else { return bare(text) }
        let defining = blocks.filter { block in
            block.split(separator: "\n").contains { beginsDefinition($0) }
        }
        return defining.isEmpty ? first : defining.joined(separator: "\n\n")
    }

    /// Returns the blocks between fences; the last may lack its closing fence.
    private static func fencedBlocks(of text: String) -> [(name: String, code: String)] {
        var blocks: [(name: String, code: String)] = []
        var open: (name: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.drop { $0 == " " }
            guard trimmed.hasPrefix("```") else {
                open?.lines.append(line)
                continue
            }
            if let block = open {
                blocks.append((block.name, block.lines.joined(separator: "\n")))
                open = nil
            } else {
                let name = String(trimmed.drop { $0 == "`" }).trimmingWhitespace().lowercased()
                open = (name, [])
            }
        }
        if let block = open { blocks.append((block.name, block.lines.joined(separator: "\n"))) }
        return blocks
    }

    private static func beginsDefinition(_ line: Substring) -> Bool {
        beginnings.dropLast().contains { line.hasPrefix($0) }
    }

    private static func bare(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let first = lines.firstIndex(where: { line in
                beginnings.contains { line.hasPrefix($0) }
            })
        else { return text }
        let rest = lines[first...]
        let end = rest.firstIndex(where: isProse) ?? rest.endIndex
        return rest[..<end].joined(separator: "\n")
    }

    /// Returns whether a line is prose: unindented, of more than three words, without code
    /// characters.
    private static func isProse(_ line: Substring) -> Bool {
        guard let first = line.first, first.isLetter, line.split(separator: " ").count > 3,
            !beginnings.contains(where: { line.hasPrefix($0) })
        else { return false }
        return !line.contains { "()[]{}=#".contains($0) }
    }
}

import Text

/// Extracts Python code from a model's reply.
package enum PythonCode {
    private static let beginnings = [
        "def ", "class ", "import ", "from ", "async def ", "@", "assert ",
    ]

    /// Returns the code of a text.
    ///
    /// With fences: the Python blocks that define something, or else the first; not those behind
    /// them that only show how to use it. Without: everything from the first line that begins a
    /// definition, with the assignments and comments above it, up to a line of prose.
    package static func extract(from text: String) -> String {
        let text = text.withUnixNewlines.withoutByteOrderMarks
        let blocks = pythonBlocks(of: text).map(withoutPrompts)
        guard let first = blocks.first else { return bare(text) }
        var defining: [String] = []
        var names: Set<Substring> = []
        for block in blocks where definesSomething(block) && !isUsage(block, of: names) {
            defining.append(block)
            names.formUnion(definedNames(in: block))
        }
        return defining.isEmpty ? first : defining.joined(separator: "\n\n")
    }

    /// Returns the tests of a text: all of its Python blocks, or the whole text if it has none.
    static func tests(in text: String) -> String {
        let text = text.withUnixNewlines.withoutByteOrderMarks
        let blocks = pythonBlocks(of: text)
        return blocks.isEmpty ? text : blocks.joined(separator: "\n\n")
    }

    /// Returns the blocks that are Python by name or have no name; else those that look like it.
    private static func pythonBlocks(of text: String) -> [String] {
        let blocks = FencedBlock.all(in: text).flatMap { block in
            // A longer fence around an answer in Markdown.
            ["markdown", "md"].contains(block.language)
                ? FencedBlock.all(in: block.content) : [block]
        }
        if blocks.isEmpty, let tagged = taggedBlock(of: text) { return [tagged] }
        let named = blocks.filter { $0.language.isEmpty || isPython($0.language) }
        return named.isEmpty
            ? blocks.map(\.content).filter(definesSomething) : named.map(\.content)
    }

    /// Returns what stands between the lines `[PYTHON]` and `[/PYTHON]`, as some models write it.
    private static func taggedBlock(of text: String) -> String? {
        guard let begin = text.firstRange(of: "[PYTHON]") else { return nil }
        let rest = text[begin.upperBound...].drop(while: \.isNewline)
        let end = rest.firstRange(of: "[/PYTHON]")?.lowerBound ?? rest.endIndex
        var block = rest[..<end]
        while block.last?.isNewline == true { block.removeLast() }
        return String(block)
    }

    /// Returns whether a block behind the program only uses it: it imports a name that the program
    /// defines, or defines nothing and does more than import.
    private static func isUsage(_ block: String, of names: Set<Substring>) -> Bool {
        guard !names.isEmpty else { return false }
        let lines = block.split(separator: "\n")
        let importsProgram = lines.contains { line in
            guard line.hasPrefix("from "), let word = line.firstRange(of: " import ") else {
                return false
            }
            return line[word.upperBound...].split { " ,()".contains($0) }
                .contains(where: names.contains)
        }
        if importsProgram { return true }
        guard definedNames(in: block).isEmpty else { return false }
        return !lines.allSatisfy {
            $0.hasPrefix("import ") || $0.hasPrefix("from ") || isSmallStatement($0)
        }
    }

    /// Returns the names of the functions and classes that a block defines at its margin.
    private static func definedNames(in block: String) -> Set<Substring> {
        Set(
            block.split(separator: "\n").compactMap { line in
                let keyword = ["def ", "class ", "async def "].first { line.hasPrefix($0) }
                guard let keyword else { return nil }
                return line.dropFirst(keyword.count).prefix {
                    $0.isLetter || $0.isNumber || $0 == "_"
                }
            })
    }

    private static func isPython(_ language: String) -> Bool {
        language.hasPrefix("python")
            || ["py", "py3", "pycon", "ipython", "doctest"].contains(language)
    }

    private static func definesSomething(_ block: String) -> Bool {
        block.split(separator: "\n").contains { line in
            beginnings.dropLast().contains { line.hasPrefix($0) }
        }
    }

    /// Returns the input of a console session, `>>> x = 1`; other code as it is.
    private static func withoutPrompts(_ code: String) -> String {
        let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first(where: { !$0.allSatisfy(\.isWhitespace) })?.hasPrefix(">>>") == true
        else {
            return code
        }
        return lines.filter { $0.hasPrefix(">>>") || $0.hasPrefix("...") }
            .map { $0.dropFirst($0.dropFirst(3).first == " " ? 4 : 3) }.joined(separator: "\n")
    }

    private static func bare(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            var first = lines.firstIndex(where: { line in
                beginnings.contains { line.hasPrefix($0) }
            })
        else { return text }
        while first > 0, isSmallStatement(lines[first - 1]) { first -= 1 }
        let rest = lines[first...]
        let end = rest.firstIndex(where: isProse) ?? rest.endIndex
        return rest[..<end].joined(separator: "\n")
    }

    /// Returns whether a line above a definition belongs to the code: empty, a comment, an assignment.
    private static func isSmallStatement(_ line: Substring) -> Bool {
        if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { return true }
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = line[name.endIndex...].drop { $0 == " " }
        return !name.isEmpty && rest.hasPrefix("=") && !rest.hasPrefix("==")
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

extension String {
    /// The text without U+FEFF at the beginning of a line, which Python does not take.
    fileprivate var withoutByteOrderMarks: String {
        guard unicodeScalars.contains("\u{FEFF}") else { return self }
        return split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.drop { $0 == "\u{FEFF}" } }.joined(separator: "\n")
    }
}

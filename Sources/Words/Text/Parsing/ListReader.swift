import JSON
import PythonStrings

/// Reads the list in a reply: a JSON or Python list, else lines with markers, else plain lines,
/// paragraphs or a list in one line.
struct ListReader {
    private let text: String
    private let truncated: Bool
    private let expected: Int?
    private var result = ParsedList()
    private var cleaner = ItemCleaner()
    private var seen: Set<ByteString> = []

    init(_ text: String, truncated: Bool, expected: Int?) {
        let unix = text.withUnixNewlines
        self.text = unix.withoutThinking
        self.truncated = truncated
        self.expected = expected
        if self.text.utf8.count < unix.utf8.count { result.note("thinking") }
    }

    mutating func read() -> ParsedList {
        if !readLiteral() { readLines() }
        for (repair, count) in cleaner.repairs { result.note(repair, count) }
        return result
    }

    // MARK: JSON and Python lists

    private mutating func readLiteral() -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard let start = literalStart(in: scalars),
            let (value, parser) = LooseJSON.value(at: start, in: scalars),
            let items = Self.texts(in: value), !items.isEmpty
        else { return false }
        result.note("json")
        for line in String(scalars[..<start]).split(separator: "\n") { loseChatter(String(line)) }
        for item in items { add(item) }
        if parser.isCut { loseCut(parser.cutText) }
        return true
    }

    /// Returns the position of the first bracket if a list begins there: at the start of a line or
    /// after `:` or `=`, and before a quote or another bracket.
    private func literalStart(in text: [Unicode.Scalar]) -> Int? {
        var lineStart = 0
        for (position, scalar) in text.enumerated() {
            if scalar == "\n" { lineStart = position + 1 }
            guard scalar == "[" || scalar == "{" else { continue }
            let before = text[lineStart..<position].last { !$0.isPythonSpace }
            guard before == nil || before == ":" || before == "=" else { return nil }
            let next = text[(position + 1)...].first { !$0.isPythonSpace }
            guard let next, "\"'“{[".unicodeScalars.contains(next) else { return nil }
            return position
        }
        return nil
    }

    /// Returns the texts of an array, or of the first array in an object, or else the object's
    /// strings. An object in the array contributes its first string.
    private static func texts(in value: JSON) -> [String]? {
        switch value {
        case .array(let values):
            return values.compactMap { value in
                switch value {
                case .string(let text): text
                case .object(let members): members.values.lazy.compactMap(\.string).first
                case .integer, .double, .number: value.text
                default: nil
                }
            }
        case .object(let members):
            if let array = members.values.first(where: { $0.array != nil }) {
                return texts(in: array)
            }
            return members.values.compactMap(\.string)
        default: return nil
        }
    }

    private mutating func loseCut(_ text: String?) {
        if let text, !text.withFoldedSpace.isEmpty { result.lose(text.withFoldedSpace, .cutOff) }
        if !result.items.isEmpty { result.note("cut-off") }
    }

    // MARK: Lines

    private mutating func readLines() {
        var lines: [ReplyLine] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if FencedBlock.isFence(line) {
                result.note("fence")
            } else {
                lines.append(ReplyLine(String(line)))
            }
        }
        lines = lines.map { $0.isRuler ? ReplyLine("") : $0 }
        if let style = ListStyle.best(for: lines, expected: expected) {
            readMarked(lines, style)
        } else {
            readPlain(lines)
        }
    }

    private mutating func readMarked(_ lines: [ReplyLine], _ style: ListStyle) {
        var draft = ItemDraft()
        var lastNumber: Int?
        let keepsParagraphs = style.hasParagraphs(in: lines)
        for (position, line) in lines.enumerated() {
            if style.begins(line, after: lastNumber) {
                finish(&draft)
                draft.begin(line.content)
                lastNumber = line.number ?? lastNumber
                note(line)
            } else if line.isBlank {
                draft.isAfterBlank = true
            } else if draft.takes(line, style, keepsParagraphs: keepsParagraphs) {
                draft.lines.append(line.raw)
                draft.isAfterBlank = false
                result.note("continuation")
            } else {
                let isLast = !lines[position...].contains { style.begins($0, after: lastNumber) }
                if isLast || draft.lines.isEmpty || style.isAside(line) { draft.isClosed = true }
                loseChatter(line.raw)
            }
        }
        finishLast(&draft, lines, style)
    }

    private mutating func note(_ line: ReplyLine) {
        switch line.marker {
        case .number: result.note("numbering")
        case .letter: result.note("lettering")
        case .bullet: result.note("bullet")
        case .label: result.note("label")
        case nil: break
        }
        if line.isHeading { result.note("heading") }
    }

    private mutating func finish(_ draft: inout ItemDraft) {
        if draft.isOpen { add(draft.lines.joined(separator: "\n")) }
        draft = ItemDraft()
    }

    private mutating func finishLast(
        _ draft: inout ItemDraft,
        _ lines: [ReplyLine],
        _ style: ListStyle
    ) {
        guard draft.isOpen else { return }
        let text = draft.lines.joined(separator: "\n")
        if result.items.isEmpty, result.lost.allSatisfy({ $0.reason == .chatter }) {
            let numbered = style == .number ? "1. " + text : text
            if let parts = InlineList.numbered(numbered) { return addInline(parts) }
        }
        if isCut, !draft.isClosed, !text.endsLikeSentence { return loseCut(text) }
        add(text)
    }

    /// Whether the token limit may have cut the last item.
    private var isCut: Bool { truncated && !text.hasSuffix("\n") }

    // MARK: Without markers

    private mutating func readPlain(_ lines: [ReplyLine]) {
        var paragraphs = lines.split(whereSeparator: \.isBlank).map { $0.map(\.raw) }
        dropTalk(&paragraphs)
        let isLines = paragraphs.count == 1 && !isProse(paragraphs[0])
        let texts =
            isLines
            ? paragraphs[0] : paragraphs.map { $0.joined(separator: "\n") }
        if texts.count == 1, let only = texts.first {
            if let parts = InlineList.numbered(only) { return addInline(parts) }
            if !only.contains("\n"), expected != 1,
                let parts = InlineList.separated(only, expected: expected)
            {
                return addInline(parts)
            }
        }
        for (position, text) in texts.enumerated() {
            if position == texts.count - 1, isCut, !text.endsLikeSentence {
                loseCut(text)
            } else {
                add(text)
            }
        }
    }

    private mutating func dropTalk(_ paragraphs: inout [[String]]) {
        while let line = paragraphs.first?.first, Chatter.isIntroduction(line),
            paragraphs.count > 1 || paragraphs[0].count > 1
        {
            loseChatter(line)
            paragraphs[0].removeFirst()
            if paragraphs[0].isEmpty { paragraphs.removeFirst() }
        }
        while let line = paragraphs.last?.last, Chatter.isClosing(line),
            paragraphs.count > 1 || paragraphs[0].count > 1
        {
            loseChatter(line)
            paragraphs[paragraphs.count - 1].removeLast()
            if paragraphs[paragraphs.count - 1].isEmpty { paragraphs.removeLast() }
        }
    }

    /// Whether the lines are one wrapped text: a line of more than four words does not end like a
    /// sentence, and the next begins in lower case.
    private func isProse(_ lines: [String]) -> Bool {
        zip(lines, lines.dropFirst()).contains { line, next in
            !line.endsLikeSentence && next.first { !$0.isWhitespace }?.isLowercase == true
                && line.words().count > 4
        }
    }

    // MARK: Items

    private mutating func addInline(_ parts: [String]) {
        result.note("inline")
        for (position, part) in parts.enumerated() {
            if position == parts.count - 1, isCut, !part.endsLikeSentence {
                loseCut(part)
            } else {
                add(part)
            }
        }
    }

    private mutating func add(_ text: String) {
        let item = cleaner.clean(text)
        // Items that differ only in case or outer punctuation are duplicates.
        let key = ByteString(item.lowercased().trimming(" .!?:;,\"'", atStart: true, atEnd: true))
        if item.isEmpty {
            result.lose(text, .empty)
        } else if item.count > ReplyParser.longestItem {
            result.lose(item, .tooLong)
        } else if !seen.insert(key.text.isEmpty ? ByteString(item) : key).inserted {
            result.lose(item, .duplicate)
        } else {
            result.items.append(item)
        }
    }

    private mutating func loseChatter(_ line: String) {
        let line = line.withFoldedSpace
        guard !line.isEmpty else { return }
        result.lose(line, .chatter)
        result.note("chatter")
    }
}

/// The item being read.
private struct ItemDraft {
    var lines: [String] = []
    var isOpen = false
    var isAfterBlank = false
    /// Whether chatter has followed, after which no line belongs to the item.
    var isClosed = false

    mutating func begin(_ content: String) {
        // A YAML block scalar: the text is on the next lines.
        let isBlock = ["|", ">", "|-", ">-"].contains(content.withFoldedSpace)
        lines = isBlock ? [] : [content]
        isOpen = true
    }

    /// Whether `line`, which begins no item, continues this item.
    func takes(_ line: ReplyLine, _ style: ListStyle, keepsParagraphs: Bool) -> Bool {
        guard isOpen, !isClosed, !style.isAside(line), !Chatter.isClosing(line.raw) else {
            return false
        }
        if !isAfterBlank { return !(line.isHeading && line.indentation == 0) }
        return line.indentation >= 2
            || (keepsParagraphs && !line.isHeading && !line.raw.hasSuffix(":"))
    }
}

extension ReplyLine {
    /// The number in the line's marker; of a letter, its index.
    fileprivate var number: Int? {
        switch marker {
        case .number(let number), .letter(let number), .label(_, number: .some(let number)): number
        default: nil
        }
    }
}

/// The kind of marker that begins the items of a list.
enum ListStyle: Equatable {
    case number
    case letter
    case bullet(indentation: Int)
    case label(String)
    /// Every line that is not blank is a Markdown heading.
    case heading

    /// Returns the style of `lines`: the marker that occurs exactly `expected` times, or else the
    /// outermost one.
    static func best(for lines: [ReplyLine], expected: Int?) -> ListStyle? {
        let filled = lines.filter { !$0.isBlank }
        let styles = candidates(filled)
        guard !styles.isEmpty else {
            return filled.count > 1 && filled.allSatisfy(\.isHeading) ? .heading : nil
        }
        let counts = styles.map { style in filled.count { style.matches($0) } }
        if let expected, expected > 1, let position = counts.firstIndex(of: expected) {
            return styles[position]
        }
        let depths = styles.map { style in
            filled.filter { style.matches($0) }.map(\.indentation).min() ?? 0
        }
        let outermost = depths.min() ?? 0
        let outer = styles.indices.filter { depths[$0] <= outermost + 1 }
        return (outer.first { counts[$0] > 1 } ?? outer.first).map { styles[$0] }
    }

    /// Returns the styles that occur, the most specific first.
    private static func candidates(_ lines: [ReplyLine]) -> [ListStyle] {
        var styles: [ListStyle] = []
        if lines.contains(where: { ListStyle.number.matches($0) }) { styles.append(.number) }
        let label = lines.lazy.compactMap { line -> String? in
            guard case .label(let name, let number) = line.marker, !ReplyLine.asides.contains(name)
            else { return nil }
            return number != nil || ReplyLine.labels.contains(name) ? name : nil
        }.first
        if let label, isLabel(label, in: lines) { styles.append(.label(label)) }
        if areLettered(lines) { styles.append(.letter) }
        let bullets = lines.filter { $0.marker == .bullet }
        if let least = bullets.map(\.indentation).min() {
            styles.append(.bullet(indentation: least))
        }
        return styles
    }

    /// Whether a word before a number is a label: a known one, or one that occurs more than once.
    private static func isLabel(_ name: String, in lines: [ReplyLine]) -> Bool {
        ReplyLine.labels.contains(name)
            || lines.count { ListStyle.label(name).matches($0) } > 1
    }

    /// Whether letters count up from A; otherwise they may be initials rather than markers.
    private static func areLettered(_ lines: [ReplyLine]) -> Bool {
        let letters = lines.compactMap { line -> Int? in
            if case .letter(let position) = line.marker { position } else { nil }
        }
        return letters.count > 1 && letters[0] == 0 && letters[1] == 1
    }

    private func matches(_ line: ReplyLine) -> Bool {
        switch (self, line.marker) {
        case (.number, .number), (.letter, .letter): true
        case (.bullet(let indentation), .bullet): line.indentation <= indentation + 1
        case (.label(let name), .label(let other, _)): name == other
        case (.heading, _): line.isHeading
        default: false
        }
    }

    /// Whether `line` begins an item. An indented numbered line does so only if its number follows
    /// `last`.
    func begins(_ line: ReplyLine, after last: Int?) -> Bool {
        guard matches(line) else { return false }
        guard case .number(let number)? = line.marker, line.indentation > 1, let last else {
            return true
        }
        return number == last + 1
    }

    /// Whether `line` begins a part that is no item, such as the answer below a question.
    func isAside(_ line: ReplyLine) -> Bool {
        guard case .label(let name, _) = line.marker else { return false }
        return ReplyLine.asides.contains(name)
    }

    /// Whether items have several paragraphs: plain text after a blank line, then another item.
    func hasParagraphs(in lines: [ReplyLine]) -> Bool {
        var isInside = false
        var afterBlank = false
        var hasPlain = false
        for line in lines {
            if line.isBlank {
                afterBlank = true
            } else if matches(line) {
                if hasPlain { return true }
                (isInside, afterBlank) = (true, false)
            } else {
                if isInside, afterBlank, !line.isHeading, !line.raw.hasSuffix(":") {
                    hasPlain = true
                }
                afterBlank = false
            }
        }
        return false
    }
}

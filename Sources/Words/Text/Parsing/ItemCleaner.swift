/// Removes the markup around an item: bold, quotes, checkboxes, labels.
struct ItemCleaner {
    /// The number of repairs, by kind.
    private(set) var repairs: [String: Int] = [:]

    /// Returns the item in `text`, trimmed and with white space folded; possibly empty.
    mutating func clean(_ text: String) -> String {
        var item = text.withFoldedSpace
        // Each round removes at least one character, so the loop ends.
        while let (shorter, repair) = takeOff(item) {
            if let repair { repairs[repair, default: 0] += 1 }
            item = shorter.withFoldedSpace
        }
        return item
    }

    private func takeOff(_ item: String) -> (String, String?)? {
        for box in ["[ ] ", "[x] ", "[X] ", "☐ ", "☑ "] where item.hasPrefix(box) {
            return (String(item.dropFirst(box.count)), "checkbox")
        }
        if let inner = withoutBold(item) { return (inner, "bold") }
        if let inner = withoutQuotes(item) { return (inner, "quotes") }
        if item.hasSuffix(":"), item.count > 1 { return (String(item.dropLast()), "colon") }
        if let inner = withoutLabel(item) { return (inner, "label") }
        return nil
    }

    /// Removes the bold or italic marks from "**Title**", "**Title**: more", "*Title*".
    private func withoutBold(_ item: String) -> String? {
        for mark in ["***", "**", "__"] where item.hasPrefix(mark) {
            let inner = item.dropFirst(mark.count)
            guard let end = inner.firstOffset(of: mark) else {
                return inner.isEmpty ? nil : String(inner)
            }
            return String(inner.prefix(end)) + inner.dropFirst(end + mark.count)
        }
        if item.count > 2, item.hasPrefix("*") || item.hasPrefix("_"), item.last == item.first,
            let mark = item.first, !item.dropFirst().dropLast().contains(mark)
        {
            return String(item.dropFirst().dropLast())
        }
        return nil
    }

    private func withoutQuotes(_ item: String) -> String? {
        var text = item[...]
        if text.hasSuffix(",") || text.hasSuffix(";") { text = text.dropLast() }
        guard text.count > 2, let first = text.first, let last = text.last else { return nil }
        let inner = text.dropFirst().dropLast()
        for (opening, closing) in Self.quotes where first == opening && last == closing {
            let isAlone = !inner.contains(opening) && !inner.contains(closing)
            return isAlone ? String(inner) : nil
        }
        return nil
    }

    private static let quotes: [(Character, Character)] = [
        ("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"), ("„", "“"), ("`", "`"),
        ("「", "」"),
    ]

    private func withoutLabel(_ item: String) -> String? {
        let line = ReplyLine(item)
        guard case .label(let name, _) = line.marker, !ReplyLine.asides.contains(name),
            !line.content.allSatisfy(\.isWhitespace)
        else { return nil }
        return line.content
    }
}

extension Substring {
    /// Returns the number of characters before the first `mark`.
    fileprivate func firstOffset(of mark: String) -> Int? {
        var rest = self
        var offset = 0
        while !rest.isEmpty {
            if rest.hasPrefix(mark) { return offset }
            rest.removeFirst()
            offset += 1
        }
        return nil
    }
}

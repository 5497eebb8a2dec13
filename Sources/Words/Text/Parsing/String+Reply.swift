import PythonStrings

/// Views of a reply's text.
extension String {
    /// With `\r\n` and `\r` as `\n`.
    var withUnixNewlines: String {
        guard utf8.contains(0x0D) else { return self }
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if !(scalar == "\n" && afterReturn) {
                result.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        return String(result)
    }

    /// Without a leading `<think>…</think>`; of an unclosed one nothing is left.
    var withoutThinking: String {
        if let end = lastOffsets(of: "</think>", atMost: 1).first {
            return bytes((end + "</think>".utf8.count)..<utf8.count)
        }
        return trimmingPythonSpace().hasPrefix("<think>") ? "" : self
    }

    /// Trimmed, with each run of white space as one space.
    var withFoldedSpace: String { words().joined(separator: " ") }

    /// Whether the text ends like a sentence: with `.`, `!`, `?` or their kin, quotes after them aside.
    var endsLikeSentence: Bool {
        let last = last { !"\"'”’»)]*_`".contains($0) && !$0.isWhitespace }
        return last.map { ".!?…。！？؟".contains($0) } ?? false
    }
}

/// The insides of ``` fences.
enum FencedBlock {
    /// All blocks in order; one that is not closed runs to the end.
    static func all(in text: String) -> [String] {
        var blocks: [String] = []
        var current: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isFence(line) {
                if let block = current { blocks.append(block.joined(separator: "\n")) }
                current = current == nil ? [] : nil
            } else {
                current?.append(line)
            }
        }
        if let current { blocks.append(current.joined(separator: "\n")) }
        return blocks
    }

    static func isFence(_ line: some StringProtocol) -> Bool {
        let bare = line.drop { $0.isWhitespace }
        return bare.hasPrefix("```") || bare.hasPrefix("~~~")
    }
}

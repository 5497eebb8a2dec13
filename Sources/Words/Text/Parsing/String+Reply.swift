import PythonStrings

/// Cleaned forms of a reply's text.
extension String {
    /// The text with `\r\n` and `\r` replaced by `\n`.
    package var withUnixNewlines: String {
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

    /// The text after the last `</think>`; empty if the text begins with an unclosed `<think>`.
    var withoutThinking: String {
        if let end = lastOffsets(of: "</think>", atMost: 1).first {
            return bytes((end + "</think>".utf8.count)..<utf8.count)
        }
        return trimmingPythonSpace().hasPrefix("<think>") ? "" : self
    }

    /// The text trimmed, with each run of white space replaced by one space.
    var withFoldedSpace: String { words().joined(separator: " ") }

    /// Whether the text ends with `.`, `!`, `?` or a similar mark; closing quotes and brackets may
    /// follow.
    var endsLikeSentence: Bool {
        let last = last { !"\"'”’»)]*_`".contains($0) && !$0.isWhitespace }
        return last.map { ".!?…。！？؟".contains($0) } ?? false
    }
}

/// Reads the contents of fenced code blocks.
enum FencedBlock {
    /// Returns all blocks in order; an unclosed block runs to the end of the text.
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

/// A fenced block of a text in Markdown, by the rules of CommonMark and a little more: a fence with a
/// language closes an open block, which models forget to close, and so do backticks right behind the
/// last line of code.
struct FencedBlock {
    /// The first word after the fence, in lower case: "python" for "```{.python title=x}".
    let language: String
    /// The lines between the fences, without the fence's own indentation or quote marks.
    let content: String

    /// Returns the blocks of a text; the last may lack its closing fence.
    static func all(in text: String) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var open: (fence: Fence, lines: [Substring])?
        // "\r\n" is one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for line in lines {
            let fence = Fence(line)
            if let current = open {
                guard let fence, fence.ends(current.fence, on: line) else {
                    let inner = current.fence.unindented(line)
                    guard let last = current.fence.contentBeforeEnd(of: inner) else {
                        open?.lines.append(inner)
                        continue
                    }
                    blocks.append(current.fence.block(of: current.lines + [last]))
                    open = nil
                    continue
                }
                blocks.append(current.fence.block(of: current.lines))
                open = fence.info.isEmpty ? nil : (fence, [])
            } else if let fence {
                open = (fence, [])
            }
        }
        if let open { blocks.append(open.fence.block(of: open.lines)) }
        return blocks
    }
}

/// A line of three or more backticks or tildes.
private struct Fence {
    let mark: Character
    let length: Int
    /// What stands before the fence: spaces, or the marks of a quotation.
    let indentation: Substring
    /// What stands behind it.
    let info: Substring

    init?(_ line: Substring) {
        let rest = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
        guard let mark = rest.first, mark == "`" || mark == "~" else { return nil }
        let marks = rest.prefix { $0 == mark }
        let info = rest[marks.endIndex...].drop(while: \.isWhitespace)
        // Three backticks around a few words within a line are no fence.
        guard marks.count >= 3, mark == "~" || !info.contains("`") else { return nil }
        self.mark = mark
        length = marks.count
        indentation = line[..<rest.startIndex]
        self.info = info.prefix { $0 != "\r" }
    }

    /// Whether this closes a block: as long a fence of the same kind, or one that begins another.
    ///
    /// A fence that stands four columns further in than the block belongs to its text, such as a
    /// docstring (CommonMark 0.31, section 4.5).
    func ends(_ open: Fence, on line: Substring) -> Bool {
        guard mark == open.mark, length >= open.length, open.isAtMargin(line) else { return false }
        return info.allSatisfy(\.isWhitespace) || mark == "`" && length == open.length
    }

    /// Returns a line of the block without the fence's indentation, as far as it has it.
    func unindented(_ line: Substring) -> Substring {
        var rest = line
        for mark in indentation {
            guard let first = rest.first, first == mark else { break }
            rest = rest.dropFirst()
        }
        return rest
    }

    /// Whether a line begins with at most three spaces within the block.
    private func isAtMargin(_ line: Substring) -> Bool {
        let inner = unindented(line)
        let spaces = inner.prefix { $0 == " " }
        guard spaces.count <= 3 else { return false }
        return inner[spaces.endIndex...].first == mark
    }

    /// Returns what stands before backticks at the end of a line: "return x```" ends its block.
    ///
    /// Not behind a space or a colon, where they begin an example in a comment or docstring; nor
    /// where the line has others.
    func contentBeforeEnd(of line: Substring) -> Substring? {
        guard mark == "`" else { return nil }
        let trimmed = line.dropLast(line.reversed().prefix(while: \.isWhitespace).count)
        let marks = trimmed.reversed().prefix { $0 == mark }.count
        let content = trimmed.dropLast(marks)
        guard marks >= length, let last = content.last, !last.isWhitespace, last != ":",
            !content.contains(mark)
        else { return nil }
        return content
    }

    func block(of lines: [Substring]) -> FencedBlock {
        let word = info.drop { "{. ".contains($0) }.prefix { !" \t{}:,=;(".contains($0) }
        return FencedBlock(language: word.lowercased(), content: lines.joined(separator: "\n"))
    }
}

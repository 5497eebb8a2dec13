/// The instructions of a ``LinearRegex``.
struct RegexProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes one character of a class.
        case character(Int)
        /// Goes on at the first, and if that fails at the second; numbered among the splits.
        case split(Int, Int, number: Int)
        case jump(Int)
        case accept
        case assert(RegexNode.Assertion)
        /// Takes what the instructions from `group` match, and does not come back into them.
        case atomic(group: Int, next: Int)
        case look(group: Int, isNegative: Bool, next: Int)
        case lookBehind([(characters: Int, group: Int)], isNegative: Bool, next: Int)
    }

    /// The instruction at which a match is complete.
    static let accepted = -1
    /// Most instructions; a counted repetition has its own for each time.
    static let limit = 20_000

    private(set) var instructions: [Instruction] = []
    private(set) var splitCount = 0
    let classes: [RegexClass]
    private let word = RegexClass(#"\w"#)
    private let extender = RegexClass(#"[\p{Grapheme_Extend}\p{Cf}]"#)

    /// Compiles `node`; nil if there would be too many instructions, or a group behind a position
    /// has no fixed length.
    init?(_ node: RegexNode, _ classes: [RegexClass]) {
        self.classes = classes
        guard add(node), emit(.accept) else { return nil }
    }

    private mutating func emit(_ instruction: Instruction) -> Bool {
        guard instructions.count < Self.limit else { return false }
        instructions.append(instruction)
        return true
    }

    /// Adds a split, whose places to go on at are set later.
    private mutating func addSplit() -> Int? {
        guard emit(.split(0, 0, number: splitCount)) else { return nil }
        splitCount += 1
        return instructions.count - 1
    }

    private mutating func set(_ split: Int, _ first: Int, else second: Int, isLazy: Bool = false) {
        guard case .split(_, _, let number) = instructions[split] else { return }
        instructions[split] =
            isLazy ? .split(second, first, number: number) : .split(first, second, number: number)
    }

    private var next: Int { instructions.count }

    private mutating func add(_ node: RegexNode) -> Bool {
        switch node {
        case .empty: return true
        case .character(let number): return emit(.character(number))
        case .assertion(let assertion): return emit(.assert(assertion))
        case .sequence(let nodes): return nodes.allSatisfy { add($0) }
        case .alternatives(let nodes): return addAlternatives(nodes)
        case .repeated(let node, let range, let style):
            guard style == .possessive else { return addRepeated(node, range, style == .lazy) }
            return add(.atomic(.repeated(node, range, .greedy)))
        case .atomic(let node):
            guard let at = addGroup(node) else { return false }
            instructions[at] = .atomic(group: at + 1, next: next)
            return true
        case .look(let node, let isNegative):
            guard let at = addGroup(node) else { return false }
            instructions[at] = .look(group: at + 1, isNegative: isNegative, next: next)
            return true
        case .lookBehind(let node, let isNegative): return addLookBehind(node, isNegative)
        }
    }

    /// Adds room for an instruction, and after it a group that is matched by itself.
    private mutating func addGroup(_ node: RegexNode) -> Int? {
        let at = next
        guard emit(.accept), add(node), emit(.accept) else { return nil }
        return at
    }

    private mutating func addLookBehind(_ node: RegexNode, _ isNegative: Bool) -> Bool {
        let at = next
        var options: [(characters: Int, group: Int)] = []
        guard emit(.accept) else { return false }
        for option in node.options {
            guard let length = option.length else { return false }
            options.append((length, next))
            guard add(option), emit(.accept) else { return false }
        }
        instructions[at] = .lookBehind(options, isNegative: isNegative, next: next)
        return true
    }

    private mutating func addAlternatives(_ nodes: [RegexNode]) -> Bool {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index + 1 < nodes.count else {
                guard add(node) else { return false }
                break
            }
            guard let split = addSplit(), add(node) else { return false }
            jumps.append(next)
            guard emit(.jump(0)) else { return false }
            set(split, split + 1, else: next)
        }
        for jump in jumps { instructions[jump] = .jump(next) }
        return true
    }

    private mutating func addRepeated(
        _ node: RegexNode, _ range: (least: Int, most: Int?), _ isLazy: Bool
    ) -> Bool {
        guard range.least <= Self.limit, range.most ?? 0 <= Self.limit else { return false }
        let start = next
        for _ in 0..<range.least {
            guard add(node) else { return false }
            // What has no instructions is the same any number of times.
            if next == start { return true }
        }
        guard let most = range.most else {
            guard let split = addSplit(), add(node), emit(.jump(split)) else { return false }
            set(split, split + 1, else: next, isLazy: isLazy)
            return true
        }
        var splits: [Int] = []
        for _ in range.least..<max(range.least, most) {
            guard let split = addSplit(), add(node) else { return false }
            splits.append(split)
        }
        for split in splits { set(split, split + 1, else: next, isLazy: isLazy) }
        return true
    }

    // MARK: Assertions

    func holds(_ assertion: RegexNode.Assertion, at position: Int, of text: ByteBuffer) -> Bool {
        switch assertion {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart:
            position == 0 || (position < text.count && text.endsLine(before: position))
        case .lineEnd: position == text.count || text.beginsLineEnd(at: position)
        case .lastLineEnd:
            position == text.count
                || (text.beginsLineEnd(at: position)
                    && text.endOfLineEnd(at: position) == text.count)
        case .wordBoundary: isWordBoundary(position, text)
        case .noWordBoundary: !isWordBoundary(position, text)
        }
    }

    /// Whether a word begins or ends here; marks and format characters belong to what is before.
    private func isWordBoundary(_ position: Int, _ text: ByteBuffer) -> Bool {
        var isWordAfter = false
        if position < text.count {
            let scalar = text.scalar(at: position).value
            if extender.contains(scalar) { return false }
            isWordAfter = word.contains(scalar)
        }
        var start = position
        while start > 0 {
            start = text.startOfCharacter(before: start)
            let scalar = text.scalar(at: start).value
            if !extender.contains(scalar) { return word.contains(scalar) != isWordAfter }
        }
        return isWordAfter
    }
}

extension UnsafeBufferPointer<UInt8> {
    private func isLineEnd(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    fileprivate func beginsLineEnd(at position: Int) -> Bool {
        guard isLineEnd(scalar(at: position).value) else { return false }
        // Not between a carriage return and its line feed.
        return !(self[position] == 0x0A && position > 0 && self[position - 1] == 0x0D)
    }

    fileprivate func endOfLineEnd(at position: Int) -> Int {
        let end = position + scalar(at: position).length
        return self[position] == 0x0D && end < count && self[end] == 0x0A ? end + 1 : end
    }

    fileprivate func endsLine(before position: Int) -> Bool {
        let start = startOfCharacter(before: position)
        guard isLineEnd(scalar(at: start).value) else { return false }
        return !(self[start] == 0x0D && self[position] == 0x0A)
    }
}

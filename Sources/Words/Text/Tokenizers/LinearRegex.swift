import Foundation

/// A regular expression that is searched for in linear time, as a tokenizer's file gives it.
///
/// It finds what a backtracking engine finds (the leftmost match, and of the alternatives the first
/// that fits), because it is one; but a state of the program that has failed at a position is never
/// tried there again. So `(a+)+b` costs no more than the text is long. Back references, the only
/// feature that would break this, are refused.
///
/// What a single character may be (`\p{L}`, `[^\r\n]`, `\w`) is asked of the regular expressions of
/// Foundation, so it is what it is there.
struct LinearRegex: Sendable {
    let program: RegexProgram

    /// Compiles `pattern`; nil if it is not valid, refers back or is too large.
    init?(_ pattern: String) {
        // Foundation decides what is valid, so that the parser need not.
        guard (try? NSRegularExpression(pattern: pattern)) != nil else { return nil }
        var parser = RegexParser(pattern)
        guard let node = parser.parse(), let program = RegexProgram(node, parser.classes) else {
            return nil
        }
        self.program = program
    }

    /// Calls `body` for each match from left to right; matches are not empty and do not overlap.
    func forEachMatch(in text: ByteBuffer, _ body: (Range<Int>) -> Void) {
        var matcher = RegexMatcher(program, text)
        var start = 0
        while start < text.count {
            if let end = matcher.end(from: 0, at: start), end > start {
                body(start..<end)
                start = end
            } else {
                start += text.scalar(at: start).length
            }
        }
    }
}

/// One search: goes through the program depth first and remembers what has failed where.
private struct RegexMatcher {
    private struct Choice {
        let instruction: Int
        let position: Int
        /// Length of ``path`` when the choice was made.
        let pathCount: Int
    }

    private let program: RegexProgram
    private let text: ByteBuffer
    /// A bit for each pair of position and `split`: whether it has been entered.
    private var entered: [UInt64]
    /// The entered pairs that have not failed yet.
    private var path: [Int] = []
    private var choices: [Choice] = []
    /// The ends of groups that are matched by themselves, -1 for none, by position and group.
    private var groups: [Int: Int] = [:]

    init(_ program: RegexProgram, _ text: ByteBuffer) {
        self.program = program
        self.text = text
        entered = Array(repeating: 0, count: ((text.count + 1) * program.splitCount + 63) / 64)
    }

    /// Returns where a match of the program from `instruction` ends that begins at `position`.
    mutating func end(from instruction: Int, at position: Int) -> Int? {
        let (firstChoice, firstPath) = (choices.count, path.count)
        var (instruction, position) = (instruction, position)
        while true {
            if let (next, end) = step(instruction, position) {
                guard next != RegexProgram.accepted else {
                    // What led here has not failed, and may be needed again.
                    for bit in path[firstPath...] { entered[bit >> 6] &= ~(1 << UInt64(bit & 63)) }
                    path.removeSubrange(firstPath...)
                    choices.removeSubrange(firstChoice...)
                    return end
                }
                (instruction, position) = (next, end)
                continue
            }
            guard choices.count > firstChoice, let choice = choices.popLast() else {
                path.removeSubrange(firstPath...)
                return nil
            }
            path.removeSubrange(choice.pathCount...)
            (instruction, position) = (choice.instruction, choice.position)
        }
    }

    /// Executes one instruction; nil if it fails here.
    private mutating func step(
        _ instruction: Int, _ position: Int
    ) -> (instruction: Int, position: Int)? {
        switch program.instructions[instruction] {
        case .character(let number):
            guard position < text.count else { return nil }
            let (scalar, length) = text.scalar(at: position)
            guard program.classes[number].contains(scalar) else { return nil }
            return (instruction + 1, position + length)
        case .split(let first, let second, let number):
            let bit = position * program.splitCount + number
            guard entered[bit >> 6] & 1 << UInt64(bit & 63) == 0 else { return nil }
            entered[bit >> 6] |= 1 << UInt64(bit & 63)
            path.append(bit)
            choices.append(
                Choice(instruction: second, position: position, pathCount: path.count))
            return (first, position)
        case .jump(let next): return (next, position)
        case .accept: return (RegexProgram.accepted, position)
        case .assert(let assertion):
            return program.holds(assertion, at: position, of: text)
                ? (instruction + 1, position) : nil
        case .atomic(let group, let next):
            return end(of: group, at: position).map { (next, $0) }
        case .look(let group, let isNegative, let next):
            return (end(of: group, at: position) == nil) == isNegative ? (next, position) : nil
        case .lookBehind(let options, let isNegative, let next):
            let isThere = options.contains { option in
                guard let start = text.start(ofCharacters: option.characters, before: position)
                else { return false }
                return end(of: option.group, at: start) == position
            }
            return isThere != isNegative ? (next, position) : nil
        }
    }

    private mutating func end(of group: Int, at position: Int) -> Int? {
        let key = position * program.instructions.count + group
        if let known = groups[key] { return known < 0 ? nil : known }
        let end = end(from: group, at: position)
        groups[key] = end ?? -1
        return end
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The start of the last `count` characters before `position`; nil if there are fewer.
    fileprivate func start(ofCharacters count: Int, before position: Int) -> Int? {
        var start = position
        for _ in 0..<count {
            guard start > 0 else { return nil }
            start = startOfCharacter(before: start)
        }
        return start
    }
}

/// A regular expression as a tree.
indirect enum RegexNode {
    enum Assertion {
        case textStart, textEnd, lineStart, lineEnd, lastLineEnd, wordBoundary, noWordBoundary
    }

    enum Style {
        case greedy, lazy, possessive
    }

    case empty
    /// A character of the class with this number.
    case character(Int)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case repeated(RegexNode, (least: Int, most: Int?), Style)
    case atomic(RegexNode)
    case look(RegexNode, isNegative: Bool)
    case lookBehind(RegexNode, isNegative: Bool)
    case assertion(Assertion)

    /// The alternatives of the whole.
    var options: [RegexNode] {
        if case .alternatives(let nodes) = self { nodes } else { [self] }
    }

    /// The number of characters of every match; nil if they differ.
    var length: Int? {
        switch self {
        case .empty, .look, .lookBehind, .assertion: return 0
        case .character: return 1
        case .atomic(let node): return node.length
        case .sequence(let nodes):
            return nodes.reduce(0) { sum, node in
                sum.flatMap { sum in node.length.map { sum + $0 } }
            }
        case .alternatives(let nodes):
            let lengths = nodes.map(\.length)
            return lengths.allSatisfy { $0 == lengths[0] } ? lengths[0] : nil
        case .repeated(let node, let range, _):
            guard range.least == range.most, range.least <= RegexProgram.limit else { return nil }
            return node.length.map { min($0, RegexProgram.limit) * range.least }
        }
    }
}

/// Parses the syntax of ICU's regular expressions, whose validity has been checked.
///
/// What stands for one character is not looked into: it becomes a ``RegexClass``.
struct RegexParser {
    private struct Flags: Equatable {
        var ignoresCase = false
        var dotTakesLineEnds = false
        var isMultiline = false
        /// The flags that change which characters a class has, in front of its pattern.
        var prefix: String {
            ignoresCase || dotTakesLineEnds
                ? "(?\(ignoresCase ? "i" : "")\(dotTakesLineEnds ? "s" : ""))" : ""
        }
    }

    /// Most levels of groups.
    private static let nestingLimit = 200
    /// Most quantifiers of one atom, which nest.
    private static let quantifierLimit = 10

    private let pattern: [Unicode.Scalar]
    private var at = 0
    private var flags = Flags()
    private var nesting = 0
    private var isSupported = true
    private(set) var classes: [RegexClass] = []
    private var numbers: [String: Int] = [:]

    init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    /// Returns the tree; nil for features that are not supported.
    mutating func parse() -> RegexNode? {
        let node = alternatives()
        return isSupported && at == pattern.count ? node : nil
    }

    private var current: Unicode.Scalar? { at < pattern.count ? pattern[at] : nil }

    private mutating func take(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard pattern[at...].starts(with: scalars) else { return false }
        at += scalars.count
        return true
    }

    private mutating func unsupported() -> RegexNode {
        isSupported = false
        at = pattern.count
        return .empty
    }

    private mutating func alternatives() -> RegexNode {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.nestingLimit else { return unsupported() }
        var options = [sequence()]
        while take("|") { options.append(sequence()) }
        return options.count == 1 ? options[0] : .alternatives(options)
    }

    private mutating func sequence() -> RegexNode {
        var nodes: [RegexNode] = []
        while let scalar = current, scalar != "|", scalar != ")" { nodes.append(repeated(atom())) }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    // MARK: Repetition

    private mutating func repeated(_ atom: RegexNode) -> RegexNode {
        var node = atom
        var count = 0
        while let range = quantifier() {
            count += 1
            guard count <= Self.quantifierLimit else { return unsupported() }
            let style: RegexNode.Style = take("+") ? .possessive : take("?") ? .lazy : .greedy
            node = .repeated(node, range, style)
        }
        return node
    }

    private mutating func quantifier() -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = at
        guard take("{"), let least = number() else {
            at = start
            return nil
        }
        if take("}") { return (least, least) }
        guard take(",") else {
            at = start
            return nil
        }
        let most = number()
        guard take("}") else {
            at = start
            return nil
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let start = at
        while let scalar = current, ("0"..."9").contains(scalar) { at += 1 }
        guard at > start else { return nil }
        return Int(String(String.UnicodeScalarView(pattern[start..<at]))) ?? .max
    }

    // MARK: Atoms

    private mutating func atom() -> RegexNode {
        guard let scalar = current else { return .empty }
        switch scalar {
        case "(": return group()
        case "[": return bracket()
        case "\\": return escape()
        case "^":
            at += 1
            return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$":
            at += 1
            return .assertion(flags.isMultiline ? .lineEnd : .lastLineEnd)
        case ".":
            at += 1
            return character(".")
        default:
            at += 1
            return literal(scalar)
        }
    }

    private mutating func literal(_ scalar: Unicode.Scalar) -> RegexNode {
        character("\\x{\(String(scalar.value, radix: 16))}")
    }

    /// The class that a pattern of one character stands for, under the present flags.
    private mutating func character(_ source: String) -> RegexNode {
        let key = flags.prefix + source
        if let number = numbers[key] { return .character(number) }
        numbers[key] = classes.count
        classes.append(RegexClass(source, flags: flags.prefix))
        return .character(classes.count - 1)
    }

    private mutating func group() -> RegexNode {
        let outer = flags
        at += 1
        let wrap: (RegexNode) -> RegexNode
        if take("?#") {
            while let scalar = current, scalar != ")" {
                _ = scalar
                at += 1
            }
            at += 1
            return .empty
        } else if take("?:") {
            wrap = { $0 }
        } else if take("?>") {
            wrap = { .atomic($0) }
        } else if take("?=") {
            wrap = { .look($0, isNegative: false) }
        } else if take("?!") {
            wrap = { .look($0, isNegative: true) }
        } else if take("?<=") {
            wrap = { .lookBehind($0, isNegative: false) }
        } else if take("?<!") {
            wrap = { .lookBehind($0, isNegative: true) }
        } else if take("?<") {
            while let scalar = current, scalar != ">" {
                _ = scalar
                at += 1
            }
            at += 1
            wrap = { $0 }
        } else if take("?") {
            guard readFlags() else { return unsupported() }
            // `(?i)` holds to the end of the group that it stands in.
            if take(")") { return .empty }
            guard take(":") else { return unsupported() }
            wrap = { $0 }
        } else {
            wrap = { $0 }
        }
        let inner = alternatives()
        flags = outer
        guard take(")") else { return unsupported() }
        return wrap(inner)
    }

    private mutating func readFlags() -> Bool {
        var value = true
        while let scalar = current, scalar != ")", scalar != ":" {
            switch scalar {
            case "-": value = false
            case "i": flags.ignoresCase = value
            case "s": flags.dotTakesLineEnds = value
            case "m": flags.isMultiline = value
            default: return false
            }
            at += 1
        }
        return true
    }

    private mutating func bracket() -> RegexNode {
        let start = at
        var depth = 0
        while let scalar = current {
            at += 1
            switch scalar {
            case "\\": at += 1
            case "[":
                depth += 1
                // A bracket right behind the opening one is a character of the class.
                if current == "^" { at += 1 }
                if current == "]" { at += 1 }
            case "]": depth -= 1
            default: break
            }
            if depth == 0 { break }
        }
        return character(text(start..<min(at, pattern.count)))
    }

    private func text(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(pattern[range]))
    }

    private mutating func escape() -> RegexNode {
        let start = at
        at += 1
        guard let scalar = current else { return unsupported() }
        at += 1
        switch scalar {
        case "b": return .assertion(.wordBoundary)
        case "B": return .assertion(.noWordBoundary)
        case "A": return .assertion(.textStart)
        case "z": return .assertion(.textEnd)
        case "Z": return .assertion(.lastLineEnd)
        case "1"..."9", "k", "G", "R", "X", "Q", "c", "0": return unsupported()
        case "p", "P", "N":
            skipBraces()
            return character(text(start..<at))
        case "x":
            if current == "{" { skipBraces() } else { skipDigits(2) }
            return character(text(start..<at))
        case "u":
            skipDigits(4)
            return character(text(start..<at))
        case "U":
            skipDigits(8)
            return character(text(start..<at))
        case "d", "D", "s", "S", "w", "W", "h", "H", "v", "V", "n", "r", "t", "f", "a", "e":
            return character(text(start..<at))
        default: return literal(scalar)
        }
    }

    private mutating func skipBraces() {
        guard current == "{" else {
            at = min(at + 1, pattern.count)
            return
        }
        while let scalar = current {
            at += 1
            if scalar == "}" { break }
        }
    }

    private mutating func skipDigits(_ count: Int) {
        for _ in 0..<count {
            guard let scalar = current, Character(scalar).isHexDigit else { return }
            at += 1
        }
    }
}

/// A name in a template, numbered so that scopes compare integers instead of strings.
struct Symbol: Sendable {
    let id: Int
    let text: String
}

/// A parsed expression.
struct Term: Sendable {
    let kind: Kind
    let line: Int
    /// The height of the subtree, in terms; 1 for a leaf.
    let depth: Int

    indirect enum Kind: Sendable {
        case literal(Literal)
        case name(Symbol)
        /// The text of the block being filtered: `{% filter upper %}`.
        case captured
        case list([Term])
        case tuple([Term])
        case dictionary([(key: Term, value: Term)])
        case attribute(Term, String)
        case item(Term, Term)
        case slice(Term, from: Term?, to: Term?, step: Term?)
        case call(Term, ArgumentTerms)
        case filter(Term, String, ArgumentTerms)
        case test(Term, String, ArgumentTerms)
        case negative(Term)
        case positive(Term)
        case not(Term)
        case arithmetic(ArithmeticOperator, Term, Term)
        case concatenation([Term])
        case comparison(Term, [(ComparisonOperator, Term)])
        case and(Term, Term)
        case or(Term, Term)
        case conditional(test: Term, then: Term, otherwise: Term?)
    }

    init(_ kind: Kind, line: Int) {
        self.kind = kind
        self.line = line
        depth = 1 + (kind.children.map(\.depth).max() ?? 0)
    }
}

/// A constant in the source.
enum Literal: Sendable {
    case none
    case bool(Bool)
    case integer(Int128)
    case float(Double)
    case string(String)
}

/// The arguments of a call, as parsed.
struct ArgumentTerms: Sendable {
    var positional: [Term] = []
    var named: [(name: String, value: Term)] = []
    /// `*values`
    var spread: Term?
    /// `**options`
    var namedSpread: Term?

    var all: [Term] {
        positional + named.map(\.value) + [spread, namedSpread].compactMap { $0 }
    }
}

enum ArithmeticOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case power = "**"
}

enum ComparisonOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case isNotIn = "not in"
}

extension Term.Kind {
    /// The direct subterms.
    var children: [Term] {
        switch self {
        case .literal, .name, .captured: []
        case .list(let items), .tuple(let items), .concatenation(let items): items
        case .dictionary(let pairs): pairs.flatMap { [$0.key, $0.value] }
        case .attribute(let base, _), .negative(let base), .positive(let base), .not(let base):
            [base]
        case .item(let base, let key): [base, key]
        case .slice(let base, let from, let to, let step):
            [base] + [from, to, step].compactMap { $0 }
        case .call(let base, let arguments), .filter(let base, _, let arguments),
            .test(let base, _, let arguments):
            [base] + arguments.all
        case .arithmetic(_, let left, let right), .and(let left, let right),
            .or(let left, let right):
            [left, right]
        case .comparison(let first, let rest): [first] + rest.map(\.1)
        case .conditional(let test, let then, let otherwise):
            [test, then] + (otherwise.map { [$0] } ?? [])
        }
    }
}

/// A parsed statement: text, output, branch, loop or definition.
indirect enum Statement: Sendable {
    case text(TracedText)
    case output(Term)
    case conditional([(test: Term, body: [Statement])], otherwise: [Statement])
    case loop(LoopStatement)
    case assign(Target, Term)
    /// `{% set name | filter %}…{% endset %}`
    case assignBlock(Target, filter: Term, body: [Statement])
    case macro(MacroStatement)
    case call(Term, caller: MacroStatement)
    case filter(Term, body: [Statement])
    case with([(Target, Term)], body: [Statement])
    /// A body with a scope of its own: `{% generation %}`.
    case scope([Statement])
    case autoescape(Term, [Statement])
    /// `{% block name %}`; without `scoped` it sees the variables of the whole template only.
    case block([Statement], seesScope: Bool)
    case breakLoop
    case continueLoop
}

/// The left side of an assignment: a name, a tuple or an attribute of a namespace.
indirect enum Target: Sendable {
    case name(Symbol)
    case tuple([Target])
    case attribute(Symbol, String, line: Int)
}

/// `{% for target in items if condition recursive %}`
final class LoopStatement: Sendable {
    let target: Target
    let items: Term
    let condition: Term?
    let isRecursive: Bool
    let body: [Statement]
    let otherwise: [Statement]
    /// The symbol of the name `loop`.
    let loop: Symbol
    let line: Int

    init(
        target: Target,
        items: Term,
        condition: Term?,
        isRecursive: Bool,
        body: [Statement],
        otherwise: [Statement],
        loop: Symbol,
        line: Int
    ) {
        self.target = target
        self.items = items
        self.condition = condition
        self.isRecursive = isRecursive
        self.body = body
        self.otherwise = otherwise
        self.loop = loop
        self.line = line
    }
}

/// A macro, or the body of a `{% call %}` block.
final class MacroStatement: Sendable {
    let name: Symbol
    let parameters: [(symbol: Symbol, defaultValue: Term?)]
    let body: [Statement]
    /// `varargs`, `kwargs` and `caller`, if the body mentions them; only then does the macro accept
    /// surplus arguments or a caller.
    let varargs: Symbol?
    let kwargs: Symbol?
    let caller: Symbol?
    let line: Int

    init(
        name: Symbol,
        parameters: [(symbol: Symbol, defaultValue: Term?)],
        body: [Statement],
        varargs: Symbol?,
        kwargs: Symbol?,
        caller: Symbol?,
        line: Int
    ) {
        self.name = name
        self.parameters = parameters
        self.body = body
        self.varargs = varargs
        self.kwargs = kwargs
        self.caller = caller
        self.line = line
    }
}

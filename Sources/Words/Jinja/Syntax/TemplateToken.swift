/// A token of a template's source, with its line.
struct TemplateToken {
    enum Kind {
        /// Text outside of tags; white space is already trimmed as the tags around it require.
        case data(TracedText)
        /// `{%`
        case blockBegin
        /// `%}`
        case blockEnd
        /// `{{`
        case outputBegin
        /// `}}`
        case outputEnd
        case name(String)
        case string(String)
        case integer(Int128)
        case float(Double)
        case mark(Mark)
        /// The end of the source.
        case end
    }

    /// Operators and brackets.
    ///
    /// The lexer takes the first match, so a longer mark must come before its prefixes: `**` before
    /// `*`.
    enum Mark: String, CaseIterable {
        case power = "**"
        case floorDivide = "//"
        case equal = "=="
        case notEqual = "!="
        case greaterOrEqual = ">="
        case lessOrEqual = "<="
        case greater = ">"
        case less = "<"
        case plus = "+"
        case minus = "-"
        case divide = "/"
        case multiply = "*"
        case remainder = "%"
        case join = "~"
        case leftBracket = "["
        case rightBracket = "]"
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBrace = "{"
        case rightBrace = "}"
        case assign = "="
        case dot = "."
        case colon = ":"
        case pipe = "|"
        case comma = ","
        case semicolon = ";"
    }

    let kind: Kind
    let line: Int
}

extension TemplateToken {
    /// The token's name in an error message.
    var description: String {
        switch kind {
        case .data: "text"
        case .blockBegin: "'{%'"
        case .blockEnd: "the end of the tag"
        case .outputBegin: "'{{'"
        case .outputEnd: "'}}'"
        case .name(let name): "'\(name)'"
        case .string: "a string"
        case .integer, .float: "a number"
        case .mark(let mark): "'\(mark.rawValue)'"
        case .end: "the end of the template"
        }
    }

    func isName(_ name: String) -> Bool {
        if case .name(name) = kind { true } else { false }
    }

    func isMark(_ mark: Mark) -> Bool {
        if case .mark(mark) = kind { true } else { false }
    }

    var isBlockEnd: Bool {
        if case .blockEnd = kind { true } else { false }
    }
}

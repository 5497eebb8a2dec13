/// A token of an answer.
indirect enum MathToken: Hashable, Sendable {
    /// Digits, with at most one point.
    case number(String)
    /// A letter, or a LaTeX name with its backslash.
    case variable(String)
    /// A function by its name.
    case function(String)
    /// A command that takes arguments in braces: a root, a fraction, a binomial coefficient.
    case command(String)
    /// A sign of one character: operators, brackets, commas.
    case sign(Character)
    /// Words, from `\text{…}` or plain text.
    case words(String)
    /// A matrix or another environment of rows and cells, by the environment's name.
    case rows(environment: String, [[[PlacedToken]]])

    /// Whether a value may end here.
    var endsValue: Bool {
        switch self {
        case .number, .variable, .rows: true
        case .sign(let sign): ")]}!°%".contains(sign)
        default: false
        }
    }
}

/// A token with its position and whether white space comes before it.
struct PlacedToken: Hashable, Sendable {
    let token: MathToken
    let isSpaced: Bool
    /// The token's start in the text, in code points.
    let position: Int
}

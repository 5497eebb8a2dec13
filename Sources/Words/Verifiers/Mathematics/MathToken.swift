/// A token of an answer.
enum MathToken: Hashable {
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

    /// Whether a value may end here.
    var endsValue: Bool {
        switch self {
        case .number, .variable: true
        case .sign(let sign): ")]}!".contains(sign)
        default: false
        }
    }
}

/// A token with its position and whether white space comes before it.
struct PlacedToken {
    let token: MathToken
    let isSpaced: Bool
    /// The token's start in the text, in code points.
    let position: Int
}

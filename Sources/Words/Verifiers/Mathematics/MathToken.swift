/// A piece of an answer.
enum MathToken: Hashable {
    /// Digits, with at most one point.
    case number(String)
    /// A letter or a name with a backslash, with what stands below it.
    case variable(String)
    /// A function by its name.
    case function(String)
    /// A root, a fraction, a sum in a frame: what takes arguments in braces.
    case command(String)
    /// A sign of one character: operators, brackets, commas.
    case sign(Character)
    /// Words, of `\text{…}` or plain.
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

/// A token, and whether white space stands before it.
struct PlacedToken {
    let token: MathToken
    let isSpaced: Bool
    /// Where it begins in the text.
    let position: Int
}

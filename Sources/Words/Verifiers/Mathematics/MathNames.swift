/// The meanings of names and signs in answers.
enum MathNames {
    /// Commands that do not change an answer's value.
    static let silent: Set<String> = [
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
        "biggr", "displaystyle", "textstyle", "limits", "quad", "qquad", "circ", "rm",
        "bf",
        "boldmath", "hfill", "nolimits", "middle", "thinspace", "hline",
    ]

    /// Commands whose braces hold words or a font change.
    static let frames: Set<String> = [
        "text", "textbf", "textit", "textrm", "textsf", "texttt", "mathrm", "mathbf", "mathit",
        "mathsf", "mathbb", "mathcal", "operatorname", "mbox", "hbox", "emph", "boldsymbol", "bm",
    ]

    /// Words that join the elements of a list.
    static let joiningWords: Set<String> = ["or", "and", "OR", "AND"]

    /// Commands that take arguments.
    static let commands: Set<String> = [
        "frac", "dfrac", "tfrac", "cfrac", "sqrt", "binom", "dbinom",
    ]

    /// Commands that stand for one sign.
    static let signs: [String: Character] = [
        "cdot": "*", "times": "*", "ast": "*", "div": "/", "cup": "∪", "cap": "∩", "pm": "±",
        "mp": "±", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥",
        "lt": "<", "gt": ">", "ne": "≠", "neq": "≠", "in": "∈", "approx": "≈", "lbrace": "‹",
        "rbrace": "›", "lbrack": "[", "rbrack": "]", "langle": "(", "rangle": ")", "vert": "|",
        "lvert": "|", "rvert": "|", "colon": ":", "equiv": "=", "lor": ",", "vee": ",", "land": ",",
        "wedge": ",", "to": "→", "rightarrow": "→", "degree": "°", "setminus": "∖",
        "backslash": "∖", "choose": "⑂",
    ]

    /// Names that have a meaning in plain text, without a backslash.
    static let plain: [String: MathToken] = [
        "sqrt": .command("sqrt"), "pi": .variable("\\pi"), "infinity": .variable("\\infty"),
        "inf": .variable("\\infty"), "sin": .function("sin"), "cos": .function("cos"),
        "tan": .function("tan"), "log": .function("log"), "ln": .function("ln"),
        "exp": .function("exp"), "arcsin": .function("arcsin"), "arccos": .function("arccos"),
        "arctan": .function("arctan"), "abs": .function("abs"), "or": .sign(","), "and": .sign(","),
        "minus": .sign("-"), "percent": .sign("%"),
        "theta": .variable("\\theta"), "alpha": .variable("\\alpha"), "beta": .variable("\\beta"),
    ]

    /// Characters with the tokens that they stand for; ignored characters have none.
    static let characters: [Unicode.Scalar: [MathToken]] = [
        "$": [], "€": [], "£": [], "¥": [], "₹": [], "¢": [], ";": [.sign(",")], "º": [.sign("°")],
        "\"": [],
        "`": [], "\u{200B}": [], "−": [.sign("-")], "–": [.sign("-")], "‐": [.sign("-")],
        "—": [.sign("-")], "\u{2011}": [.sign("-")], "\u{2012}": [.sign("-")],
        "\u{FE63}": [.sign("-")], "\u{FF0D}": [.sign("-")], "ℝ": [reals], "×": [.sign("*")],
        "·": [.sign("*")], "⋅": [.sign("*")],
        "∙": [.sign("*")], "÷": [.sign("/")], "⁄": [.sign("/")], "π": [.variable("\\pi")],
        "∞": [.variable("\\infty")], "√": [.command("sqrt")], "θ": [.variable("\\theta")],
        "α": [.variable("\\alpha")], "β": [.variable("\\beta")], "∅": [.variable("\\emptyset")],
        "½": fraction(1, 2), "⅓": fraction(1, 3),
        "⅔": fraction(2, 3), "¼": fraction(1, 4), "¾": fraction(3, 4), "⅕": fraction(1, 5),
        "⅛": fraction(1, 8), "⅙": fraction(1, 6),
    ]

    /// Raised characters, which are exponents, with what they raise.
    static let raised: [Unicode.Scalar: Unicode.Scalar] = [
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
        "⁹": "9", "⁻": "-", "⁺": "+", "ⁿ": "n",
    ]

    /// The real numbers.
    static let reals = MathToken.variable("\\mathbb{R}")

    /// Words of a statement that deny or doubt the value in it.
    static let denials: Set<String> = [
        "not", "cannot", "never", "neither", "nor", "wrong", "incorrect",
    ]

    /// Functions of an angle.
    static let trigonometric: Set<String> = ["sin", "cos", "tan", "sec", "csc", "cot"]

    /// Whether a run of letters is a word or a unit, rather than a product of variables.
    static func isWord(_ run: String, afterSpaceAndValue: Bool) -> Bool {
        run.count >= 4 || shortWords.contains(run.lowercased())
            || afterSpaceAndValue && run.count == 3
    }

    private static let shortWords: Set<String> = [
        "cm", "mm", "km", "kg", "mg", "ml", "ft", "in", "mi", "hr", "hrs", "min", "sec", "ms", "lb",
        "lbs", "oz", "yd", "mph", "kph", "usd", "of", "the", "is", "are", "per", "sq", "cu", "deg",
        "rad", "no", "yes", "all", "day", "men", "box", "kw", "mw", "hz", "db", "cc", "gb", "mb",
        "to", "by", "for", "not", "any", "if", "as", "at", "on", "so", "we", "am", "an", "it",
    ]

    /// Units that are units only when set apart after a number; elsewhere variables.
    static let unitLetters: Set<String> = [
        "m", "s", "g", "h", "l", "L", "A", "V", "W", "N", "J", "K", "C", "F", "Hz", "t",
    ]

    private static func fraction(_ top: Int, _ bottom: Int) -> [MathToken] {
        [
            .command("frac"), .sign("{"), .number("\(top)"), .sign("}"), .sign("{"),
            .number("\(bottom)"), .sign("}"),
        ]
    }
}

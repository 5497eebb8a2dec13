/// What a reader thinks of an answer's length, as the report's human evaluation has it.
enum LengthPerception: String, CaseIterable, Sendable {
    case tooShort = "too_short"
    case justRight = "just_right"
    case tooLong = "too_long"

    /// The word with which a judge says it.
    var word: String {
        switch self {
        case .tooShort: "short"
        case .justRight: "right"
        case .tooLong: "long"
        }
    }

    /// The rule without a judge: the answer's words over those of the other answer.
    ///
    /// - Parameters:
    ///   - low: A smaller ratio is too short.
    ///   - high: A greater ratio is too long.
    init(_ answer: String, beside other: String, low: Double, high: Double) {
        let ratio = Double(Self.words(answer)) / Double(max(1, Self.words(other)))
        self = ratio < low ? .tooShort : ratio > high ? .tooLong : .justRight
    }

    private static func words(_ text: String) -> Int {
        text.split(whereSeparator: \.isWhitespace).count
    }

    static let figures = [
        Figure("too_short", "too short", better: .lower),
        Figure("just_right", "just right"),
        Figure("too_long", "too long", better: .lower),
    ]

    /// What a perception adds to ``figures``.
    var shares: [String: Share] {
        Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0.rawValue, Share($0 == self)) })
    }
}

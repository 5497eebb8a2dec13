public import JSON

/// What a verifier says of an answer.
public struct Verdict: Equatable, Sendable {
    /// Which verifier it was: "math" or "instructions".
    public let verifier: String
    /// Whether all checks passed.
    public let passed: Bool
    /// The share of checks that passed, from 0 to 1.
    public let score: Double
    /// What is wrong, in a few words; empty if nothing is.
    public let detail: String

    /// A verdict of any verifier.
    public init(verifier: String, passed: Bool, score: Double, detail: String = "") {
        self.verifier = verifier
        self.passed = passed
        self.score = score
        self.detail = detail
    }

    /// The verdict as a field of a record.
    public var json: JSON {
        [
            "verifier": .string(verifier), "passed": .bool(passed), "score": .double(score),
            "detail": .string(detail),
        ]
    }
}

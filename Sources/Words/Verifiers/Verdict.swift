public import JSON

/// The result of a verifier's check of an answer.
public struct Verdict: Equatable, Sendable {
    /// The verifier's name: "math" or "instructions".
    public let verifier: String
    /// Whether all checks passed.
    public let passed: Bool
    /// The share of checks that passed, from 0 to 1.
    public let score: Double
    /// A short description of the failure; empty if all checks passed.
    public let detail: String

    /// Creates the verdict of a verifier.
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

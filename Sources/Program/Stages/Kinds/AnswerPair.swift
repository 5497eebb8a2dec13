import Chat
import Dataflow
import JSON
import Text

/// An answer with its rewards and its verdict, as far as known.
struct CandidateAnswer: Sendable {
    /// A verifier's verdict.
    struct Verdict: Sendable {
        let passed: Bool
        /// The share of checks passed.
        let score: Double
        /// The verifier's name.
        let verifier: String
    }

    let record: Record
    let text: String
    /// Nil in documents without rewards.
    let reward: Reward?
    /// The weighted sum of the rewards.
    let worth: Double?
    /// Nil if no verifier applies.
    let verdict: Verdict?
    let isTruncated: Bool

    init(_ record: Record, _ settings: PairSettings) throws {
        guard let text = record[settings.response]?.string else {
            throw StageError.unusableField(
                field: settings.response, expected: "a text",
                found: record[settings.response]?.kind ?? "nothing")
        }
        self.record = record
        self.text = text
        reward = try settings.by.map { field in
            guard let reward = record[field].flatMap(Reward.init) else {
                throw StageError.unusableField(
                    field: field, expected: "rewards by name, or a number",
                    found: record[field]?.kind ?? "nothing")
            }
            return reward
        }
        worth = try reward.map(settings.weights.worth)
        verdict = record[settings.verdict].flatMap(Verdict.init)
        isTruncated = record["generation"]?["truncated"]?.bool ?? false
    }
}

extension CandidateAnswer.Verdict {
    fileprivate init?(_ json: JSON) {
        guard let passed = json["passed"]?.bool else { return nil }
        self.init(
            passed: passed, score: json["score"]?.double ?? (passed ? 1 : 0),
            verifier: json["verifier"]?.string ?? "")
    }
}

/// Two answers to one prompt, the better one first.
struct AnswerPair: Sendable {
    let chosen: CandidateAnswer
    let rejected: CandidateAnswer

    /// Worth of the chosen answer minus that of the rejected one; nil without rewards.
    var margin: Double? {
        guard let better = chosen.worth, let worse = rejected.worth else { return nil }
        return better - worse
    }

    /// The same pair with chosen and rejected exchanged.
    var swapped: AnswerPair { AnswerPair(chosen: rejected, rejected: chosen) }

    /// Returns why the pair is refused when rewards decide; nil if it is sound.
    func refusalByReward(_ settings: PairSettings) -> String? {
        guard let margin else { return "no rewards" }
        if isTruncated { return Self.truncated }
        if margin == 0 { return "tie" }
        if margin < settings.margin { return "margin too small" }
        return refusalOfChosen(settings) ?? refusalByText(settings)
    }

    /// Returns why the pair is refused whatever its rewards; nil if it is sound.
    func refusal(_ settings: PairSettings) -> String? {
        isTruncated ? Self.truncated : refusalByText(settings)
    }

    /// Returns a reason if the chosen answer is known to be worth less than `minChosen`, else nil.
    func refusalOfChosen(_ settings: PairSettings) -> String? {
        guard let least = settings.minChosen, let worth = chosen.worth, worth < least else {
            return nil
        }
        return "chosen not good enough"
    }

    private static let truncated = "truncated answer"

    private var isTruncated: Bool { chosen.isTruncated || rejected.isTruncated }

    private func refusalByText(_ settings: PairSettings) -> String? {
        if leaksFormat(chosen.text) || leaksFormat(rejected.text) { return "leak of format" }
        let lengths = [chosen.text.unicodeScalars.count, rejected.text.unicodeScalars.count]
        if Double(lengths.max() ?? 1) > settings.maxLengthRatio * Double(max(1, lengths.min() ?? 1))
        {
            return "length ratio"
        }
        if Shingles(chosen.text).jaccard(Shingles(rejected.text)) > settings.maxSimilarity {
            return "near-identical"
        }
        return nil
    }

    /// Returns the fields stored with a refused pair.
    func account(_ prompt: JSON) -> JSONObject {
        account(prompt, "chosen", "rejected")
    }

    /// Returns the fields stored with a pair whose better answer is unknown.
    func undecidedAccount(_ prompt: JSON) -> JSONObject {
        account(prompt, "first", "second")
    }

    private func account(_ prompt: JSON, _ one: String, _ other: String) -> JSONObject {
        var account: JSONObject = [
            "prompt": prompt, one: .string(chosen.text), other: .string(rejected.text),
        ]
        if let better = chosen.reward, let worse = rejected.reward, let margin {
            account[one + "_attributes"] = better.json
            account[other + "_attributes"] = worse.json
            account["margin"] = .double(margin)
        }
        return account
    }
}

/// Returns whether an answer has marks of the chat format or goes on to speak for the user.
func leaksFormat(_ text: String) -> Bool {
    var text = text
    let isSuspect = text.withUTF8 { utf8 in
        ChatMarks.all.first(in: Array(utf8)[...], wholeWords: false) != nil
    }
    guard isSuspect else { return false }
    if ChatMarks.marks.contains(where: text.contains) { return true }
    return text.split(whereSeparator: \.isNewline).contains { line in
        ChatMarks.speakers.contains { line.hasPrefix($0) }
    }
}

/// Marks that chat templates put between turns, and labels of written turns.
private enum ChatMarks {
    static let marks = [
        "<|", "|>", "[INST]", "[/INST]", "<start_of_turn>", "<end_of_turn>", "<s>", "</s>",
    ]
    static let speakers = ["User:", "Assistant:", "Human:", "System:"]
    /// All marks and labels; most texts have none, which saves the closer look.
    static let all = PhraseList(marks + speakers)
}

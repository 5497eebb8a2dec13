import Dataflow
import JSON
import Text

/// An answer with its rewards.
struct ScoredAnswer: Sendable {
    let record: Record
    let text: String
    let reward: Reward
    /// The weighted sum of the rewards.
    let worth: Double
    let isTruncated: Bool

    init(_ record: Record, _ settings: PairSettings) throws {
        guard let reward = record[settings.by].flatMap(Reward.init) else {
            throw StageError.unusableField(
                field: settings.by, expected: "five rewards by name",
                found: record[settings.by]?.kind ?? "nothing")
        }
        guard let text = record[settings.response]?.string else {
            throw StageError.unusableField(
                field: settings.response, expected: "a text",
                found: record[settings.response]?.kind ?? "nothing")
        }
        self.record = record
        self.text = text
        self.reward = reward
        worth = reward.scalar(weights: settings.weights)
        isTruncated = record["generation"]?["truncated"]?.bool ?? false
    }
}

/// Two answers to one prompt, the better one first.
struct AnswerPair: Sendable {
    let chosen: ScoredAnswer
    let rejected: ScoredAnswer

    var margin: Double { chosen.worth - rejected.worth }

    /// Why this pair would teach something wrong; nil if it is sound.
    func refusal(_ settings: PairSettings) -> String? {
        if chosen.isTruncated || rejected.isTruncated { return "truncated answer" }
        if margin == 0 { return "tie" }
        if margin < settings.margin { return "margin too small" }
        if let least = settings.minChosen, chosen.worth < least { return "chosen not good enough" }
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

    /// What is kept of a refused pair.
    func account(_ prompt: JSON) -> JSONObject {
        [
            "prompt": prompt, "chosen": .string(chosen.text), "rejected": .string(rejected.text),
            "chosen_attributes": chosen.reward.json, "rejected_attributes": rejected.reward.json,
            "margin": .double(margin),
        ]
    }
}

/// Whether an answer shows marks of the chat format, or goes on to speak for the user.
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

/// What chat templates put between turns, and how people write turns down.
private enum ChatMarks {
    static let marks = [
        "<|", "|>", "[INST]", "[/INST]", "<start_of_turn>", "<end_of_turn>", "<s>", "</s>",
    ]
    static let speakers = ["User:", "Assistant:", "Human:", "System:"]
    /// Most texts have none of them anywhere.
    static let all = PhraseList(marks + speakers)
}

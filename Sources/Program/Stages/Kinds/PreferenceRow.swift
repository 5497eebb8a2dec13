import Chat
import JSON

/// A preference triplet in the canonical form, which exports project onto what trainers read.
struct PreferenceRow {
    let prompt: [ChatMessage]
    let pair: AnswerPair
    /// Who decided.
    let judge: RowJudge
    /// The digest of everything that decided the run's content.
    let fingerprint: String

    private static let rewardNames = [
        "chosen_reward", "rejected_reward", "margin", "chosen_attributes", "rejected_attributes",
    ]

    /// The fields of every row; those about rewards are in all rows of a stage or in none.
    static func names(withRewards: Bool) -> [String] {
        ["kind", "task", "topic", "source", "prompt", "chosen", "rejected"]
            + (withRewards ? rewardNames : [])
            + ["judge", "chosen_model", "rejected_model", "parents", "pipeline"]
    }

    /// Every row has the same keys with values of the same types, whoever decided: readers infer one
    /// schema.
    var fields: JSONObject {
        let record = pair.chosen.record
        var row: JSONObject = [
            "kind": "preference",
            "task": record["task"]?.string.map(JSON.string) ?? "",
            "topic": .array(topics(record["topic"])),
            "source": record["source"]?.string.map(JSON.string) ?? "",
            "prompt": .array(prompt.map(\.json)),
            "chosen": .array([ChatMessage(role: "assistant", content: pair.chosen.text).json]),
            "rejected": .array([ChatMessage(role: "assistant", content: pair.rejected.text).json]),
        ]
        for (name, value) in zip(Self.rewardNames, rewards) { row[name] = value }
        return row.merging([
            "judge": judge.json,
            "chosen_model": model(of: pair.chosen), "rejected_model": model(of: pair.rejected),
            "parents": .array(
                [pair.chosen, pair.rejected].map { .string($0.record.id.description) }),
            "pipeline": .string("sha256:\(fingerprint)"),
        ])
    }

    /// The values of the reward fields, in their order; none without rewards.
    private var rewards: [JSON] {
        guard let better = pair.chosen.worth, let worse = pair.rejected.worth,
            let chosen = pair.chosen.reward, let rejected = pair.rejected.reward
        else { return [] }
        return [
            .double(better), .double(worse), .double(better - worse), chosen.json, rejected.json,
        ]
    }

    private func topics(_ topic: JSON?) -> [JSON] {
        switch topic {
        case .string(let name): [.string(name)]
        case .array(let names): names
        default: []
        }
    }

    private func model(of answer: CandidateAnswer) -> JSON {
        answer.record["generation"]?["model"]?.string.map(JSON.string) ?? ""
    }
}

/// Who decided which of two answers is better: a row's `judge`.
enum RowJudge: Sendable {
    /// A verifier let one pass and the other not.
    case groundTruth(verifier: String)
    /// An LLM preferred one in both orders.
    case model(String)
    /// A reward model gave one more.
    case reward(String)

    var json: JSON {
        switch self {
        case .groundTruth(let verifier):
            ["kind": "ground_truth", "model": .string(verifier)]
        case .model(let name): ["kind": "llm_judge", "model": .string(name)]
        case .reward(let name): ["kind": "reward_model", "model": .string(name)]
        }
    }
}

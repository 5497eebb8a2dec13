import JSON

/// A preference triplet in the canonical form, which exports project onto what trainers read.
struct PreferenceRow {
    let prompt: [ChatMessage]
    let pair: AnswerPair
    /// The digest of everything that decided the run's content.
    let fingerprint: String

    static let names = [
        "kind", "task", "topic", "source", "prompt", "chosen", "rejected", "chosen_reward",
        "rejected_reward", "margin", "chosen_attributes", "rejected_attributes", "judge",
        "chosen_model", "rejected_model", "parents", "pipeline",
    ]

    /// Every row has the same keys with values of the same types: readers infer one schema.
    var fields: JSONObject {
        let record = pair.chosen.record
        return [
            "kind": "preference",
            "task": record["task"]?.string.map(JSON.string) ?? "",
            "topic": .array(topics(record["topic"])),
            "source": record["source"]?.string.map(JSON.string) ?? "",
            "prompt": .array(prompt.map(\.json)),
            "chosen": .array([ChatMessage(role: "assistant", content: pair.chosen.text).json]),
            "rejected": .array([ChatMessage(role: "assistant", content: pair.rejected.text).json]),
            "chosen_reward": .double(pair.chosen.worth),
            "rejected_reward": .double(pair.rejected.worth),
            "margin": .double(pair.margin),
            "chosen_attributes": pair.chosen.reward.json,
            "rejected_attributes": pair.rejected.reward.json,
            "judge": [
                "kind": "reward_model",
                "model": record["rewardModel"]?.string.map(JSON.string) ?? "",
            ],
            "chosen_model": model(of: pair.chosen), "rejected_model": model(of: pair.rejected),
            "parents": .array(
                [pair.chosen, pair.rejected].map { .string($0.record.id.description) }),
            "pipeline": .string("sha256:\(fingerprint)"),
        ]
    }

    private func topics(_ topic: JSON?) -> [JSON] {
        switch topic {
        case .string(let name): [.string(name)]
        case .array(let names): names
        default: []
        }
    }

    private func model(of answer: ScoredAnswer) -> JSON {
        answer.record["generation"]?["model"]?.string.map(JSON.string) ?? ""
    }
}

import Chat
import Dataflow
import JSON

/// A preference triplet in the canonical form, from which exports derive trainers' formats.
struct PreferenceRow {
    let prompt: [ChatMessage]
    let pair: AnswerPair
    let settings: PairSettings
    /// The judge that decided.
    let judge: RowJudge
    /// Digest of everything that decides the run's content.
    let fingerprint: String

    private static let rewardNames = [
        "chosen_reward", "rejected_reward", "margin", "chosen_attributes", "rejected_attributes",
    ]

    /// Returns the fields of every row; the reward fields are in all rows of a stage or in none.
    static func names(withRewards: Bool, kept: [String]) -> [String] {
        ["kind"] + ownFields + kept.filter { !ownFields.contains($0) }
            + ["prompt", "chosen", "rejected"] + (withRewards ? rewardNames : [])
            + ["judge", "chosen_model", "rejected_model"]
            + (kept.isEmpty ? [] : ["chosen_meta", "rejected_meta"]) + ["parents", "pipeline"]
    }

    /// Returns the forms of the row's own fields.
    ///
    /// - Parameter reward: The form of the answers' rewards; nil without them.
    static func forms(reward: FieldForm?, kept: [String]) -> [String: FieldForm] {
        let meta = FieldForm.members(kept)
        // A reward that is a number becomes an object with one attribute.
        let attributes: FieldForm = if case .object = reward { reward ?? .any } else { .any }
        let scalars = ["kind", "task", "source", "chosen_model", "rejected_model", "pipeline"]
        let own: [String: FieldForm] = [
            "topic": .list(.any), "prompt": .conversation, "chosen": .conversation,
            "rejected": .conversation, "chosen_reward": .scalar, "rejected_reward": .scalar,
            "margin": .scalar, "chosen_attributes": attributes, "rejected_attributes": attributes,
            "judge": .pairJudge, "chosen_meta": meta, "rejected_meta": meta,
            "parents": .list(.scalar),
        ]
        return scalars.reduce(into: own) { $0[$1] = .scalar }
    }

    /// The fields of the chosen answer's record that every row takes over, kept or not.
    static let ownFields = ["task", "topic", "source"]

    /// The row's fields. Every row has the same keys with values of the same types, whoever
    /// decided: readers infer one schema. A kept field whose values differ is null in the row itself.
    var fields: JSONObject {
        let record = pair.chosen.record
        var row: JSONObject = [
            "kind": "preference",
            "task": record["task"]?.string.map(JSON.string) ?? "",
            "topic": .array(topics(record["topic"])),
            "source": record["source"]?.string.map(JSON.string) ?? "",
        ]
        for (name, value) in settings.shared(by: pair.records).pairs where row[name] == nil {
            row[name] = value
        }
        row = row.merging([
            "prompt": .array(prompt.map(\.json)),
            "chosen": .array([ChatMessage(role: "assistant", content: pair.chosen.text).json]),
            "rejected": .array([ChatMessage(role: "assistant", content: pair.rejected.text).json]),
        ])
        for (name, value) in zip(Self.rewardNames, rewards) { row[name] = value }
        row = row.merging([
            "judge": judge.json,
            "chosen_model": model(of: pair.chosen), "rejected_model": model(of: pair.rejected),
        ])
        if !settings.kept.isEmpty {
            row["chosen_meta"] = .object(settings.meta(of: pair.chosen.record))
            row["rejected_meta"] = .object(settings.meta(of: pair.rejected.record))
        }
        return row.merging([
            "parents": .array(pair.records.map { .string($0.id.description) }),
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

/// The judge that decided a pair: a row's `judge`.
enum RowJudge: Sendable {
    /// A verifier passed one answer and not the other.
    case groundTruth(verifier: String)
    /// An LLM preferred one answer in both orders.
    case model(String)
    /// A reward model scored one answer higher.
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

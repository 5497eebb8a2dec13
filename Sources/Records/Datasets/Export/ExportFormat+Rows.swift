import JSON

extension ExportFormat {
    /// Returns the training purpose of a record; nil if the format has one kind of row only.
    func purpose(of record: JSONObject) -> TrainingPurpose? {
        switch self {
        case .trl, .trlSFT, .jsonl: nil
        case .nemoAligner, .nemoRL, .axolotl, .llamaFactory, .openRLHF:
            TrainingRow(record).purpose
        }
    }

    /// Returns a record's row in this format.
    func row(for record: JSONObject) throws(Inexpressible) -> JSONObject {
        let row = TrainingRow(record)
        if purpose(of: record) == .imitation { return try conversationRow(row) }
        return switch self {
        case .trl: try trl(row)
        case .trlSFT: try conversationRow(row)
        case .nemoAligner: try nemoAligner(row)
        case .nemoRL: try nemoRL(row)
        case .axolotl: try axolotl(row)
        case .llamaFactory: try llamaFactory(row)
        case .openRLHF: try openRLHF(row)
        case .jsonl: record
        }
    }

    private func trl(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        var object: JSONObject = [
            "prompt": try row.prompt.json, "chosen": try row.chosen.json,
            "rejected": try row.rejected.json,
        ]
        object.set("chosen_reward", row.rewards.chosen)
        object.set("rejected_reward", row.rewards.rejected)
        object.set("margin", row.rewards.margin)
        return object
    }

    private func openRLHF(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        var object: JSONObject = [
            "prompt": try row.prompt.json, "chosen": try row.chosen.json,
            "rejected": try row.rejected.json,
        ]
        object.set("margin", row.rewards.margin)
        return object
    }

    private func nemoAligner(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        var object: JSONObject = [
            "prompt": try row.prompt.json,
            "chosen_response": try TrainingRow.single(row.chosen, "chosen").json,
            "rejected_response": try TrainingRow.single(row.rejected, "rejected").json,
        ]
        object.set("chosen_reward", row.rewards.chosen)
        object.set("rejected_reward", row.rewards.rejected)
        return object
    }

    /// Returns NeMo-RL's ranked row; rank 0 is the best.
    ///
    /// `reward` is read by the reward-aware loss proposed for NeMo-RL.
    private func nemoRL(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        var best: JSONObject = ["rank": 0, "completion": try row.chosen.json]
        best.set("reward", row.rewards.chosen)
        var worst: JSONObject = ["rank": 1, "completion": try row.rejected.json]
        worst.set("reward", row.rewards.rejected)
        return ["context": try row.prompt.json, "completions": [.object(best), .object(worst)]]
    }

    private func axolotl(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        [
            "messages": try row.prompt.json,
            "chosen": try TrainingRow.single(row.chosen, "chosen").json,
            "rejected": try TrainingRow.single(row.rejected, "rejected").json,
        ]
    }

    /// Returns a ShareGPT row: human and gpt alternate, the human first and last.
    ///
    /// The system prompt has a field of its own.
    private func llamaFactory(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        let (system, turns) = try TurnsInTurn.split(row.prompt, "the prompt")
        guard turns.count % 2 == 1 else {
            throw Inexpressible("the prompt does not end with a user's message")
        }
        return [
            "conversations": .array(turns.map(Self.shareGPT)), "system": .string(system),
            "chosen": Self.shareGPT(try TrainingRow.single(row.chosen, "chosen")),
            "rejected": Self.shareGPT(try TrainingRow.single(row.rejected, "rejected")),
        ]
    }

    static func shareGPT(_ message: Message) -> JSON {
        ["from": message.role == "user" ? "human" : "gpt", "value": .string(message.content)]
    }
}

extension JSONObject {
    /// Sets a number unless it is nil; always a double, so that a column has one type in all rows.
    fileprivate mutating func set(_ key: String, _ value: Double?) {
        if let value { self[key] = .double(value) }
    }
}

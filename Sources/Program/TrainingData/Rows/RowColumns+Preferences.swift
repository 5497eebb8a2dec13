import Chat
import JSON

extension RowColumns {
    /// The prompt and the two answers of a row, in whatever known form.
    func comparison() throws(RowRejection) -> AnswerComparison {
        if have("context", "completions") { return try ranked() }
        let (chosen, rejected): (String, String)
        if have("chosen", "rejected") {
            (chosen, rejected) = ("chosen", "rejected")
        } else if have("chosen_response", "rejected_response") {
            (chosen, rejected) = ("chosen_response", "rejected_response")
        } else {
            throw unknownForm("\"prompt\", \"chosen\" and \"rejected\"")
        }
        var (prompt, better, worse, form) = try answers(chosen, rejected)
        prompt = try withSystem(prompt)
        guard better.count == 1, worse.count == 1 else {
            throw RowRejection(
                "an answer of several turns",
                "'\(chosen)' has \(better.count), '\(rejected)' \(worse.count) after the prompt")
        }
        return AnswerComparison(
            prompt: prompt, chosen: better[0], rejected: worse[0],
            chosenReward: reward("chosen"), rejectedReward: reward("rejected"), form: form)
    }

    /// The prompt with the chosen answer, of a row that is read for SFT.
    func chosenAlone() throws(RowRejection) -> (prompt: [RowTurn], answer: RowTurn) {
        if have("rejected") {
            let comparison = try comparison()
            return (comparison.prompt, comparison.chosen)
        }
        let chosen = try turns("chosen", by: "assistant")
        let prompt = try promptColumn()
        let whole = chosen.first?.role == "assistant" ? prompt + chosen : chosen
        guard let last = whole.last else { throw RowRejection("no turns") }
        return (whole.dropLast(), last)
    }

    // MARK: Prompt and answers

    /// The prompt, and the turns of both answers after it.
    private func answers(
        _ chosen: String, _ rejected: String
    ) throws(RowRejection) -> ([RowTurn], [RowTurn], [RowTurn], form: String) {
        let better = try turns(chosen, by: "assistant")
        let worse = try turns(rejected, by: "assistant")
        let prompt = try promptColumn()
        guard better.first?.role != "assistant" || worse.first?.role != "assistant" else {
            guard !prompt.isEmpty else {
                throw RowRejection("no prompt", "there is no column with one")
            }
            return (prompt, better, worse, "prompt, \(chosen) and \(rejected)")
        }
        // Whole conversations: what both begin with is the prompt.
        var common = 0
        while common < min(better.count, worse.count),
            RowTurn.saysTheSame(better[common], worse[common])
        {
            common += 1
        }
        guard common < better.count, common < worse.count else {
            throw RowRejection("identical answers", "'\(chosen)' and '\(rejected)' say the same")
        }
        var begun = Array(better[..<common])
        guard !begun.isEmpty else {
            throw RowRejection(
                "different prompts", "'\(chosen)' and '\(rejected)' begin with other turns")
        }
        if let system = prompt.first, system.role == "system", begun[0].role != "system" {
            begun.insert(system, at: 0)
        }
        return (
            begun, Array(better[common...]), Array(worse[common...]),
            "\(chosen) and \(rejected), whole conversations"
        )
    }

    private func promptColumn() throws(RowRejection) -> [RowTurn] {
        if have("prompt") { return try prompt("prompt") }
        if have("instruction") { return try instruction() }
        guard let name = first(of: "messages", "conversations", "question", "input") else {
            return []
        }
        return try turns(name, by: "user")
    }

    /// NeMo-RL's row: a context, and completions of which the lower rank is better.
    private func ranked() throws(RowRejection) -> AnswerComparison {
        let listed = self["completions"]?.array ?? []
        let order = listed.sorted { ($0["rank"]?.double ?? 0) < ($1["rank"]?.double ?? 0) }
        guard order.count == 2, let best = order.first?.object, let worst = order.last?.object
        else {
            throw RowRejection("not two answers", "'completions' has \(listed.count)")
        }
        let better = try RowColumns(row: best).turns("completion", by: "assistant")
        let worse = try RowColumns(row: worst).turns("completion", by: "assistant")
        guard better.count == 1, worse.count == 1 else {
            throw RowRejection("an answer of several turns", "in 'completions'")
        }
        return AnswerComparison(
            prompt: try withSystem(turns("context", by: "user")), chosen: better[0],
            rejected: worse[0], chosenReward: best["reward"].flatMap(Reward.init),
            rejectedReward: worst["reward"].flatMap(Reward.init), form: "context and completions")
    }

    // MARK: Rewards

    /// The reward of the chosen or the rejected answer: its attributes, else its one number.
    private func reward(_ answer: String) -> Reward? {
        if let attributes = self[answer + "_attributes"], attributes.object != nil {
            return Reward(attributes)
        }
        for name in [answer + "_reward", answer + "_score", "score_" + answer] {
            if let value = self[name], value.object != nil { return Reward(value) }
            if let number = number(name) { return Reward(.double(number)) }
        }
        return nil
    }
}

import Chat
import JSON
import Training

extension ExampleEncoder {
    /// A row as a prompt with two answers.
    func preference(
        _ row: JSONObject, named name: String
    ) throws(RowRejection) -> MadeExample<RewardedPreference> {
        let parsed = try RowColumns(row: row).comparison()
        guard parsed.chosen.content != parsed.rejected.content else {
            throw RowRejection("identical answers", "both say the same")
        }
        if settings.needsRewards, parsed.chosenReward == nil || parsed.rejectedReward == nil {
            throw RowRejection("no rewards", "the answers have no reward")
        }
        let (pair, dropped) = try fitting(
            parsed.prompt, keeping: 1, count: { (pair: EncodedPair) in pair.length }
        ) { prompt throws(RowRejection) in
            try encoded(prompt, parsed.chosen, parsed.rejected)
        }
        var made = MadeExample(
            example: RewardedPreference(
                preference: Preference(
                    name: name, prompt: pair.prompt, chosen: pair.chosen.tokens,
                    rejected: pair.rejected.tokens, chosenRewards: parsed.chosenReward?.values,
                    rejectedRewards: parsed.rejectedReward?.values),
                rewardNames: parsed.chosenReward?.names),
            prompt: promptDigest(parsed.prompt), form: parsed.form,
            remarks: pair.chosen.remarks + pair.rejected.remarks)
        if parsed.chosenReward?.names != parsed.rejectedReward?.names {
            throw RowRejection("other attributes", "the answers' rewards have different names")
        }
        if dropped > 0 { made.remarks.append(.init(kind: .trimmed, amount: dropped)) }
        if isTooLong(pair.length) { try cut(&made, pair.length) }
        guard made.example.preference.chosen != made.example.preference.rejected else {
            throw RowRejection("identical answers", "their tokens are the same")
        }
        return made
    }

    private struct EncodedPair {
        let prompt: [Int32]
        let chosen: Response
        let rejected: Response

        var length: Int { prompt.count + max(chosen.tokens.count, rejected.tokens.count) }
    }

    private struct Response {
        var tokens: [Int32]
        var remarks: [MadeExample<RewardedPreference>.Remark] = []
    }

    private func encoded(
        _ prompt: [RowTurn], _ chosen: RowTurn, _ rejected: RowTurn
    ) throws(RowRejection) -> EncodedPair {
        let messages = prompt.map(\.message)
        let open = try turns.encode(messages, isOpen: true)
        return EncodedPair(
            prompt: open.tokens, chosen: try response(chosen, to: messages, open),
            rejected: try response(rejected, to: messages, open))
    }

    /// The tokens of an answer: what the whole conversation has after the prompt with the
    /// assistant's turn opened, up to the end-of-turn token.
    private func response(
        _ answer: RowTurn, to prompt: [ChatMessage], _ open: EncodedChat
    ) throws(RowRejection) -> Response {
        guard answer.role == "assistant" else {
            throw RowRejection("no answer", "an answer is by '\(answer.role)'")
        }
        let messages = prompt + [answer.message]
        let whole = try turns.encode(messages)
        let found = try turns.answer(messages.count - 1, to: messages, in: whole)
        var response = Response(tokens: [])
        if found.isCut { response.remarks.append(.init(kind: .rewritten, amount: 1)) }
        if whole.tokens.starts(with: open.tokens), found.range.lowerBound >= open.tokens.count {
            response.tokens = Array(whole.tokens[open.tokens.count..<found.range.upperBound])
            if !found.endsTurn { response.remarks.append(.init(kind: .noEnd, amount: 1)) }
            return response
        }
        response.tokens = try apart(whole, open, endsTurn: found.endsTurn)
        response.remarks.append(.init(kind: .apart, amount: 1))
        return response
    }

    /// The tokens of the answer encoded by itself, as the model produces it, where tokens would merge
    /// at the seam of prompt and answer.
    private func apart(
        _ whole: EncodedChat, _ open: EncodedChat, endsTurn: Bool
    ) throws(RowRejection) -> [Int32] {
        let (text, prompt) = (whole.rendered.text.utf8, open.rendered.text.utf8)
        guard text.starts(with: prompt) else {
            throw RowRejection(
                "the template rewrites the prompt",
                "with the answer it is not the prompt that the model is asked with")
        }
        var tokens = turns.chat.tokens(of: whole.rendered, in: prompt.count..<text.count)
        guard tokenizer.decode(open.tokens + tokens) == tokenizer.decode(whole.tokens) else {
            throw RowRejection(
                "tokens merge across prompt and answer",
                "encoded one by one they are another text")
        }
        guard endsTurn else { return tokens }
        if let end = tokens.firstIndex(where: tokenizer.endOfTurnTokens.contains) {
            tokens.removeSubrange((end + 1)...)
        }
        return tokens
    }

    /// Rejects a pair that is too long, or keeps the beginning of its answers.
    private func cut(
        _ made: inout MadeExample<RewardedPreference>, _ length: Int
    ) throws(RowRejection) {
        var pair = made.example.preference
        guard settings.tooLong == .truncate, let limit = settings.maxTokens else {
            throw tooLong(length)
        }
        let room = limit - pair.prompt.count
        guard room > 0 else { throw tooLong(length, "; the prompt alone \(pair.prompt.count)") }
        let before = pair.chosen.count + pair.rejected.count
        pair.chosen = Array(pair.chosen.prefix(room))
        pair.rejected = Array(pair.rejected.prefix(room))
        let gone = before - pair.chosen.count - pair.rejected.count
        made.remarks.append(.init(kind: .truncated, amount: gone, targets: gone))
        made.example.preference = pair
    }
}

/// A preference, with the names of its rewards.
struct RewardedPreference: Sendable {
    var preference: Preference
    /// Nil if the row has no rewards.
    var rewardNames: [String]?
}

import Chat
import JSON
import Training

extension ExampleEncoder {
    /// A row as a conversation with targets.
    func conversation(
        _ row: JSONObject, named name: String
    ) throws(RowRejection) -> MadeExample<Conversation> {
        let parsed = try RowColumns(row: row).conversation()
        var made: MadeExample<Conversation>
        switch parsed.content {
        case .text(let text): made = try plain(text, named: name, form: parsed.form)
        case .turns(let turns): made = try chat(turns, named: name, form: parsed.form)
        }
        if isTooLong(made.example.tokens.count) { try cut(&made) }
        guard made.example.targetCount > 0 else {
            throw RowRejection("no target", "no token of the row is to be learnt")
        }
        return made
    }

    private func chat(
        _ given: [RowTurn], named name: String, form: String
    ) throws(RowRejection) -> MadeExample<Conversation> {
        guard given.contains(where: { $0.role == "assistant" }) else {
            throw RowRejection("no answer", "no turn is by the assistant")
        }
        let lastAnswer = given.lastIndex { $0.role == "assistant" } ?? 0
        let kept = given.count - (given[..<lastAnswer].lastIndex { $0.role == "user" } ?? 0)
        let (made, dropped) = try fitting(
            given, keeping: kept,
            count: { (made: MadeExample<Conversation>) in
                made.example.tokens.count
            }
        ) { turns throws(RowRejection) in
            try encoded(turns, named: name, form: form)
        }
        var trimmed = made
        // Of the conversation as the row has it, whatever was dropped of it.
        trimmed.prompt = promptDigest(given.prefix { $0.role != "assistant" })
        guard dropped > 0 else { return trimmed }
        trimmed.remarks.append(.init(kind: .trimmed, amount: dropped))
        return trimmed
    }

    private func encoded(
        _ given: [RowTurn], named name: String, form: String
    ) throws(RowRejection) -> MadeExample<Conversation> {
        let messages = given.map(\.message)
        let answers = taught(given)
        guard !answers.isEmpty else {
            throw RowRejection("no target", "the row says of every answer that it is not learnt")
        }
        let encoded = try turns.encode(messages)
        var isTarget = [Bool](repeating: false, count: encoded.tokens.count)
        var made = MadeExample(
            example: Conversation(name: name, tokens: [], isTarget: []), prompt: 0, form: form)
        for index in answers {
            let answer = try turns.answer(index, to: messages, in: encoded)
            for position in answer.range { isTarget[position] = true }
            if !answer.endsTurn { made.remarks.append(.init(kind: .noEnd, amount: 1)) }
            if answer.isCut { made.remarks.append(.init(kind: .rewritten, amount: 1)) }
        }
        if settings.turns != .chosen, given.contains(where: { $0.isTaught == false }) {
            made.remarks.append(.init(kind: .flagged, amount: 1))
        }
        made.example = Conversation(name: name, tokens: encoded.tokens, isTarget: isTarget)
        return made
    }

    /// The indices of the turns that are learnt.
    private func taught(_ given: [RowTurn]) -> [Int] {
        let answers = given.indices.filter { given[$0].role == "assistant" }
        return switch settings.turns {
        case .all: answers
        case .last: Array(answers.suffix(1))
        case .chosen: answers.filter { given[$0].isTaught ?? true }
        }
    }

    /// A text that is learnt whole, between the tokens that the tokenizer puts around a text; its
    /// end is a target too.
    private func plain(
        _ text: String, named name: String, form: String
    ) throws(RowRejection) -> MadeExample<Conversation> {
        guard !text.isBlank else { throw RowRejection("an empty text", "'text'") }
        var tokens = turns.chat.tokens(of: text)
        var before = tokenizer.encode("", addSpecialTokens: true)
        if let eos = tokenizer.eosToken, before.last == eos { before.removeLast() }
        tokens = before + tokens
        if let eos = tokenizer.eosToken { tokens.append(eos) }
        var made = MadeExample(
            example: Conversation(
                name: name, tokens: tokens, isTarget: tokens.map { _ in true }),
            prompt: promptDigest([RowTurn(role: "text", content: text)]), form: form)
        if turns.chat.readsControlTokensAsText(in: text) {
            made.remarks.append(.init(kind: .controlText, amount: 1))
        }
        return made
    }

    /// Rejects a conversation that is too long, or keeps its beginning.
    private func cut(_ made: inout MadeExample<Conversation>) throws(RowRejection) {
        let whole = made.example
        guard settings.tooLong == .truncate, let limit = settings.maxTokens else {
            throw tooLong(whole.tokens.count)
        }
        made.example = Conversation(
            name: whole.name, tokens: Array(whole.tokens.prefix(limit)),
            isTarget: Array(whole.isTarget.prefix(limit)))
        made.remarks.append(
            .init(
                kind: .truncated, amount: whole.tokens.count - limit,
                targets: whole.targetCount - made.example.targetCount))
    }
}

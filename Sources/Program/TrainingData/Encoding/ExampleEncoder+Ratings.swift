import Chat
import JSON
import Training

extension ExampleEncoder {
    /// A row as a rated answer: the conversation up to the token that a reward head reads.
    func ratedAnswer(
        _ row: JSONObject, named name: String
    ) throws(RowRejection) -> MadeExample<RatedAnswer> {
        let parsed = try RowColumns(row: row).rated(settings.attributes)
        let kept =
            parsed.turns.count - (parsed.turns.dropLast().lastIndex { $0.role == "user" } ?? 0)
        let (tokens, dropped) = try fitting(
            parsed.turns, keeping: kept, count: { (tokens: [Int32]) in tokens.count }
        ) { turns throws(RowRejection) in
            try read(turns)
        }
        var made = MadeExample(
            example: RatedAnswer(name: name, tokens: tokens, labels: parsed.labels),
            prompt: promptDigest(parsed.turns.dropLast()), form: parsed.form)
        if dropped > 0 { made.remarks.append(.init(kind: .trimmed, amount: dropped)) }
        guard isTooLong(tokens.count) else { return made }
        guard settings.tooLong == .truncate, let limit = settings.maxTokens, let end = tokens.last,
            limit > 1
        else { throw tooLong(tokens.count) }
        // The answer loses its end, and keeps the token that a head reads.
        made.example.tokens = tokens.prefix(limit - 1) + [end]
        made.remarks.append(.init(kind: .truncated, amount: tokens.count - limit))
        return made
    }

    /// The tokens up to the one that a head reads of the last answer: the same that `score` reads.
    private func read(_ given: [RowTurn]) throws(RowRejection) -> [Int32] {
        guard let answer = given.last, answer.role == "assistant", !answer.content.isBlank else {
            throw RowRejection("an empty answer", "turn \(given.count)")
        }
        do {
            let (tokens, ends) = try turns.chat.turnEnds(of: given.map(\.message))
            return Array(tokens[...(ends.last ?? tokens.count - 1)])
        } catch {
            throw RowRejection("the template refuses the conversation", "\(error)")
        }
    }
}

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
        let (answer, dropped) = try fitting(
            parsed.turns, keeping: kept, count: { (answer: ReadAnswer) in answer.tokens.count }
        ) { turns throws(RowRejection) in
            try read(turns)
        }
        let tokens = answer.tokens
        var made = MadeExample(
            example: RatedAnswer(
                name: name, tokens: tokens, answerStart: answer.start, labels: parsed.labels),
            prompt: promptDigest(parsed.turns.dropLast()), form: parsed.form)
        if dropped > 0 { made.remarks.append(.init(kind: .trimmed, amount: dropped)) }
        guard isTooLong(tokens.count) else { return made }
        guard settings.tooLong == .truncate, let limit = settings.maxTokens, let end = tokens.last,
            limit > 1
        else { throw tooLong(tokens.count) }
        // The answer loses its end, and keeps the token that a head reads.
        made.example.tokens = tokens.prefix(limit - 1) + [end]
        made.example.answerStart = min(answer.start, limit - 1)
        made.remarks.append(.init(kind: .truncated, amount: tokens.count - limit))
        return made
    }

    /// The tokens up to the end of the last answer, and where it starts: the same that `score` reads.
    private func read(_ given: [RowTurn]) throws(RowRejection) -> ReadAnswer {
        guard let answer = given.last, answer.role == "assistant", !answer.content.isBlank else {
            throw RowRejection("an empty answer", "turn \(given.count)")
        }
        do {
            let (tokens, answers) = try turns.chat.readPositions(
                of: given.map(\.message), for: .answer)
            guard let answer = answers.last else { return ReadAnswer(tokens: tokens, start: 0) }
            return ReadAnswer(
                tokens: Array(tokens[...answer.upperBound]), start: answer.lowerBound)
        } catch {
            throw RowRejection("the template refuses the conversation", "\(error)")
        }
    }
}

/// A conversation's tokens up to the end of its last answer.
private struct ReadAnswer {
    let tokens: [Int32]
    /// The position of the answer's first token.
    let start: Int
}

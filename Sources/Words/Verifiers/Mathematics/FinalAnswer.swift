/// Finds the final answer in a whole response.
///
/// In this order: the last `\boxed{…}` that holds a value, with the boxes joined to it by "or", "and"
/// or a comma; the last statement that holds a value, "the answer is …", "Answer: …",
/// `<answer>…</answer>` or the line after `####`; the last statement in words; a whole response of one
/// line of at most 100 code points; the value at the end of a last line that concludes. What comes
/// before `</think>` is not looked at.
struct FinalAnswer {
    /// The response, without the thoughts before it.
    private let text: CodePoints
    /// Whether the true answer is in words, so that statements in words count first.
    private let prefersWords: Bool

    /// Returns the possible final answers, the likeliest first; none if no answer is stated.
    static func candidates(in response: String, prefersWords: Bool = false) -> [String] {
        FinalAnswer(text: withoutThoughts(CodePoints(response)), prefersWords: prefersWords).found
    }

    /// Returns the answer in a gold text: after `####`, in a box, or the text itself.
    static func gold(in text: String) -> String {
        let scalars = CodePoints(text)
        let marked = AnswerStatement.marked(in: scalars).last { $0.kind != .remark }?.values.last
        return marked ?? BoxedAnswer.last(in: scalars) ?? scalars.trimmed().text
    }

    private var found: [String] {
        if let boxed = BoxedAnswer.last(in: text) { return [boxed] }
        let statements = AnswerStatement.all(in: text)
        let kinds: [AnswerStatement.Kind] = prefersWords ? [.words, .value] : [.value, .words]
        for kind in kinds {
            if let last = statements.last(where: { $0.kind == kind }) { return last.values }
        }
        if let remark = statements.last, AnswerConclusion.value(in: text) == nil {
            return remark.values
        }
        return whole
    }

    /// The whole response if it is short, or the value with which it concludes.
    private var whole: [String] {
        let all = text.trimmed()
        let isShort = all.count <= 100 && !all.contains("\n")
        let conclusion = AnswerConclusion.value(in: all)
        guard isShort else { return conclusion.map { [$0] } ?? [] }
        let beginsWithValue = AnswerStatement.beginsWithValue(all)
        let amount = conclusion ?? AnswerConclusion.onlyAmount(in: all)
        let bare = all.trimmed { $0.isSpace || $0 == "*" || $0 == "_" }
        return [bare.text] + (beginsWithValue ? [] : [amount].compactMap(\.self))
    }

    /// Returns what follows the last `</think>`, if anything does.
    private static func withoutThoughts(_ text: CodePoints) -> CodePoints {
        let mark = CodePoints("</think>")
        guard let end = text.positions(of: mark).last else { return text }
        let rest = text[(end + mark.count)...]
        return rest.isBlank ? text : CodePoints(rest)
    }
}

import Chat
import JSON

extension RowColumns {
    /// The conversation and the labels of a row with a rated answer.
    ///
    /// A label is a column, or a member of `reward`, `attributes`, `labels` or `scores`; -100 is none,
    /// as in NeMo-Aligner.
    func rated(_ attributes: [String]) throws(RowRejection) -> LabelledConversation {
        let labels = attributes.map(label)
        guard labels.contains(where: { $0 != nil }) else {
            throw RowRejection(
                "no label", "none of " + attributes.joined(separator: ", ") + " is a number")
        }
        let conversation = try conversation()
        guard case .turns(let turns) = conversation.content, turns.last?.role == "assistant" else {
            throw RowRejection("no answer", "the conversation does not end with an answer")
        }
        return LabelledConversation(turns: turns, labels: labels, form: conversation.form)
    }

    private func label(_ name: String) -> Double? {
        let holders = ["reward", "attributes", "labels", "scores"].lazy.compactMap {
            self[$0]?[name]
        }
        guard let value = self[name] ?? holders.first else { return nil }
        return Self.number(value).flatMap { $0 == -100 ? nil : $0 }
    }
}

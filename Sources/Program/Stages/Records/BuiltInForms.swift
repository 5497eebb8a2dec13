import Chat
import Dataflow

/// The forms of the values that stages make, for the check of expressions that read them.
extension FieldForm {
    /// A conversation: a list of turns.
    static let conversation = list(.members(["role", "content"], .scalar))
    /// Rewards. A reward model may have other attributes than these.
    static let reward = members(Reward.attributes, .scalar, isOpen: true)
    /// What a verifier says; methods may add to it.
    static let verdict = object(
        ["passed": .scalar, "score": .scalar, "detail": .any, "verifier": .scalar], isOpen: true)
    /// What a judge says of an answer.
    static let judgement = object(
        ["score": .scalar, "choice": .scalar, "probabilities": .any, "model": .scalar],
        isOpen: false)
    /// How an answer was generated.
    static let generation = object(
        [
            "model": .scalar, "truncated": .scalar, "tokens": .scalar, "temperature": .scalar,
            "choiceProbabilities": .any,
        ], isOpen: false)
    /// How a dialogue was generated.
    static let dialogue = members(
        ["model", "userModel", "truncated", "tokens", "temperature"], .scalar)
    /// Who decided a pair.
    static let pairJudge = members(["kind", "model"], .scalar)
}

extension StagePreparation {
    /// Returns the incoming fields and those that the stage makes, with their forms.
    ///
    /// A stage with `"when"` leaves some records as they are, so that a field which they may have
    /// keeps whatever form it had.
    func adding(_ made: [String: FieldForm]) -> FieldSet {
        let isForAll = !gives(SharedSettings.when)
        return made.reduce(fields) { set, field in
            let isSure = isForAll || !fields.mayContain(field.key) && !fields.isSampled
            return set.adding(field.key, isSure ? field.value : .any)
        }
    }
}

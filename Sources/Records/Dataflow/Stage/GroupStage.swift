public import JSON

/// A stage that looks at all records of one source record together, in canonical order.
public protocol GroupStage: Sendable {
    /// What becomes of the records.
    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome]
    /// The same where the stage has a second input; kinds without one need not implement it.
    func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome]
}

extension GroupStage {
    /// Looks at the records of the first input alone.
    public func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        try await process(records, in: context)
    }
}

/// What becomes of one or several records of a group.
public enum GroupOutcome: Sendable {
    /// A record goes on as it is.
    case pass(Record)
    /// A record is rejected as it is.
    case reject(Record, Rejection)
    /// A new record made of several, and the model call that decided on it.
    case make(JSONObject, from: [Record], call: CallKey? = nil)
    /// A record that would have been made of several, but is rejected.
    case rejectNew(Rejection, made: JSONObject, from: [Record], call: CallKey? = nil)
}

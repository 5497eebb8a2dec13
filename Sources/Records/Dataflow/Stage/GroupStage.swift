public import JSON

/// A stage that sees all records of one source record together, in canonical order.
public protocol GroupStage: Sendable {
    /// Returns the outcomes of the records.
    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome]
    /// Returns the outcomes of the records of both inputs; kinds with one input need not implement
    /// it.
    func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome]
}

extension GroupStage {
    /// Processes the records of the first input alone.
    public func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        try await process(records, in: context)
    }
}

/// Outcome of one or several records of a group.
public enum GroupOutcome: Sendable {
    /// A record passes unchanged.
    case pass(Record)
    /// A record is rejected unchanged.
    case reject(Record, Rejection)
    /// A new record is made of several; `call` is the model call that decided on it.
    case make(JSONObject, from: [Record], call: CallKey? = nil)
    /// A new record is made of several and rejected.
    case rejectNew(Rejection, made: JSONObject, from: [Record], call: CallKey? = nil)
}

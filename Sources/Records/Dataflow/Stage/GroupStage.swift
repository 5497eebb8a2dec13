public import JSON

/// A stage that sees all records of one source record together, in canonical order.
public protocol GroupStage: Sendable {
    /// Returns the outcomes of the records.
    /// - Throws: A ``RecordError``, and all the records are rejected, so that one about a single
    ///   record should be an outcome; any other error stops the run.
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

extension GroupOutcome {
    /// The records that the outcome is about.
    var records: [Record] {
        switch self {
        case .pass(let record), .reject(let record, _): [record]
        case .make(_, let parents, _), .rejectNew(_, _, let parents, _): parents
        }
    }

    /// What is wrong with the records, if the stage could not use them.
    var problem: String? {
        switch self {
        case .reject(_, let rejection), .rejectNew(let rejection, _, _, _): rejection.problem
        case .pass, .make: nil
        }
    }
}

public import JSON

/// Outcome of one record at a stage.
public enum Outcome: Sendable {
    /// The record passes unchanged.
    case pass
    /// The record passes unchanged to the stages that take this part; if none does, it is rejected.
    case send(part: String)
    /// The record is rejected unchanged.
    case reject(Rejection)
    /// A new record is made: `fields` merged into the old ones; `call` is the model call behind
    /// them.
    case make(JSONObject, call: CallKey? = nil)
    /// A new record with `fields` alone.
    case replace(JSONObject)
    /// A new record is made and rejected, with the fields there are.
    case rejectNew(Rejection, made: JSONObject, call: CallKey? = nil)
    /// Not a record: repairs made on the way, to be counted.
    case repair(String, count: Int)
}

extension Outcome {
    /// What is wrong with the record, if the stage could not use it.
    var problem: String? {
        switch self {
        case .reject(let rejection), .rejectNew(let rejection, _, _): rejection.problem
        case .pass, .send, .make, .replace, .repair: nil
        }
    }

    /// Whether this is no record.
    var isRepair: Bool {
        if case .repair = self { true } else { false }
    }
}

public import JSON

/// What becomes of a record.
public enum Outcome: Sendable {
    /// It goes on as it is.
    case pass
    /// It goes on as it is, to the stages that take this part; where none does, it is rejected.
    case send(part: String)
    /// It is rejected as it is.
    case reject(Rejection)
    /// A new record made of it: `fields` joined to its own, and the model call that made them.
    case make(JSONObject, call: CallKey? = nil)
    /// A new record in place of it: `fields` alone.
    case replace(JSONObject)
    /// A record that would have been made, but is rejected, with what there is of it.
    case rejectNew(Rejection, made: JSONObject, call: CallKey? = nil)
    /// Not a record: something that had to be mended on the way, to be counted.
    case repair(String, count: Int)
}

import Dataflow
import JSON

/// The fields by which records are brought together or told apart: a stage's `"by"`.
struct RecordKey: Sendable {
    let fields: [String]

    /// Reads the setting `"by"`, whose fields both inputs must have; reports what is wrong and
    /// returns nil.
    init?(_ setting: Setting<[String]>, in preparation: inout StagePreparation) {
        fields = preparation[setting]
        guard !fields.isEmpty else {
            preparation.report("by.empty", at: setting, "\"by\" names no field")
            return nil
        }
        preparation.require(fields, for: setting)
    }

    /// The values, as bytes to compare; a field that is missing counts as null.
    func bytes(of record: Record) -> [UInt8] {
        JSON.array(fields.map { record[$0] ?? .null }).encoded()
    }

    /// The fields with their values.
    func values(of record: Record) -> JSONObject {
        JSONObject(fields.map { ($0, record[$0] ?? .null) })
    }

    /// Whether one of the fields is missing or null.
    func isIncomplete(in record: Record) -> Bool {
        fields.contains { (record[$0] ?? .null) == .null }
    }
}

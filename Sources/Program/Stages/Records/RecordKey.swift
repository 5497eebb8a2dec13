import Dataflow
import JSON

/// The fields by which records are grouped or matched: a stage's `"by"`.
struct RecordKey: Sendable {
    let fields: [String]

    /// The key of these fields, of which there is one or more.
    init(_ fields: [String]) { self.fields = fields }

    /// Reads the setting `"by"`, whose fields both inputs must have; reports problems and returns
    /// nil.
    init?(_ setting: Setting<[String]>, in preparation: inout StagePreparation) {
        fields = preparation[setting]
        guard !fields.isEmpty else {
            preparation.report("by.empty", at: setting, "\"by\" names no field")
            return nil
        }
        preparation.require(fields, for: setting)
    }

    /// Returns the values as bytes for comparison; a missing field counts as null.
    func bytes(of record: Record) -> [UInt8] {
        JSON.array(fields.map { record[$0] ?? .null }).encoded()
    }

    /// Returns the fields with their values.
    func values(of record: Record) -> JSONObject {
        JSONObject(fields.map { ($0, record[$0] ?? .null) })
    }

    /// Returns whether one of the fields is missing or null.
    func isIncomplete(in record: Record) -> Bool {
        fields.contains { (record[$0] ?? .null) == .null }
    }
}

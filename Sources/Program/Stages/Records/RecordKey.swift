import Dataflow
import JSON

/// The fields by which records are brought together or told apart: a stage's `"by"`.
struct RecordKey: Sendable {
    static func key(_ summary: String) -> StageKey {
        .required("by", .either([.text, .list(.text)]), summary)
    }

    let fields: [String]

    /// Reads `"by"`, whose fields both inputs must have; reports what is wrong and returns nil.
    init?(in preparation: inout StagePreparation) {
        let value = preparation.values["by"]
        fields = value?.string.map { [$0] } ?? value?.array?.compactMap(\.string) ?? []
        guard !fields.isEmpty else {
            preparation.report("by.empty", key: "by", "\"by\" names no field")
            return nil
        }
        preparation.require(fields, for: "by")
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

import JSON

/// The object that `bytes`, which begin on a line of a file, spell.
func parseRecord(_ bytes: [UInt8], path: String, line: Int) throws(DatasetError) -> JSONObject {
    let value: JSON
    do throws(JSONError) {
        value = try JSON(parsing: bytes)
    } catch {
        throw .malformedRecord(
            path: path,
            line: line + error.line - 1,
            problem: "column \(error.column): \(error.problem)"
        )
    }
    guard let object = value.object else {
        throw .malformedRecord(
            path: path,
            line: line,
            problem: "expected an object, found \(value.kind)"
        )
    }
    return object
}

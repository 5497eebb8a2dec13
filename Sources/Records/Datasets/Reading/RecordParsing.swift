import JSON

/// Parses `bytes` as a JSON object.
///
/// - Parameters:
///   - path: The file, for errors.
///   - line: The line of the file on which `bytes` begin, for errors.
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

import Dataflow
import Foundation
import Hashing
import JSON

/// What a `deduplicate` stage knows before the first record: the texts of the files in `"against"`.
struct KnownTexts: Sendable {
    /// Where a text of a file stands.
    private struct Origin: Sendable {
        /// The file's number in ``files``.
        let file: Int32
        let line: Int32
    }

    /// Files and datasets whose records count as earlier ones.
    static let against = Setting.optional(
        "against", AgainstFile.form,
        "Files or datasets whose records count as earlier ones: records (.jsonl, .json, .csv, "
            + "a dataset folder) with the same field, or with \"fields\"; of plain text every line."
    )

    /// The memory of the texts, in which they have the first numbers.
    let memory: any DuplicateMemory
    /// A digest of all texts read; nil without `"against"`.
    let digest: String?
    private let files: [String]
    private let origins: [Origin]

    /// Adds the texts of the files to `memory`; reports problems and returns nil.
    init?(
        _ memory: any DuplicateMemory, field: String, _ preparation: inout StagePreparation
    ) {
        guard let entries = preparation[Self.against] else {
            (self.memory, digest, files, origins) = (memory, nil, [], [])
            return
        }
        let against = AgainstFile.files(entries, in: preparation.declaration)
        var (memory, origins, hash) = (memory, [Origin](), SHA256())
        func add(_ value: JSON, file: Int, line: Int) throws -> Int {
            hash.update(framed: value.text)
            // Equal texts of the files are known once, by the first.
            if try memory.insertIfNew(value, field: field) == nil {
                origins.append(Origin(file: Int32(file), line: Int32(clamping: line)))
            }
            return 1
        }
        preparation.read(against, for: Self.against, fields: [field], thing: memory.thing) {
            number, passage in
            switch passage {
            case .value(.null, _): return 0
            case .value(let value, let line):
                do { return try add(value, file: number, line: line) } catch {
                    throw AgainstError(line: line, cause: error)
                }
            case .text(let text):
                guard memory.comparesTexts else { return 0 }
                let lines = text.split(
                    omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                return try lines.enumerated().reduce(0) { count, line in
                    guard line.element.contains(where: { !$0.isWhitespace }) else { return count }
                    return try count
                        + add(.string(String(line.element)), file: number, line: line.offset + 1)
                }
            }
        }
        guard preparation.isSound else { return nil }
        self.memory = memory
        digest = hash.finalize().hexadecimal
        files = against.map(\.path)
        self.origins = origins
    }

    /// Number of texts of the files.
    var count: Int { origins.count }

    /// Returns the rejection of a record whose text is that of a file with this number.
    func rejection(_ reason: String, number: Int, detail: JSONObject) -> Rejection {
        let file = files[Int(origins[number].file)]
        let place: JSONObject = [
            "file": .string(file), "line": .integer(Int(origins[number].line)),
        ]
        return Rejection(
            "\(reason) in '\((file as NSString).lastPathComponent)'",
            detail: .object(place.merging(detail)))
    }
}

/// A value of a file to compare with that is not of the expected form.
private struct AgainstError: Error, CustomStringConvertible {
    let line: Int
    let cause: any Error

    var description: String { "line or row \(line): \(cause)" }
}

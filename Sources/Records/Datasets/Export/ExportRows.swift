import JSON

/// The rows of an export in order, with the part of each; they can be read several times.
final class ExportRows {
    /// The parts into which the rows are divided; empty if they are not.
    let parts: [String]
    /// The purpose of all rows; known after they have been read.
    private(set) var purpose: TrainingPurpose?
    /// Number of records for which the selection's condition did not hold.
    private(set) var unselected = 0
    private let reader: DatasetReader
    private let format: ExportFormat
    private let selection: ExportSelection

    init(
        _ reader: DatasetReader, _ format: ExportFormat, _ selection: ExportSelection
    ) throws(DatasetError) {
        if let part = selection.part { try reader.requirePart(part) }
        self.reader = reader
        self.format = format
        self.selection = selection
        parts = selection.split?.names ?? (selection.part == nil ? reader.parts : [])
    }

    /// Calls `body` with every row and its part.
    /// - Returns: The number of records without a row, by reason.
    func forEach(_ body: (JSONObject, String?) throws -> Void) throws -> [String: Int] {
        var skipped: [String: Int] = [:]
        let records = try reader.records(selection.part.map(RecordKind.part) ?? .accepted)
        purpose = nil
        unselected = 0
        while let record = try records.next() {
            guard try selection.condition?(record) ?? true else {
                unselected += 1
                continue
            }
            let row: JSONObject
            do throws(Inexpressible) {
                row = try self.row(for: record)
            } catch {
                skipped[error.reason, default: 0] += 1
                continue
            }
            let part = try selection.split?.part(record) ?? (parts.isEmpty ? nil : records.part)
            try body(row, part)
        }
        return skipped
    }

    /// The columns that hold all rows.
    func columns() throws -> [ParquetType.Part] {
        var columns: [ParquetType.Part] = []
        _ = try forEach { row, _ in columns = ParquetType.columns(columns, with: row) }
        return columns
    }

    private func row(for record: JSONObject) throws(Inexpressible) -> JSONObject {
        let row = try format.row(for: record)
        let own = format.purpose(of: record)
        guard purpose == nil || own == purpose else { throw own.strange }
        purpose = own
        return row
    }
}

extension TrainingPurpose? {
    /// The reason for skipping a row of this purpose in a file of the other purpose.
    fileprivate var strange: Inexpressible {
        Inexpressible(
            self == .imitation
                ? "a conversation among preferences" : "a preference among conversations")
    }
}

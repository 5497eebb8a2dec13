import Foundation
import JSON

/// The records of one file, in order.
protocol RecordSequence: AnyObject {
    var path: String { get }
    /// The line on which the last record begins, from 1; its row in a file without lines.
    var line: Int { get }
    /// Whether ``line`` is a line, and not a row.
    var hasLines: Bool { get }
    /// Whether the error that ``next()`` threw last is about one row, so that ``next()`` gives the
    /// row after it when it is called again.
    var canGoOn: Bool { get }
    /// The beginning of the row that the error is about which ``next()`` threw last; empty if it is
    /// not about a row, or if its bytes are not known.
    var rejectedBytes: [UInt8] { get }
    /// The file and line or row of the last record, for messages.
    var location: String { get }
    /// Returns the next record; nil at the end.
    func next() throws(DatasetError) -> JSONObject?
}

extension RecordSequence {
    var hasLines: Bool { true }
    var canGoOn: Bool { false }
    var rejectedBytes: [UInt8] { [] }
}

/// Bytes that are kept of a row which is no record, at most.
let keptBytesOfRow = 4096

/// Opens a file with the reader for the format that its name implies.
///
/// - Parameter delimiter: The byte between the values of a table; nil for the one that its name
///   implies.
func openRecords(
    _ url: URL, delimiter: UInt8?, recordLimitInBytes limit: Int
) throws(DatasetError) -> any RecordSequence {
    guard let layout = FileLayout(url) else { throw .unsupportedFile(path: url.path) }
    switch layout.form {
    case .lines, .values: return try JSONRecords(url, layout, recordLimitInBytes: limit)
    case .commas, .tabs:
        return try TableRecords(url, layout, delimiter: delimiter, recordLimitInBytes: limit)
    case .parquet: return try ParquetRecords(url, layout.packing, recordLimitInBytes: limit)
    }
}

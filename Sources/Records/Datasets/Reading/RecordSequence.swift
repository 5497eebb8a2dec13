import Foundation
import JSON

/// The records of one file, in order.
protocol RecordSequence: AnyObject {
    var path: String { get }
    /// The line of the last record, from 1; its row where a file has no lines.
    var line: Int { get }
    /// Where the last record was read, for messages.
    var location: String { get }
    /// The next record; nil at the end.
    func next() throws(DatasetError) -> JSONObject?
}

/// Opens a file by what its name says of it.
func openRecords(
    _ url: URL, recordLimitInBytes limit: Int
) throws(DatasetError) -> any RecordSequence {
    guard let layout = FileLayout(url) else { throw .unsupportedFile(path: url.path) }
    switch layout.form {
    case .lines, .values: return try JSONRecords(url, layout, recordLimitInBytes: limit)
    case .commas, .tabs: return try TableRecords(url, layout, recordLimitInBytes: limit)
    case .parquet: return try ParquetRecords(url, layout.packing, recordLimitInBytes: limit)
    }
}

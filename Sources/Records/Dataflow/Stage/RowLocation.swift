/// The file, and the line or row in it, that a source record was read from.
///
/// It travels with the records that are made of the source record, for messages; it is part of no
/// field and no id.
public struct RowLocation: Sendable, Equatable {
    /// The unit of ``number``.
    public enum Unit: Sendable {
        /// Lines of a text.
        case line
        /// Rows of a table without lines, or records of a dataset.
        case row
    }

    /// The file's path, as the document names it.
    public let file: String
    /// The number of the line or row, from 1.
    public let number: Int
    /// The unit of ``number``.
    public let unit: Unit

    /// Creates a location.
    public init(file: String, number: Int, unit: Unit) {
        self.file = file
        self.number = number
        self.unit = unit
    }
}

extension RowLocation: CustomStringConvertible {
    /// `topics.jsonl:14`, or `topics.parquet, row 14`.
    public var description: String {
        switch unit {
        case .line: "\(file):\(number)"
        case .row: "\(file), row \(number)"
        }
    }
}

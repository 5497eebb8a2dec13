import Foundation
import JSON

/// The records of a table of values that are separated by commas, tabs or another byte.
///
/// The first row names the fields; every value becomes a JSON string.
final class TableRecords: RecordSequence {
    /// The line on which the last record begins.
    private(set) var line = 0
    private(set) var canGoOn = false
    var rejectedBytes: [UInt8] { canGoOn ? splitter.bytesOfLastRow : [] }
    private var splitter: TableSplitter
    private let stream: ByteStream
    private let limitInBytes: Int
    private let separator: UInt8
    /// Whether the separator is only what the file's name implies.
    private let isGuessed: Bool
    private var names: [String] = []
    private var isAtEnd = false
    private var isAtBeginning = true
    /// Number of rows read below the header.
    private var row = 0

    init(
        _ url: URL, _ layout: FileLayout, delimiter: UInt8?, recordLimitInBytes: Int
    ) throws(DatasetError) {
        separator = delimiter ?? (layout.form == .tabs ? 0x09 : UInt8(ascii: ","))
        isGuessed = delimiter == nil
        splitter = TableSplitter(separator: separator, limitInBytes: recordLimitInBytes)
        limitInBytes = recordLimitInBytes
        stream = try ByteStream(url, layout.packing)
    }

    var path: String { stream.path }
    var location: String { "\(path), row \(row.grouped) (line \(line.grouped))" }

    func next() throws(DatasetError) -> JSONObject? {
        canGoOn = false
        if names.isEmpty {
            guard let header = try nextRow() else { return nil }
            names = try readNames(header)
        }
        guard let fields = try nextRow() else { return nil }
        row += 1
        line = fields.line
        // Its bytes are split off, whatever they are.
        canGoOn = true
        guard fields.fields.count == names.count else {
            throw fault(
                nil, "\(fields.fields.count) fields, but the header names \(names.count)")
        }
        var record = JSONObject()
        for (name, bytes) in zip(names, fields.fields) {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw fault(name, "not valid UTF-8")
            }
            record[name] = .string(text)
        }
        return record
    }

    /// Returns the header's names; a column without one is named by its number: `column1`.
    private func readNames(_ header: TableSplitter.Row) throws(DatasetError) -> [String] {
        line = header.line
        try checkSeparator(in: header)
        var names: [String] = []
        var seen: Set<ByteString> = []
        for (index, bytes) in header.fields.enumerated() {
            guard let name = String(validating: bytes, as: UTF8.self) else {
                throw fault(nil, "the header is not valid UTF-8")
            }
            let given = name.isEmpty ? "column\(index + 1)" : name
            guard seen.insert(ByteString(given)).inserted else {
                throw fault(given, "the header names it twice")
            }
            names.append(given)
        }
        return names
    }

    /// Separators of tables, with the words for them in messages and their text in a document.
    private static let separators: [(byte: UInt8, shown: String, written: String)] = [
        (UInt8(ascii: ","), "','", ","), (UInt8(ascii: ";"), "';'", ";"), (0x09, "a tab", "\\t"),
        (UInt8(ascii: "|"), "'|'", "|"),
    ]

    /// Reports a header of one name in which another separator stands.
    private func checkSeparator(in header: TableSplitter.Row) throws(DatasetError) {
        guard isGuessed, header.fields.count == 1, let name = header.fields.first else { return }
        let counts = Self.separators.filter { $0.byte != separator }.map { other in
            (other: other, count: name.count { $0 == other.byte })
        }
        guard let most = counts.max(by: { $0.count < $1.count }), most.count > 0 else { return }
        let own = Self.separators.first { $0.byte == separator }
        throw .malformedFile(
            path: path,
            problem: "Its values look separated by \(most.other.shown), not by \(own?.shown ?? "")",
            help: "add \"delimiter\": \"\(most.other.written)\" to the stage that reads it"
                + (own.map { ", or \"\($0.written)\" if it has one column" } ?? ""))
    }

    private func fault(_ column: String?, _ problem: String) -> DatasetError {
        .malformedRow(path: path, row: row, line: line, column: column, problem: problem)
    }

    private func nextRow() throws(DatasetError) -> TableSplitter.Row? {
        while true {
            do throws(TableSplitter.Fault) {
                if let row = try splitter.next(isAtEnd: isAtEnd) { return row }
            } catch {
                let explained = explain(error)
                if case .malformed = error { throw explained }
                // Without a header there is nothing to go on with.
                canGoOn = !names.isEmpty
                if canGoOn { row += 1 }
                throw explained
            }
            if isAtEnd { return nil }
            if let piece = try stream.next(after: row) {
                splitter.append(isAtBeginning ? try withoutMark(piece) : piece)
                isAtBeginning = false
            } else {
                isAtEnd = true
            }
        }
    }

    /// Removes the UTF-8 byte order mark from a file's first piece; rejects UTF-16.
    private func withoutMark(_ piece: [UInt8]) throws(DatasetError) -> [UInt8] {
        if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) {
            throw .malformedFile(
                path: path, problem: "It is written in UTF-16", help: "save it as UTF-8")
        }
        return piece.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(piece.dropFirst(3)) : piece
    }

    private func explain(_ fault: TableSplitter.Fault) -> DatasetError {
        switch fault {
        case .malformed(let line, let problem), .noRow(let line, let problem):
            self.line = line
            return .malformedRow(
                path: path, row: row + (names.isEmpty ? 0 : 1), line: line, column: nil,
                problem: problem)
        case .tooLong(let line):
            self.line = line
            return .recordTooLong(path: path, line: line, limitInBytes: limitInBytes)
        }
    }
}

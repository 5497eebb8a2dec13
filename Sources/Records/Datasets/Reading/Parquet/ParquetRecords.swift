import Foundation
import JSON

/// The records of a Parquet file, assembled row by row with one page of each column in memory.
final class ParquetRecords: RecordSequence {
    let path: String
    /// Row of the last record, from 1.
    private(set) var line = 0
    private let footer: ParquetFooter
    private let schema: ParquetSchema
    private let columns: [ParquetColumn]
    private let fileSize: Int
    private let limitInBytes: Int
    private var nextGroup = 0
    private var rowsLeft = 0

    private static let mark = Array("PAR1".utf8)
    private static let encryptedMark = Array("PARE".utf8)
    /// Largest footer that is read, in bytes, since the whole of it is held in memory.
    private static let footerLimit = 16 << 20

    init(
        _ url: URL, _ packing: FileLayout.Packing, recordLimitInBytes: Int
    ) throws(DatasetError) {
        path = url.path
        limitInBytes = recordLimitInBytes
        let file =
            packing == .none
            ? try StoredFile(url, for: .read) : try StoredFile.unpacked(url, packing)
        fileSize = try file.size()
        do {
            footer = try ParquetFooter(Self.readFooter(file, fileSize))
            let schema = try ParquetSchema(footer.elements)
            guard
                footer.groups.allSatisfy({
                    $0.rows == 0 || $0.chunks.count == schema.leaves.count
                })
            else {
                throw ParquetFault("a row group does not have all columns")
            }
            self.schema = schema
            columns = schema.leaves.map { ParquetColumn($0, in: file) }
        } catch let fault as ParquetFault {
            throw .malformedFile(
                path: url.path,
                problem: "Not readable as Parquet: "
                    + (fault.column.map { "column '\($0)': " } ?? "") + fault.problem,
                help: fault.help ?? "copy or download the file again")
        } catch { throw .wrapping(error, path: url.path) }
    }

    private static func readFooter(_ file: StoredFile, _ size: Int) throws -> [UInt8] {
        guard size >= 12 else { throw ParquetFault("a file of \(size) bytes") }
        let end = try file.read(at: size - 8, count: 8)
        let mark = Array(end.suffix(4))
        if mark == encryptedMark { throw ParquetFooter.encrypted }
        guard mark == Self.mark, try file.read(at: 0, count: 4) == Self.mark else {
            throw ParquetFault("it does not begin and end with PAR1")
        }
        // The footer length is little-endian, just before the closing mark.
        let length = end.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= size - 12, length <= footerLimit else {
            throw ParquetFault("its description would be of \(length) bytes")
        }
        return try file.read(at: size - 8 - length, count: length)
    }

    var hasLines: Bool { false }
    var location: String { "\(path), row \(line.grouped)" }

    func next() throws(DatasetError) -> JSONObject? {
        do throws(DatasetFailure) {
            while rowsLeft == 0 {
                guard nextGroup < footer.groups.count else { return nil }
                try beginGroup()
            }
            rowsLeft -= 1
            for column in columns { column.spent = 0 }
            guard case .object(let record) = try read(schema.root, repetition: 0) else {
                return nil
            }
            try checkSize(of: columns.indices)
            // Leftover values would be lost silently when the next row group begins.
            if rowsLeft == 0 { try checkEnd() }
            line += 1
            return record
        } catch {
            switch error {
            case .file(let error): throw error
            case .parquet(let fault):
                throw fault.help.map {
                    .malformedFile(
                        path: path, problem: "Column '\(fault.column ?? "")' is \(fault.problem)",
                        help: $0)
                }
                    ?? .malformedRow(
                        path: path, row: line + 1, line: nil, column: fault.column,
                        problem: fault.problem)
            }
        }
    }

    private func beginGroup() throws(DatasetFailure) {
        let group = footer.groups[nextGroup]
        nextGroup += 1
        guard group.rows > 0 else {
            // Of a table without rows, writers leave columns without a place in the file.
            for (column, chunk) in zip(columns, group.chunks) where chunk.values != 0 {
                throw .parquet(
                    ParquetFault("it has more rows than its row group", column: column.leaf.name))
            }
            return
        }
        for (column, chunk) in zip(columns, group.chunks) {
            try column.begin(chunk, fileSize: fileSize)
        }
        rowsLeft = group.rows
    }

    private func checkEnd() throws(DatasetFailure) {
        for column in columns where try column.peek() != nil {
            throw .parquet(
                ParquetFault("it has more rows than its row group", column: column.leaf.name))
        }
    }

    // MARK: Assembling records

    /// Reads the value of a node; the next value of each of its columns has this repetition level.
    private func read(
        _ node: ParquetNode, repetition: Int
    ) throws(DatasetFailure) -> JSON {
        switch node {
        case .value(let index):
            let column = columns[index]
            let value = try column.take(
                repetition: repetition, definition: column.leaf.maxDefinition)
            do throws(ParquetFault) { return try value.map(column.leaf.json) ?? .null } catch {
                throw .parquet(error.inColumn(column.leaf.name))
            }
        case .record(let parts, _):
            var record = JSONObject()
            for (name, part) in parts { record[name] = try read(part, repetition: repetition) }
            return .object(record)
        case .optional(let inner, let definition, let leaves):
            let found = try definitionLevel(of: leaves)
            guard found < definition else { return try read(inner, repetition: repetition) }
            try pass(leaves, repetition: repetition, definition: found)
            return .null
        case .list(let element, let definition, let further, let leaves):
            let found = try definitionLevel(of: leaves)
            guard found < definition else {
                return .array(try readList(of: element, leaves, repetition, further: further))
            }
            try pass(leaves, repetition: repetition, definition: found)
            return .array([])
        case .map(let entries):
            return Self.map(try read(entries, repetition: repetition).array ?? [])
        }
    }

    private func readList(
        of element: ParquetNode, _ leaves: Range<Int>, _ repetition: Int, further: Int
    ) throws(DatasetFailure) -> [JSON] {
        var elements = [try read(element, repetition: repetition)]
        while let level = try columns[leaves.lowerBound].peek(), level.repetition >= further {
            elements.append(try read(element, repetition: further))
            // Only the columns just read, so that each value is counted once.
            try checkSize(of: leaves)
        }
        return elements
    }

    private func definitionLevel(of leaves: Range<Int>) throws(DatasetFailure) -> Int {
        guard let level = try columns[leaves.lowerBound].peek() else {
            throw .parquet(
                ParquetFault(
                    "it ends before the row group", column: columns[leaves.lowerBound].leaf.name))
        }
        return level.definition
    }

    /// Consumes the entry that each column stores for an absent value or an empty list.
    private func pass(
        _ leaves: Range<Int>, repetition: Int, definition: Int
    ) throws(DatasetFailure) {
        for index in leaves {
            _ = try columns[index].take(repetition: repetition, definition: definition)
        }
    }

    private func checkSize(of leaves: Range<Int>) throws(DatasetFailure) {
        guard columns[leaves].reduce(0, { $0 + $1.spent }) > limitInBytes else { return }
        throw .file(.recordTooLong(path: path, line: line + 1, limitInBytes: limitInBytes))
    }

    /// Converts a map to an object if all keys are strings and differ, else to an array of
    /// key-value objects.
    private static func map(_ entries: [JSON]) -> JSON {
        let pairs = entries.map { entry in
            (
                key: entry.object?.values.first ?? .null,
                value: entry.object?.values.dropFirst().first ?? .null
            )
        }
        let named = pairs.compactMap { pair in pair.key.string.map { ($0, pair.value) } }
        let object = JSONObject(named)
        if object.count == pairs.count { return .object(object) }
        return .array(pairs.map { ["key": $0.key, "value": $0.value] })
    }
}

public import Foundation
public import JSON

/// Reads records one after the other from files of any supported format, in bounded memory.
///
/// Supports JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`: an array of objects, or objects one
/// after the other), tables (`.csv`, `.tsv`; all values are strings) and Parquet (`.parquet`), each
/// also compressed (`.gz`, `.zst`). A folder is either a dataset, whose accepted records are read
/// in order, or holds files of one of these formats.
///
/// ```swift
/// let reader = try RecordReader(url: URL(filePath: "Datasets/topics.jsonl"))
/// while let record = try reader.next() { print(record["topic"] ?? .null) }
/// ```
public final class RecordReader {
    private enum Source {
        case file(any RecordSequence)
        case dataset(RecordCursor)
    }

    private var source: Source?
    /// Files and folders still to be read, in reverse: the next is the last element.
    private var upcoming: [URL]
    private let delimiter: UInt8?
    private let recordLimitInBytes: Int
    private let part: String?
    /// The number of records read so far.
    public private(set) var count = 0
    /// ``count`` when the file or dataset was opened that is being read.
    private var countBefore = 0

    /// Opens a file or a folder.
    ///
    /// - Parameters:
    ///   - part: The part to read of a dataset's folder; nil for all of its parts.
    ///   - recordLimitInBytes: Longest record; a longer one is an error, to bound memory.
    public convenience init(
        url: URL, part: String? = nil, recordLimitInBytes: Int = 64 << 20
    ) throws(DatasetError) {
        try self.init(urls: [url], part: part, recordLimitInBytes: recordLimitInBytes)
    }

    /// Opens files and folders that are read one after the other; all must already exist.
    ///
    /// - Parameter delimiter: The byte between the values of tables; nil for the comma of `.csv` and
    ///   the tab of `.tsv`, where a header that looks like another one's is an error.
    /// - Throws: ``DatasetError/unknownPart(path:part:parts:)`` if one of them has no such part.
    public init(
        urls: [URL], part: String? = nil, delimiter: UInt8? = nil,
        recordLimitInBytes: Int = 64 << 20
    ) throws(DatasetError) {
        self.delimiter = delimiter
        self.recordLimitInBytes = recordLimitInBytes
        self.part = part
        for url in urls {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
                throw .missing(path: url.path)
            }
            if let part, !isFolder.boolValue {
                throw .unknownPart(path: url.path, part: part, parts: [])
            }
        }
        upcoming = urls.reversed()
        try openNext()
    }

    /// Returns the next record; `nil` at the end.
    /// - Throws: ``DatasetError`` with the file and line or row, or the number of intact records.
    public func next() throws(DatasetError) -> JSONObject? {
        while let source {
            let record =
                switch source {
                case .file(let file): try file.next()
                case .dataset(let cursor): try cursor.next()
                }
            if let record {
                count += 1
                return record
            }
            try openNext()
        }
        return nil
    }

    /// Where the last record was read, for messages: `topics.jsonl:14`.
    public var location: String {
        switch source {
        case .file(let file): file.location
        case .dataset(let cursor): "\(cursor.path), record \(count - countBefore - 1)"
        case nil: "the end"
        }
    }

    /// The line on which the last record begins, from 1; its number in a dataset or Parquet file.
    public var line: Int {
        switch source {
        case .file(let file): file.line
        case .dataset, nil: count - countBefore
        }
    }

    /// Whether ``line`` is a line of a text.
    public var hasLines: Bool {
        if case .file(let file) = source { file.hasLines } else { false }
    }

    /// Whether the error that ``next()`` threw last is about one row of a text, so that ``next()``
    /// gives the row after it when it is called again.
    public var canGoOn: Bool {
        if case .file(let file) = source { file.canGoOn } else { false }
    }

    /// The beginning of the row that the error is about which ``next()`` threw last, with U+FFFD for
    /// what is not UTF-8; empty if it is not about a row, or if its bytes are not known.
    public var rejectedText: String {
        guard case .file(let file) = source else { return "" }
        let bytes = file.rejectedBytes
        guard bytes.count >= keptBytesOfRow else { return String(decoding: bytes, as: UTF8.self) }
        // A character of which the end was cut off is left out whole.
        let lead = bytes.suffix(4).lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
        let isWhole = String(validating: bytes[lead...], as: UTF8.self) != nil
        return String(decoding: isWhole ? bytes[...] : bytes[..<lead], as: UTF8.self)
    }

    /// The file or dataset folder of the last record; empty before the first and at the end.
    public var path: String {
        switch source {
        case .file(let file): file.path
        case .dataset(let cursor): cursor.path
        case nil: ""
        }
    }

    /// Calls `body` with every remaining record.
    public func forEach(_ body: (JSONObject) throws -> Void) throws {
        while let record = try next() { try body(record) }
    }

    private func openNext() throws(DatasetError) {
        source = nil
        countBefore = count
        guard let url = upcoming.popLast() else { return }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        guard isFolder.boolValue else {
            source = .file(
                try openRecords(
                    url, delimiter: delimiter, recordLimitInBytes: recordLimitInBytes))
            return
        }
        let folder = DatasetFolder(url: url)
        if FileManager.default.fileExists(atPath: folder.catalog.path) {
            let reader = try DatasetReader(folder: url)
            if let part { try reader.requirePart(part) }
            source = .dataset(try reader.records(part.map(RecordKind.part) ?? .accepted))
            return
        }
        // Reversed because `upcoming` is taken from the end.
        upcoming += try folder.recordFiles(of: part).reversed()
        try openNext()
    }
}

extension DatasetFolder {
    /// Returns the record files of a folder without a catalog.
    ///
    /// These are the shards, if there are any (downloaded without their catalog), of one part if it
    /// is given; otherwise all
    /// files of a known format, which must be the same for all.
    fileprivate func recordFiles(of part: String?) throws(DatasetError) -> [URL] {
        let shards = shards(part.map(RecordKind.part) ?? .accepted)
        guard shards.isEmpty else { return shards }
        if let part { throw .unknownPart(path: path, part: part, parts: partsByFiles) }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        let known = names.compactMap { name in
            FileLayout(url.appending(path: name)).map { (name: name, form: $0.form) }
        }
        // Beside tables or JSON Lines, .json files are taken for metadata.
        let records =
            known.contains { $0.form != .values } ? known.filter { $0.form != .values } : known
        guard !records.isEmpty else { throw .notADataset(folder: path, found: names) }
        guard Set(records.map(\.form)).count == 1 else {
            throw .mixedFolder(path: path, found: records.map(\.name))
        }
        return records.map { url.appending(path: $0.name) }
    }
}

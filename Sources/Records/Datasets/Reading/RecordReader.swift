public import Foundation
public import JSON

/// Reads records one after the other, whatever they are stored in, in bounded memory.
///
/// Understands JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`: an array of objects, or objects one after the
/// other), tables (`.csv`, `.tsv`, whose values are all texts), Parquet (`.parquet`), each also compressed
/// (`.gz`, `.zst`), and folders: of a dataset, whose accepted records come in order, or of such files.
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
    /// What is read next, the first at the end.
    private var upcoming: [URL]
    private let recordLimitInBytes: Int
    /// The number of records read so far.
    public private(set) var count = 0

    /// Opens a file or a folder.
    ///
    /// - Parameter recordLimitInBytes: A longer record is an error, not a full memory.
    public convenience init(url: URL, recordLimitInBytes: Int = 64 << 20) throws(DatasetError) {
        try self.init(urls: [url], recordLimitInBytes: recordLimitInBytes)
    }

    /// Opens files and folders that are read one after the other; all must be there from the start.
    public init(urls: [URL], recordLimitInBytes: Int = 64 << 20) throws(DatasetError) {
        self.recordLimitInBytes = recordLimitInBytes
        for url in urls where !FileManager.default.fileExists(atPath: url.path) {
            throw .missing(path: url.path)
        }
        upcoming = urls.reversed()
        try openNext()
    }

    /// The next record; `nil` at the end.
    /// - Throws: ``DatasetError`` naming file and line or row, or the last intact record.
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
        case .dataset(let cursor): "\(cursor.path), record \(count - 1)"
        case nil: "the end"
        }
    }

    /// The line of the last record in its file; of a dataset's folder or a Parquet file, the record's
    /// number from 1.
    public var line: Int {
        switch source {
        case .file(let file): file.line
        case .dataset, nil: count
        }
    }

    /// Calls `body` with every record that is left.
    public func forEach(_ body: (JSONObject) throws -> Void) throws {
        while let record = try next() { try body(record) }
    }

    private func openNext() throws(DatasetError) {
        source = nil
        guard let url = upcoming.popLast() else { return }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        guard isFolder.boolValue else {
            source = .file(try openRecords(url, recordLimitInBytes: recordLimitInBytes))
            return
        }
        let folder = DatasetFolder(url: url)
        if FileManager.default.fileExists(atPath: folder.catalog.path) {
            source = .dataset(try DatasetReader(folder: url).records(.accepted))
            return
        }
        upcoming += try folder.recordFiles().reversed()
        try openNext()
    }
}

extension DatasetFolder {
    /// The files of a folder without a catalog that hold records: shards that were downloaded alone,
    /// or all that can be read if they have one form.
    fileprivate func recordFiles() throws(DatasetError) -> [URL] {
        let shards = shardsPresent(.accepted).map { shard(.accepted, $0) }
        guard shards.isEmpty else { return shards }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        let known = names.compactMap { name in
            FileLayout(url.appending(path: name)).map { (name: name, form: $0.form) }
        }
        // Beside tables and lines, .json files say something about them.
        let records =
            known.contains { $0.form != .values } ? known.filter { $0.form != .values } : known
        guard !records.isEmpty else { throw .notADataset(folder: path, found: names) }
        guard Set(records.map(\.form)).count == 1 else {
            throw .mixedFolder(path: path, found: records.map(\.name))
        }
        return records.map { url.appending(path: $0.name) }
    }
}

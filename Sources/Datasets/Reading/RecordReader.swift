public import Foundation
public import JSON

/// Reads records one after the other, whatever they are stored in, in bounded memory.
///
/// Understands JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`: an array of objects, or objects one after the
/// other), both compressed with zstd (`.zst`, `.zstd`), and the folder of a dataset, whose accepted
/// records come in order.
///
/// ```swift
/// let reader = try RecordReader(url: URL(filePath: "Datasets/topics.jsonl"))
/// while let record = try reader.next() { print(record["topic"] ?? .null) }
/// ```
public final class RecordReader {
    private enum Source {
        case file(RecordFile)
        case dataset(RecordCursor)
    }

    private var source: Source?
    private var upcoming: [URL]
    private let recordLimitInBytes: Int
    /// The number of records read so far.
    public private(set) var count = 0

    /// Opens a file or a dataset's folder.
    ///
    /// - Parameter recordLimitInBytes: A longer record is an error, not a full memory.
    public init(url: URL, recordLimitInBytes: Int = 64 << 20) throws(DatasetError) {
        self.recordLimitInBytes = recordLimitInBytes
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw .missing(path: url.path)
        }
        upcoming = []
        if isFolder.boolValue {
            try openFolder(DatasetFolder(url: url))
        } else {
            source = .file(try RecordFile(url, recordLimitInBytes: recordLimitInBytes))
        }
    }

    /// The next record; `nil` at the end.
    /// - Throws: ``DatasetError`` naming file and line, or the last intact record.
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
            self.source = nil
            guard !upcoming.isEmpty else { break }
            let url = upcoming.removeFirst()
            self.source = .file(try RecordFile(url, recordLimitInBytes: recordLimitInBytes))
        }
        return nil
    }

    /// Where the last record was read, for messages: `topics.jsonl:14`.
    public var location: String {
        switch source {
        case .file(let file): "\(file.path):\(file.line)"
        case .dataset(let cursor): "\(cursor.path), record \(count - 1)"
        case nil: "the end"
        }
    }

    /// The line of the last record in its file; of a dataset's folder, the record's number from 1.
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

    /// A folder with a catalog is read by it; one without may hold shards that were downloaded alone.
    private func openFolder(_ folder: DatasetFolder) throws(DatasetError) {
        if FileManager.default.fileExists(atPath: folder.catalog.path) {
            source = .dataset(try DatasetReader(folder: folder.url).records(.accepted))
            return
        }
        upcoming = folder.shardsPresent(.accepted).map { folder.shard(.accepted, $0) }
        guard !upcoming.isEmpty else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            throw .notADataset(folder: folder.path, found: names.sorted())
        }
        let first = upcoming.removeFirst()
        source = .file(try RecordFile(first, recordLimitInBytes: recordLimitInBytes))
    }
}

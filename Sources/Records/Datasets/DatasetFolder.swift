import Foundation

/// File names in a dataset's folder.
struct DatasetFolder: Sendable {
    let url: URL

    var path: String { url.path }
    var catalog: URL { url.appending(path: "catalog.sqlite") }
    var card: URL { url.appending(path: "README.md") }

    static func shardName(_ kind: RecordKind, _ number: Int) -> String {
        let digits = String(number)
        let padding = String(repeating: "0", count: max(0, 5 - digits.count))
        return "\(kind.filePrefix)-\(padding)\(digits).jsonl.zst"
    }

    func shard(_ kind: RecordKind, _ number: Int) -> URL {
        url.appending(path: Self.shardName(kind, number))
    }

    /// The numbers of the shards of `kind` in the folder, ascending.
    func shardsPresent(_ kind: RecordKind) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { Self.shardNumber(of: $0, kind) }.sorted()
    }

    /// The sequence and the number of the shard with this name; nil if no shard is called so.
    static func shard(named name: String) -> (kind: RecordKind, number: Int)? {
        guard let dash = name.lastIndex(of: "-") else { return nil }
        let prefix = String(name[..<dash])
        let kind: RecordKind? =
            switch prefix {
            case RecordKind.accepted.filePrefix: .accepted
            case RecordKind.rejected.filePrefix: .rejected
            default: RecordKind.isPartName(prefix) ? .part(prefix) : nil
            }
        return kind.flatMap { kind in shardNumber(of: name, kind).map { (kind, $0) } }
    }

    private static func shardNumber(of name: String, _ kind: RecordKind) -> Int? {
        let (start, end) = (kind.filePrefix + "-", ".jsonl.zst")
        guard name.hasPrefix(start), name.hasSuffix(end) else { return nil }
        let digits = name.dropFirst(start.count).dropLast(end.count)
        // `Int` also accepts "+0001" and longer padding; only the name we would write is a shard.
        guard digits.count >= 5, let number = Int(digits), shardName(kind, number) == name else {
            return nil
        }
        return number
    }

    /// Creates the folder if it does not exist.
    func create() throws(DatasetError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            let reason = (error as NSError).localizedDescription
            throw .notWritable(path: path, reason: reason)
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw .system(errno, path: path, operation: "be written")
        }
    }

    /// Creates the folder if there is none; whether it can be written is not looked at.
    func createIfMissing() throws(DatasetError) {
        if !FileManager.default.fileExists(atPath: path) { try create() }
    }

    /// Syncs the folder itself: returns once the names of new files are on the disk.
    func synchronize() throws(DatasetError) {
        try StoredFile(url, for: .read).synchronize()
    }
}

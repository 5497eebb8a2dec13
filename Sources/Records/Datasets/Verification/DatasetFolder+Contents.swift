import Foundation

extension DatasetFolder {
    static let journalName = "journal.log"

    var journal: URL { url.appending(path: Self.journalName) }

    /// The names in the folder, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Locks the folder against other processes until the result is released.
    func claim() throws(DatasetError) -> StoredFile {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let claim = try StoredFile(url, for: .read)
        guard claim.lock() else { throw .locked(folder: path) }
        return claim
    }

    /// Throws unless the folder has a catalog, a shard or a journal.
    func requireDataset() throws(DatasetError) {
        let names = names
        guard names.contains(where: { isOwn($0) && !Self.pages.contains($0) }) else {
            throw .notADataset(folder: path, found: names)
        }
    }

    /// Files for people, which can be made again at any time.
    private static let pages = ["README.md", "report.html"]

    /// Whether `name` is that of a dataset's file.
    func isOwn(_ name: String) -> Bool {
        if (Self.pages + [Self.journalName]).contains(name) { return true }
        let database = "catalog.sqlite"
        if name.hasPrefix(database) {
            return ["", "-wal", "-shm", "-journal"].contains(String(name.dropFirst(database.count)))
        }
        return RecordKind.allCases.contains { kind in
            shardsPresent(kind).contains { Self.shardName(kind, $0) == name }
        }
    }

    /// Whether `name` is that of a temporary file of a replacement or repair.
    func isLeftover(_ name: String) -> Bool {
        for suffix in [".tmp", ".damaged"] where name.hasSuffix(suffix) {
            return isOwn(String(name.dropLast(suffix.count)))
        }
        return false
    }
}

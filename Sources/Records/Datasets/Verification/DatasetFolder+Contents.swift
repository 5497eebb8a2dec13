import Foundation

extension DatasetFolder {
    static let journalName = "journal.log"

    var journal: URL { url.appending(path: Self.journalName) }

    /// What lies in the folder, by name.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Keeps other processes out until the result is let go.
    func claim() throws(DatasetError) -> StoredFile {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let claim = try StoredFile(url, for: .read)
        guard claim.lock() else { throw .locked(folder: path) }
        return claim
    }

    func requireDataset() throws(DatasetError) {
        let names = names
        guard names.contains(where: { isOwn($0) && !Self.pages.contains($0) }) else {
            throw .notADataset(folder: path, found: names)
        }
    }

    /// What is written for people, and made anew at any time.
    private static let pages = ["README.md", "report.html"]

    /// Whether a dataset has a file of that name.
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

    /// Whether it is what a replacement or a repair left behind.
    func isLeftover(_ name: String) -> Bool {
        for suffix in [".tmp", ".damaged"] where name.hasSuffix(suffix) {
            return isOwn(String(name.dropLast(suffix.count)))
        }
        return false
    }
}

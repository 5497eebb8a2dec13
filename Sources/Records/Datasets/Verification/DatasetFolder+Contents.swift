import Files
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
        guard try claim.lock() else { throw .locked(folder: path) }
        return claim
    }

    /// Whether a process has the folder's lock; nil if that cannot be told.
    var isClaimed: Bool? {
        guard let file = try? StoredFile(url, for: .read) else { return nil }
        return try? file.isLockedElsewhere()
    }

    /// Throws if a file that is written for somebody else would take the place of one of a
    /// dataset's own files; `report.html` may be written again.
    /// - Parameter path: The path of an output, also one that is a link.
    static func check(output path: String) throws(DatasetError) {
        let target: URL
        do { target = URL(filePath: try OutputFile.target(of: path)) } catch {
            throw DatasetError(error)
        }
        let (name, parent) = (target.lastPathComponent, target.deletingLastPathComponent())
        let folder = DatasetFolder(url: parent)
        guard name != "report.html", (try? folder.requireDataset()) != nil,
            folder.isOwn(name) || folder.isShard(name)
        else { return }
        throw .ownFile(path: path, folder: folder.path)
    }

    /// Throws unless the folder has a catalog, a shard or a journal.
    func requireDataset() throws(DatasetError) {
        let names = names
        let others = Self.pages + Self.folders
        guard names.contains(where: { isOwn($0) && !others.contains($0) }) else {
            throw .notADataset(folder: path, found: names)
        }
    }

    /// What SQLite appends to a database's name for the files beside it; first the database itself.
    static let databaseSuffixes = ["", "-wal", "-shm", "-journal"]

    /// Folders for what was taken out of the dataset.
    private static let folders = Keep.allCases.map(\.rawValue)

    /// Files for people, which can be made again at any time.
    private static let pages = ["README.md", "report.html"]

    /// Whether `name` is that of a dataset's file.
    func isOwn(_ name: String) -> Bool {
        if (Self.pages + Self.folders + [Self.journalName]).contains(name) { return true }
        let database = "catalog.sqlite"
        if name.hasPrefix(database) {
            return Self.databaseSuffixes.contains(String(name.dropFirst(database.count)))
        }
        return isShard(name)
            && FileManager.default.fileExists(atPath: url.appending(path: name).path)
    }

    /// Whether `name` is that of a temporary file of a replacement or repair.
    func isLeftover(_ name: String) -> Bool {
        // A catalog that a repair was making when it was killed.
        if Self.databaseSuffixes.contains(where: { name == "catalog.sqlite.tmp" + $0 }) {
            return true
        }
        guard !name.hasSuffix(".damaged") else { return isOwn(String(name.dropLast(8))) }
        guard name.hasSuffix(".tmp") else { return false }
        let replaced = name.dropLast(4)
        // Replacements have random digits before the ending.
        let digits = replaced.lastIndex(of: ".").map { replaced[$0...].dropFirst() } ?? ""
        let isRandom = !digits.isEmpty && digits.allSatisfy { $0.isHexDigit }
        return isOwn(String(replaced))
            || isRandom && isOwn(String(replaced.dropLast(digits.count + 1)))
    }
}

public import Foundation

/// Moves a dataset out of another document's way.
public enum PreviousDataset {
    /// Moves shards, journal, card and catalog into `previous/` in the same folder, or into
    /// `previous-2/` and so on where earlier ones hold a dataset. A `README.md` that is not a card
    /// stays.
    /// - Returns: The folder that holds the dataset now.
    /// - Throws: ``DatasetError/locked(folder:)`` if a run is writing the dataset.
    @discardableResult
    public static func moveAway(in url: URL) throws(DatasetError) -> URL {
        let folder = DatasetFolder(url: url)
        let claim = try folder.claim()
        defer { withExtendedLifetime(claim) {} }
        let target = DatasetFolder(url: freeFolder(in: url))
        try target.create()
        var names = folder.shardNames
        if let card = try? Data(contentsOf: folder.card), CardFile.isOurs(Array(card)) {
            names.append(folder.card.lastPathComponent)
        }
        // The catalog comes last: as long as it is here, a run refuses the folder, and moving can
        // be asked for again.
        let catalog = folder.catalog.lastPathComponent
        names += [DatasetFolder.journalName]
        names += ["-wal", "-shm", "-journal", ""].map { catalog + $0 }
        for name in names {
            let (old, new) = (url.appending(path: name), target.url.appending(path: name))
            guard rename(old.path, new.path) == 0 || errno == ENOENT else {
                throw .system(errno, path: old.path, operation: "be moved to \(new.path)")
            }
        }
        try target.synchronize()
        try folder.synchronize()
        return target.url
    }

    private static let name = "previous"

    /// Whether a name is that of a folder for a dataset that was moved away.
    static func isName(_ text: String) -> Bool {
        text == name || (text.hasPrefix(name + "-") && Int(text.dropFirst(name.count + 1)) != nil)
    }

    /// The first of `previous`, `previous-2` and so on without a catalog.
    private static func freeFolder(in url: URL) -> URL {
        var number = 1
        while true {
            let candidate = DatasetFolder(
                url: url.appending(path: number == 1 ? name : "\(name)-\(number)"))
            if !FileManager.default.fileExists(atPath: candidate.catalog.path) {
                return candidate.url
            }
            number += 1
        }
    }
}

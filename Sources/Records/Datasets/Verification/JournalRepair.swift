import Files
import Foundation

/// Rebuilds a damaged journal from its readable entries.
enum JournalRepair {
    /// Replaces the folder's journal; returns the number of entries kept.
    ///
    /// The damaged file is kept in `damaged/`: what this program cannot read, a person may.
    static func rebuild(_ folder: DatasetFolder) throws(DatasetError) -> Int {
        let url = folder.journal
        let replacement = FileReplacement(of: url)
        let kept = try copy(url, to: replacement.temporary)
        try folder.keep(url, in: .damaged)
        do { try replacement.commit() } catch { throw DatasetError(error) }
        return kept
    }

    private static func copy(_ url: URL, to temporary: URL) throws(DatasetError) -> Int {
        var log = try JournalLog.writing(temporary)
        var scan = try JournalScan(StoredFile(url, for: .read))
        while let (_, entry) = try scan.next() {
            if entry.damage == nil { try log.append(entry.encoded, of: entry.key) }
        }
        return log.count
    }
}

import Files
import Foundation

/// Rebuilds a damaged journal from its readable entries.
enum JournalRepair {
    /// Replaces the journal at `url`; returns the number of entries kept.
    static func rebuild(_ url: URL) throws(DatasetError) -> Int {
        let replacement = FileReplacement(of: url, at: url.appendingPathExtension("tmp"))
        unlink(replacement.temporary.path)
        let kept = try copy(url, to: replacement.temporary)
        do { try replacement.commit() } catch { throw DatasetError(error) }
        return kept
    }

    private static func copy(_ url: URL, to temporary: URL) throws(DatasetError) -> Int {
        var log = try JournalLog.writing(temporary)
        let old = try StoredFile(url, for: .read)
        if try JournalLog.hasName(old) {
            var scan = try JournalScan(old)
            while let (_, entry) = try scan.next() {
                if entry.damage == nil { try log.append(entry.encoded, of: entry.key) }
            }
        }
        return log.count
    }
}

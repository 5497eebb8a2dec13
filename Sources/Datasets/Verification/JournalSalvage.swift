import Foundation
import GRDB

/// Makes a journal anew of what can be read of a damaged one.
enum JournalSalvage {
    /// Replaces the journal at `url`; returns the number of answers kept.
    static func rebuild(_ url: URL) throws(DatasetError) -> Int {
        let temporary = url.appendingPathExtension("tmp")
        remove(temporary)
        let journal = try Journal(url: temporary)
        var failure: DatasetError?
        JournalEntries.salvage(url) { entry in
            guard failure == nil, entry.damage == nil,
                let value = try? JournalValue.decode(entry.value, size: entry.size)
            else { return }
            do throws(DatasetError) { try journal.put(key: entry.key, value: value) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        let kept = try journal.count
        try journal.close()
        remove(url)
        guard rename(temporary.path, url.path) == 0 else {
            throw .system(errno, path: url.path, operation: "be replaced")
        }
        return kept
    }

    private static func remove(_ url: URL) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(url.path + suffix) }
    }
}

public import Foundation
import GRDB

/// Answers that records of a dataset were made with, and that its journal has no longer.
public struct ForgottenAnswers: Equatable, Sendable {
    /// How many answers there are.
    public let count: Int
    /// Whether there is no journal at all.
    public let isJournalMissing: Bool

    /// - Parameter isKnown: Whether the journal has an answer under a key.
    init(
        _ catalog: Catalog, isJournalMissing: Bool, isKnown: ([UInt8]) -> Bool
    ) throws(DatasetError) {
        self.isJournalMissing = isJournalMissing
        count = try catalog.countCalls { !isKnown($0) }
    }

    /// Compares a dataset with a journal that is open.
    /// - Parameter isJournalMissing: Whether the journal was not there before it was opened.
    public init(
        in url: URL, journal: Journal, isJournalMissing: Bool
    ) throws(DatasetError) {
        try self.init(DatasetReader(folder: url).catalog, isJournalMissing: isJournalMissing) {
            (try? journal.mayHave($0)) ?? false
        }
    }

    /// Compares a dataset with its journal as both are now.
    init(in url: URL) throws(DatasetError) {
        let catalog = try DatasetReader(folder: url).catalog
        let journal = try JournalReader(folder: url)
        try self.init(catalog, isJournalMissing: journal == nil) { key in
            journal?.mayHave(key) ?? false
        }
    }
}

extension Catalog {
    /// Bytes of a journal key; a shorter value of `call` is none.
    private static let keyInBytes = 16

    /// Returns how many different calls of the lineage fulfil a condition on their keys.
    fileprivate func countCalls(
        where isCounted: ([UInt8]) -> Bool
    ) throws(DatasetError) -> Int {
        try read { db in
            let calls = try String.fetchCursor(
                db, sql: "SELECT DISTINCT call FROM lineage WHERE length(call) = ?",
                arguments: [2 * Self.keyInBytes])
            var count = 0
            while let call = try calls.next() {
                if isCounted(try [UInt8](hexadecimal: call)) { count += 1 }
            }
            return count
        }
    }
}

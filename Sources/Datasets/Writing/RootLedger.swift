/// The append-only list of finished source records, with the prefix of it that is durable.
///
/// Entries wait for a batch, because a transaction costs a wait for the disk.
struct RootLedger {
    private let catalog: Catalog
    private var durable: [UInt64]
    private var next = 0
    private var firstRow: Int
    private var pending: [RootLedgerEntry] = []
    private var pendingRows = 0
    private(set) var revision: DatasetRevision?

    private static let batchInEntries = 256
    private static let batchInRows = 8192

    init(_ catalog: Catalog) throws(DatasetError) {
        self.catalog = catalog
        durable = try catalog.rootDigests()
        firstRow = try catalog.lineageCount()
    }

    mutating func append(_ entry: RootLedgerEntry) throws(DatasetError) {
        guard entry.position == next else {
            throw .rootOutOfOrder(expected: next, found: entry.position)
        }
        if next < durable.count {
            if durable[next] == entry.digest {
                next += 1
                return
            }
            try cut(.changed)
        }
        pending.append(entry)
        pendingRows += entry.lineage.count
        next += 1
        if pending.count >= Self.batchInEntries || pendingRows >= Self.batchInRows { try flush() }
    }

    /// Commits the entries that wait.
    mutating func flush() throws(DatasetError) {
        guard !pending.isEmpty else { return }
        try catalog.add(pending, firstRow: firstRow)
        firstRow += pendingRows
        durable.append(contentsOf: pending.map(\.digest))
        pending.removeAll()
        pendingRows = 0
    }

    /// Commits what waits and cuts off what an older, longer run left behind.
    mutating func finish() throws(DatasetError) {
        try flush()
        if next < durable.count { try cut(.shortened) }
    }

    private mutating func cut(_ reason: DatasetRevision.Reason) throws(DatasetError) {
        revision = revision ?? DatasetRevision(sequence: "ledger", from: next, reason: reason)
        firstRow = try catalog.removeRoots(from: next)
        durable.removeSubrange(next...)
    }
}

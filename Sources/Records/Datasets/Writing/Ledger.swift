/// The append-only list of finished source records and its durable prefix.
struct Ledger {
    private let catalog: Catalog
    /// The digests of the entries in the catalog when the dataset was opened, less those cut since.
    private var durable: [UInt64]
    private var next = 0
    private var firstRow: Int
    private var pending: [EncodedLedgerEntry] = []
    private(set) var revision: DatasetRevision?

    init(_ catalog: Catalog) throws(DatasetError) {
        self.catalog = catalog
        durable = try catalog.ledgerDigests()
        firstRow = try catalog.lineageCount()
    }

    /// Appends the next entry: skips it if it is durable, else holds it for ``take()``.
    mutating func append(_ entry: EncodedLedgerEntry) throws(DatasetError) {
        defer { next += 1 }
        if next < durable.count {
            if durable[next] == entry.digest { return }
            try cut(.changed)
        }
        pending.append(entry)
    }

    /// Returns the entries to commit and the lineage row at which they begin.
    mutating func take() -> (entries: [EncodedLedgerEntry], firstRow: Int) {
        defer {
            firstRow += pending.reduce(0) { $0 + $1.rows.count }
            pending = []
        }
        return (pending, firstRow)
    }

    /// Cuts off the rest of an older, longer run; all entries must be committed.
    mutating func finish() throws(DatasetError) {
        if next < durable.count { try cut(.shortened) }
    }

    private mutating func cut(_ reason: DatasetRevision.Reason) throws(DatasetError) {
        revision = revision ?? DatasetRevision(sequence: "ledger", from: next, reason: reason)
        firstRow = try catalog.removeLedger(from: next)
        durable.removeSubrange(next...)
    }
}

/// The append-only list of finished source records, with the prefix of it that is durable.
struct Ledger {
    private let catalog: Catalog
    /// The digests of the entries that were there when the dataset was opened.
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

    /// Takes the next entry: passes over it if it is durable, else lets it wait for ``take()``.
    mutating func append(_ entry: EncodedLedgerEntry) throws(DatasetError) {
        defer { next += 1 }
        if next < durable.count {
            if durable[next] == entry.digest { return }
            try cut(.changed)
        }
        pending.append(entry)
    }

    /// The entries that wait to be committed, and the lineage row at which they begin.
    mutating func take() -> (entries: [EncodedLedgerEntry], firstRow: Int) {
        defer {
            firstRow += pending.reduce(0) { $0 + $1.rows.count }
            pending = []
        }
        return (pending, firstRow)
    }

    /// Cuts off what an older, longer run left behind; all entries must be committed.
    mutating func finish() throws(DatasetError) {
        if next < durable.count { try cut(.shortened) }
    }

    private mutating func cut(_ reason: DatasetRevision.Reason) throws(DatasetError) {
        revision = revision ?? DatasetRevision(sequence: "ledger", from: next, reason: reason)
        firstRow = try catalog.removeLedger(from: next)
        durable.removeSubrange(next...)
    }
}

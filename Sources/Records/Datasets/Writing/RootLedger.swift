/// The append-only list of finished source records, with the prefix of it that is durable.
struct RootLedger {
    private let catalog: Catalog
    /// The digests of the entries that were there when the dataset was opened.
    private var durable: [UInt64]
    private var next = 0
    private var firstRow: Int
    private var pending: [EncodedRoot] = []
    private(set) var revision: DatasetRevision?

    init(_ catalog: Catalog) throws(DatasetError) {
        self.catalog = catalog
        durable = try catalog.rootDigests()
        firstRow = try catalog.lineageCount()
    }

    /// Takes the next entry: passes over it if it is durable, else lets it wait for ``take()``.
    mutating func append(_ root: EncodedRoot) throws(DatasetError) {
        defer { next += 1 }
        if next < durable.count {
            if durable[next] == root.digest { return }
            try cut(.changed)
        }
        pending.append(root)
    }

    /// The entries that wait to be committed, and the lineage row at which they begin.
    mutating func take() -> (roots: [EncodedRoot], firstRow: Int) {
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
        firstRow = try catalog.removeRoots(from: next)
        durable.removeSubrange(next...)
    }
}

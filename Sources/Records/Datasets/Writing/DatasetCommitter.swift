import Dispatch
import Synchronization

/// Compresses, writes and commits what a ``DatasetWriter`` is given, on a thread of its own.
///
/// What has come while the disk was busy is made durable together: written, synced once a shard,
/// and its catalog rows committed in one transaction. A bounded amount waits; then ``submit(_:)``
/// does. After an error every further call throws it.
///
/// The order is that of the crash to come: shard bytes are on the disk before the catalog speaks of
/// them. A crash in between leaves bytes that no row describes, which the next run cuts off; the other
/// way round the catalog would promise records that are lost.
final class DatasetCommitter: Sendable {
    /// What there is to do.
    enum Work: Sendable {
        case frame(RecordKind, Frame)
        case ledger([EncodedLedgerEntry])
    }

    /// The three sequences of a dataset, each with its durable prefix.
    struct Sequences {
        var accepted: ShardSequence
        var rejected: ShardSequence
        var ledger: Ledger

        var revisions: [DatasetRevision] {
            [accepted.revision, rejected.revision, ledger.revision].compactMap(\.self)
        }
    }

    private struct Inbox {
        var work: [Work] = []
        var failure: DatasetError?
    }

    private let catalog: Catalog
    private let sequences: Mutex<Sequences>
    private let inbox = Mutex(Inbox())
    /// One for each item that may still be submitted, so that memory is bounded where the disk is slow.
    private let slots = DispatchSemaphore(value: capacity)
    private let queue = DispatchQueue(label: "synthgen.dataset")

    /// Frames and batches of ledger entries that may wait: a few megabytes.
    private static let capacity = 16

    init(catalog: Catalog, sequences: consuming sending Sequences) {
        self.catalog = catalog
        self.sequences = Mutex(sequences)
    }

    /// Hands over work, waiting while too much waits.
    func submit(_ work: Work) throws(DatasetError) {
        slots.wait()
        let (failure, isFirst) = inbox.withLock { inbox in
            inbox.work.append(work)
            return (inbox.failure, inbox.work.count == 1)
        }
        // Only the first of what waits calls the queue: commitAll takes everything at once, which is
        // what makes one sync and one transaction do for many frames.
        if isFirst { queue.async { [self] in commitAll() } }
        if let failure { throw failure }
    }

    /// Returns once all that was submitted is durable, then lets `body` look at the sequences.
    func drained<Result: Sendable>(
        _ body: (inout Sequences) throws(DatasetError) -> Result
    ) throws(DatasetError) -> Result {
        settle()
        if let failure = inbox.withLock({ $0.failure }) { throw failure }
        return try sequences.withLock { sequences throws(DatasetError) in try body(&sequences) }
    }

    /// What this run has replaced so far.
    var revisions: [DatasetRevision] {
        settle()
        return sequences.withLock { $0.revisions }
    }

    /// Returns once nothing waits any more, durable or failed. The queue is serial, so an empty item at
    /// its end is reached after all others.
    func settle() { queue.sync {} }

    /// Commits everything that waits. Runs on ``queue`` only.
    private func commitAll() {
        let (work, failure) = inbox.withLock { inbox in
            defer { inbox.work = [] }
            return (inbox.work, inbox.failure)
        }
        // Also after a failure: who waits for a slot must wake up to be told of it.
        defer { for _ in work { slots.signal() } }
        // Nothing is written past a failure. What follows would not be a prefix any more.
        guard failure == nil else { return }
        do throws(DatasetError) {
            try sequences.withLock { sequences throws(DatasetError) in
                try commit(work, to: &sequences)
            }
        } catch {
            inbox.withLock { $0.failure = error }
        }
    }

    private func commit(_ work: [Work], to sequences: inout Sequences) throws(DatasetError) {
        for item in work {
            switch item {
            case .frame(.accepted, let frame): try sequences.accepted.append(frame)
            case .frame(.rejected, let frame): try sequences.rejected.append(frame)
            case .ledger(let entries):
                for entry in entries { try sequences.ledger.append(entry) }
            }
        }
        // Synced first, told to the catalog afterwards.
        let frames =
            try sequences.accepted.synchronize() + sequences.rejected.synchronize()
        let (entries, firstRow) = sequences.ledger.take()
        guard !frames.isEmpty || !entries.isEmpty else { return }
        try catalog.add(frames, entries, firstRow: firstRow)
    }
}

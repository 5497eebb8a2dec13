import Dispatch
import Synchronization

/// Compresses, writes and commits the frames and ledger entries of a ``DatasetWriter`` on its own
/// thread.
///
/// Work that arrives while the disk is busy is made durable together: written, synced once a shard,
/// and its catalog rows committed in one transaction. At most ``capacity`` items wait; then
/// ``submit(_:)`` waits too. After an error every further call throws that error.
///
/// Shard bytes are on the disk before the catalog describes them. A crash in between leaves bytes
/// without rows, which the next run cuts off; in the other order the catalog would promise lost
/// records.
final class DatasetCommitter: Sendable {
    /// One item of work.
    enum Work: Sendable {
        case frame(RecordKind, Frame)
        /// A last frame that replaces no longer one with the same beginning.
        case unfinishedFrame(RecordKind, Frame)
        /// A frame that goes on growing: it is durable, and the next one takes its place.
        case preservedFrame(RecordKind, Frame)
        case ledger([EncodedLedgerEntry])
    }

    /// The sequences of a dataset, each with its durable prefix.
    struct Sequences {
        /// Accepted records, a sequence for each part, and rejected ones.
        var shards: [ShardSequence]
        var ledger: Ledger
        /// What was cut off of parts that the dataset has no longer.
        let dropped: [DatasetRevision]

        var revisions: [DatasetRevision] {
            dropped + (shards.map(\.revision) + [ledger.revision]).compactMap(\.self)
        }

        /// The index of a sequence among ``shards``.
        func index(of kind: RecordKind) -> Int {
            guard let index = shards.firstIndex(where: { $0.kind == kind }) else {
                preconditionFailure("the dataset has no part '\(kind.rawValue)'")
            }
            return index
        }
    }

    private struct Inbox {
        var work: [Work] = []
        var failure: DatasetError?
    }

    private let catalog: Catalog
    private let sequences: Mutex<Sequences>
    private let inbox = Mutex(Inbox())
    /// One slot for each item that may still be submitted: bounds memory when the disk is slow.
    private let slots = DispatchSemaphore(value: capacity)
    private let queue = DispatchQueue(label: "synthgen.dataset")

    /// The most items that may wait: a few megabytes of frames and ledger entries.
    private static let capacity = 16

    init(catalog: Catalog, sequences: consuming sending Sequences) {
        self.catalog = catalog
        self.sequences = Mutex(sequences)
    }

    /// Submits work, waiting while ``capacity`` items wait already.
    func submit(_ work: Work) throws(DatasetError) {
        slots.wait()
        let (failure, isFirst) = inbox.withLock { inbox in
            inbox.work.append(work)
            return (inbox.failure, inbox.work.count == 1)
        }
        // Only the first waiting item calls the queue: commitAll takes all of them at once, so one
        // sync and one transaction serve many frames.
        if isFirst { queue.async { [self] in commitAll() } }
        if let failure { throw failure }
    }

    /// Returns the result of `body` over the sequences once all submitted work is durable.
    func drained<Result: Sendable>(
        _ body: (inout Sequences) throws(DatasetError) -> Result
    ) throws(DatasetError) -> Result {
        settle()
        if let failure = inbox.withLock({ $0.failure }) { throw failure }
        return try sequences.withLock { sequences throws(DatasetError) in try body(&sequences) }
    }

    /// The revisions of this run so far.
    var revisions: [DatasetRevision] {
        settle()
        return sequences.withLock { $0.revisions }
    }

    /// Returns once no work waits, durable or failed. The queue is serial, so an empty item at its
    /// end runs after all others.
    func settle() { queue.sync {} }

    /// Commits all waiting work. Runs on ``queue`` only.
    private func commitAll() {
        let (work, failure) = inbox.withLock { inbox in
            defer { inbox.work = [] }
            return (inbox.work, inbox.failure)
        }
        // Also after a failure: a caller that waits for a slot must wake up to get the error.
        defer { for _ in work { slots.signal() } }
        // Nothing is written after a failure: what follows a gap would not be a prefix.
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
            case .frame(let kind, let frame):
                try sequences.shards[sequences.index(of: kind)].append(frame)
            case .unfinishedFrame(let kind, let frame):
                try sequences.shards[sequences.index(of: kind)].append(unfinished: frame)
            case .preservedFrame(let kind, let frame):
                try sequences.shards[sequences.index(of: kind)].preserve(frame)
            case .ledger(let entries):
                for entry in entries { try sequences.ledger.append(entry) }
            }
        }
        // The sync comes before the catalog's transaction; see the type's comment.
        var frames: [WrittenFrame] = []
        for index in sequences.shards.indices {
            frames += try sequences.shards[index].synchronize()
        }
        let (entries, firstRow) = sequences.ledger.take()
        guard !frames.isEmpty || !entries.isEmpty else { return }
        try catalog.add(frames, entries, firstRow: firstRow)
    }
}

public import Foundation
public import JSON
import Synchronization

/// Writes a dataset so that any crash leaves a durable prefix, from which the next run continues.
///
/// There are three append-only sequences, each in canonical order and each with its own durable
/// prefix: accepted records, rejected records, and the ledger of finished source records. A dataset
/// with parts has a sequence of accepted records for each. A run
/// that resumes after a crash appends everything again from the beginning: content equal to the
/// durable prefix is skipped; the first difference replaces everything from there on (see
/// ``revisions``).
///
/// Records are compressed and written on the writer's own thread; calls wait for that thread only
/// when it falls behind, and at the end. Calls should come from one task at a time. After an error
/// every further call throws the same error.
public final class DatasetWriter: Sendable {
    /// Sizes of frames and shards. Changed options rewrite the dataset.
    public struct Options: Equatable, Sendable {
        /// Uncompressed bytes at which a frame ends; a reader decompresses one frame for one
        /// record.
        public var frameBytes: Int
        /// Uncompressed bytes at which a shard ends: 256 MiB compress to about 64 MiB.
        public var shardBytes: Int
        /// The zstd level.
        public var compressionLevel: Int

        /// Options; the defaults suit everything but tests.
        public init(
            frameBytes: Int = 256 << 10,
            shardBytes: Int = 256 << 20,
            compressionLevel: Int = 3
        ) {
            precondition(frameBytes > 0 && shardBytes > 0, "frames and shards hold at least a byte")
            self.frameBytes = frameBytes
            self.shardBytes = shardBytes
            self.compressionLevel = compressionLevel
        }

        var text: String { "frame \(frameBytes) shard \(shardBytes) level \(compressionLevel)" }
    }

    /// The description that the dataset had when it was opened; `nil` if the dataset is new.
    public let previous: DatasetDescription?
    /// Accepted records that the folder had when it was opened, of all parts.
    public var recordsBefore: Int { countsBefore.values.reduce(0, +) }
    /// Damaged shards found when opening; the replay writes their records again.
    public let damages: [DatasetDamage]

    /// Records of each sequence that the folder had when it was opened, rejected ones aside.
    private let countsBefore: [RecordKind: Int]
    private let folder: DatasetFolder
    private let catalog: Catalog
    private let run: Int
    /// Whether an earlier run wrote here, so that its rows are compared and not all written.
    private let isReplay: Bool
    private let committer: DatasetCommitter
    /// The sequences of records, rejected ones last.
    private let kinds: [RecordKind]
    private let state: Mutex<State>

    /// Content appended but not submitted to the committer yet.
    private struct State {
        var frames: [RecordKind: FrameBuilder]
        var entries: [EncodedLedgerEntry] = []
        var rows = 0
        var nextPosition = 0
        /// Lock on the folder, held until the writer has ended: keeps other processes out.
        var claim: StoredFile?
        var failure: DatasetError?
    }

    /// Finished source records, or lineage rows, submitted together at most.
    private static let batchInEntries = 512
    private static let batchInRows = 4096

    /// Opens a folder for writing, creating it if it does not exist, and finds its durable prefix.
    ///
    /// - Parameters:
    ///   - description: What the dataset is made from, and its parts.
    ///   - host: Facts about this run and machine, for the catalog's `runs` table.
    /// - Throws: ``DatasetError/locked(folder:)`` if another process writes there,
    ///   ``DatasetError/notADataset(folder:found:)`` if there are shards but no catalog,
    ///   ``DatasetError/otherDocument(folder:found:expected:records:)`` if another document's
    ///   dataset is there, ``DatasetError/foreignShard(path:)`` if a file that the catalog does not
    ///   know has the name of a shard, and other errors if the catalog is damaged or empty. Nothing
    ///   is written then.
    public init(
        folder url: URL,
        description: DatasetDescription = DatasetDescription(),
        host: JSONObject = [:],
        options: Options = Options()
    ) throws(DatasetError) {
        folder = DatasetFolder(url: url)
        try folder.create()
        // Locked before anything is read: opening cuts off what lies past the durable prefix.
        let claim = try folder.claim()
        try folder.requireSoundCatalog()
        catalog = try Catalog.create(at: folder.catalog)
        let meta = try catalog.meta()
        previous = meta["pipeline"] == nil ? nil : DatasetDescription(rows: meta)
        if let previous, !previous.mayBeContinued(by: description) {
            throw .otherDocument(
                folder: folder.path, found: previous.pipeline, expected: description.pipeline,
                records: try catalog.acceptedCount())
        }
        kinds = RecordKind.sequences(parts: description.parts)
        let kindsBefore = try catalog.kinds()
        // What follows the catalog's last frame is cut off; a sequence that it does not know has none.
        for kind in kinds where !kindsBefore.contains(kind) {
            if let number = folder.shardsPresent(kind).first {
                throw .foreignShard(path: folder.shard(kind, number).path)
            }
        }
        var countsBefore: [RecordKind: Int] = [:]
        for kind in kindsBefore where kind.isAccepted {
            countsBefore[kind] = try catalog.recordCount(kind)
        }
        self.countsBefore = countsBefore
        let (hasFrames, hasLineage) = (try catalog.hasFrames(), try catalog.lineageCount() > 0)
        isReplay = hasFrames || hasLineage
        // Before any frame is cut off: after a crash the dataset must not seem complete.
        if meta["complete"] != nil { try catalog.setMeta(["complete": "false"]) }
        let keepsLayout = meta["layout"] ?? options.text == options.text
        var dropped: [DatasetRevision] = []
        for kind in kindsBefore where !kinds.contains(kind) {
            let sequence = try ShardSequence(
                kind, folder, catalog, options, keepsLayout: keepsLayout, isDropped: true)
            if let revision = sequence.revision { dropped.append(revision) }
        }
        var shards: [ShardSequence] = []
        for kind in kinds {
            shards.append(
                try ShardSequence(kind, folder, catalog, options, keepsLayout: keepsLayout))
        }
        damages = shards.flatMap(\.damages)
        // The new layout is noted only now that frames of another layout are cut off: a crash
        // before this line makes the next run cut again.
        let facts = ["layout": options.text, "complete": "false"]
        try catalog.setMeta(description.rows.merging(facts) { $1 })
        try catalog.setParts(description.parts)
        run = try catalog.beginRun(host: host)
        committer = DatasetCommitter(
            catalog: catalog,
            sequences: DatasetCommitter.Sequences(
                shards: shards, ledger: try Ledger(catalog), dropped: dropped))
        state = Mutex(
            State(
                frames: Dictionary(
                    uniqueKeysWithValues: kinds.map {
                        ($0, FrameBuilder(limitInBytes: options.frameBytes))
                    }),
                claim: claim
            )
        )
    }

    // The lock on the folder is released after `deinit`, so no write may be under way by then.
    deinit { committer.settle() }

    /// The revisions of this run so far; equal content makes none.
    public var revisions: [DatasetRevision] { committer.revisions }

    /// How many of the accepted records that the folder had before this run has made again as they
    /// were.
    public var unchangedRecords: Int {
        let revisions = revisions
        return state.withLock { state in
            kinds.filter(\.isAccepted).reduce(0) { sum, kind in
                let changed = revisions.first { $0.sequence == kind.rawValue }
                // Files in another layout hold the same records.
                let isSame = changed == nil || changed?.reason == .layout
                return sum
                    + min(
                        countsBefore[kind] ?? 0, state.frames[kind]?.appended ?? 0,
                        isSame ? .max : changed?.from ?? .max)
            }
        }
    }

    /// The numbers of records appended by this run, replayed ones included.
    public var appended: (accepted: Int, rejected: Int) {
        state.withLock { state in
            state.frames.reduce(into: (accepted: 0, rejected: 0)) { counts, builder in
                if builder.key.isAccepted {
                    counts.accepted += builder.value.appended
                } else {
                    counts.rejected += builder.value.appended
                }
            }
        }
    }

    // MARK: Appending

    /// Appends the next accepted record in canonical order.
    ///
    /// The record is durable soon after its frame is full, or after ``finish(card:)`` or
    /// ``suspend(status:error:)``.
    /// - Parameter part: The record's part, one of the description's; nil for a dataset without.
    /// - Throws: ``DatasetError/recordWithoutID(position:)`` if the record has no `"id"`.
    public func append(_ record: JSONObject, part: String? = nil) throws(DatasetError) {
        try append(record, to: part.map(RecordKind.part) ?? .accepted)
    }

    /// Appends the next rejected record in canonical order, with its stage, reason and raw text.
    public func appendRejected(_ record: JSONObject) throws(DatasetError) {
        try append(record, to: .rejected)
    }

    private func append(_ record: JSONObject, to kind: RecordKind) throws(DatasetError) {
        precondition(kinds.contains(kind), "the dataset has no part '\(kind.rawValue)'")
        try perform { state throws(DatasetError) in
            if let frame = try state.frames[kind]?.append(record) {
                try committer.submit(.frame(kind, frame))
            }
        }
    }

    /// Appends the next finished source record to the ledger.
    /// - Throws: ``DatasetError/sourceRecordOutOfOrder(expected:found:)`` if positions have gaps.
    public func commitSourceRecord(_ entry: LedgerEntry) throws(DatasetError) {
        try perform { state throws(DatasetError) in
            guard entry.position == state.nextPosition else {
                throw .sourceRecordOutOfOrder(expected: state.nextPosition, found: entry.position)
            }
            state.nextPosition += 1
            state.entries.append(EncodedLedgerEntry(entry))
            state.rows += entry.lineage.count
            if state.entries.count >= Self.batchInEntries || state.rows >= Self.batchInRows {
                try submitLedger(&state)
            }
        }
    }

    private func submitLedger(_ state: inout State) throws(DatasetError) {
        guard !state.entries.isEmpty else { return }
        try committer.submit(.ledger(state.entries))
        state.entries = []
        state.rows = 0
    }

    /// Stores performance figures of this run, which may differ between equal runs: seconds,
    /// tokens.
    public func recordPerformance(_ values: [String: Double]) throws(DatasetError) {
        try perform { _ throws(DatasetError) in try catalog.setPerformance(values, run: run) }
    }

    /// Writes the run's progress to the catalog; the dataset's content does not include it.
    public func note(_ snapshot: RunSnapshot) throws(DatasetError) {
        try catalog.set(snapshot, run: run)
    }

    /// Submits the finished source records, so that readers see them soon; waits for nothing else.
    public func publish() throws(DatasetError) {
        try perform { state throws(DatasetError) in try submitLedger(&state) }
    }

    /// Returns once all full frames and all finished source records are durable.
    public func flush() throws(DatasetError) {
        try perform { state throws(DatasetError) in
            try submitLedger(&state)
            try committer.drained { _ throws(DatasetError) in }
        }
    }

    /// Makes all records appended so far durable, also those of frames that are not full yet; more may
    /// be appended. For a run that may be ended at any moment, since a frame is written twice then.
    public func preserve() throws(DatasetError) {
        try perform { state throws(DatasetError) in
            for kind in kinds {
                // A copy: the frame goes on growing.
                var builder = state.frames[kind]
                guard let frame = builder?.take() else { continue }
                try committer.submit(.preservedFrame(kind, frame))
            }
            try submitLedger(&state)
            try committer.drained { _ throws(DatasetError) in }
        }
    }

    // MARK: Ending

    /// Ends the run with an incomplete dataset, whose files hold all records appended so far.
    ///
    /// The last frames are not full; the next run replaces them, so that the finished bytes are
    /// those of an unbroken run. Where an earlier run came further, its records stay.
    ///
    /// - Parameters:
    ///   - status: How the run ended, for the catalog: `"interrupted"`, `"failed"`.
    ///   - error: The reason of a failure, shown with the run's progress.
    public func suspend(status: String, error: String? = nil) throws(DatasetError) {
        do throws(DatasetError) {
            try perform { state throws(DatasetError) in
                try submitLastFrames(&state, isUnfinished: true)
                try submitLedger(&state)
                try committer.drained { _ throws(DatasetError) in }
                try end(&state, status: status, error: error)
            }
        } catch {
            noteEnd(status: status, error: error)
            throw error
        }
    }

    /// Notes the end of a run whose last records cannot be written, as far as that is possible: on a
    /// full disk a row often finds room.
    private func noteEnd(status: String, error: DatasetError) {
        committer.settle()
        state.withLock { state in
            try? catalog.endSnapshots(run: run, state: status, error: "\(error)")
            try? catalog.endRun(run, status: status)
            try? catalog.close()
            state.claim = nil
        }
    }

    /// Commits the last frames, cuts off the rest of an older, longer run, checks what an earlier
    /// run wrote, and marks the dataset complete.
    ///
    /// - Parameter keepsRest: Keeps the rest of a longer run that began with the same content.
    /// - Parameter card: Makes the text of `README.md` from the finished records. A file that is
    ///   no card of ours stays, and so does what people wrote below one.
    /// - Returns: Why the card was not written; nil if it was, or if there is none.
    @discardableResult
    public func finish(
        keepsRest: Bool = false, card: ((DatasetReader) throws -> String)? = nil
    ) throws(DatasetError) -> KeptCard? {
        var kept: KeptCard?
        try perform { state throws(DatasetError) in
            try submitLastFrames(&state, isUnfinished: keepsRest)
            try submitLedger(&state)
            try committer.drained { sequences throws(DatasetError) in
                for index in sequences.shards.indices {
                    try sequences.shards[index].finish(keepsRest: keepsRest)
                }
                if !keepsRest { try sequences.ledger.finish() }
            }
            try catalog.index()
            if isReplay { try requireSoundContent(&state) }
            if let card {
                let text = try wrapped(folder.card.path) {
                    try card(DatasetReader(folder: folder.url))
                }
                kept = try write(card: text)
            }
            try folder.removeReplaced()
            // Set last: a crash before this line leaves a dataset that the next run finishes again.
            try catalog.setMeta(["complete": "true"])
            try end(&state, status: "finished")
        }
        return kept
    }

    /// - Parameter isUnfinished: Whether durable frames that begin with the same records stay.
    private func submitLastFrames(
        _ state: inout State, isUnfinished: Bool
    ) throws(DatasetError) {
        for kind in kinds {
            guard let frame = state.frames[kind]?.take() else { continue }
            try committer.submit(isUnfinished ? .unfinishedFrame(kind, frame) : .frame(kind, frame))
        }
    }

    private func write(card text: String) throws(DatasetError) -> KeptCard? {
        var present: [UInt8]?
        if FileManager.default.fileExists(atPath: folder.card.path) {
            let file = try StoredFile(folder.card, for: .read)
            present = try file.read(at: 0, count: try file.size())
        }
        switch CardFile.joining(text, to: present) {
        case .write(let text):
            try StoredFile.replace(folder.card, with: Array(text.utf8))
            return nil
        case .keep(let reason): return reason
        }
    }

    /// Throws if rows that this run took for written already are damaged.
    private func requireSoundContent(_ state: inout State) throws(DatasetError) {
        do throws(DatasetError) { try folder.requireSoundContent() } catch {
            try end(&state, status: "failed", error: "\(error)")
            throw error
        }
    }

    private func end(
        _ state: inout State, status: String, error: String? = nil
    ) throws(DatasetError) {
        try catalog.endSnapshots(run: run, state: status, error: error)
        try catalog.endRun(run, status: status)
        try catalog.settle()
        try catalog.close()
        // The lock is released after the catalog is closed, so that no other process opens one that
        // is still being written.
        state.claim = nil
        state.failure = .closed(path: folder.path)
    }

    private func perform(
        _ body: (inout State) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        try state.withLock { state throws(DatasetError) in
            if let failure = state.failure { throw failure }
            do throws(DatasetError) {
                try body(&state)
            } catch {
                state.failure = error
                throw error
            }
        }
    }
}

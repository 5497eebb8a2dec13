import Foundation
import JSON

/// An append-only sequence of frames in numbered shards, and its durable prefix.
///
/// A replay appends the same frames again: those equal to the durable ones are skipped. From the
/// first different frame on, the old ones are cut off, in the catalog first and then in the files,
/// and written again. Frames are written one after the other, then made durable together: the shard
/// is synced, and only then are their rows committed (see ``DatasetCommitter``). The catalog
/// therefore never describes bytes that may be lost.
struct ShardSequence {
    let kind: RecordKind
    private let folder: DatasetFolder
    private let catalog: Catalog
    private let options: DatasetWriter.Options
    private let compressor: ZstdCompressor
    /// The frames in the catalog, then those of ``written``. This run has confirmed or written the
    /// frames before ``next``.
    private var durable: [FrameRow]
    private var next = 0
    private var shard: ShardRow
    private var file: StoredFile?
    /// Frames that are in the shard but not in the catalog yet.
    private var written: [WrittenFrame] = []
    private(set) var revision: DatasetRevision?
    private(set) var damages: [DatasetDamage] = []

    /// Reads the durable prefix and cuts off what a crash or damage left after it.
    /// - Parameter isDropped: Whether the dataset has no such sequence any more; all of it is cut off.
    init(
        _ kind: RecordKind,
        _ folder: DatasetFolder,
        _ catalog: Catalog,
        _ options: DatasetWriter.Options,
        keepsLayout: Bool,
        isDropped: Bool = false
    ) throws(DatasetError) {
        self.kind = kind
        self.folder = folder
        self.catalog = catalog
        self.options = options
        do {
            compressor = try ZstdCompressor(level: options.compressionLevel)
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
        durable = try catalog.frames(kind)
        shard = ShardRow(number: 0)
        if isDropped || !keepsLayout, !durable.isEmpty {
            note(isDropped ? .parts : .layout, from: 0)
            try cut(to: 0)
        }
        let (intact, damage) = FrameCheck(folder: folder, kind: kind).intactPrefix(of: durable)
        if let damage {
            damages.append(damage)
            try cut(to: intact)
        }
        // Also without damage: a crash after a write and before its commit leaves bytes without
        // rows.
        try cutFiles(at: durable.last)
    }

    /// The number of records in the frames before ``next``.
    private var confirmed: Int {
        next == 0 ? 0 : durable[next - 1].firstRecord + durable[next - 1].records
    }

    // MARK: Frames

    /// Appends the next frame: skips it if it is durable, else writes it to its shard.
    mutating func append(_ frame: Frame) throws(DatasetError) {
        let hash = frame.hash
        if next < durable.count {
            let old = durable[next]
            if old.hash == hash, old.rawBytes == frame.content.count,
                old.records == frame.records.count
            {
                return confirm(old)
            }
            // A longer last frame is no revision: more records came and none changed.
            if !isExtended(old, by: frame) {
                note(.changed, from: old.firstRecord + recordsInCommon(old, frame))
            }
            try cut(to: next)
        }
        try write(frame, hash: hash)
    }

    /// Appends the last frame of a run that came less far than an earlier one may have: durable
    /// frames that begin with the same records stay.
    mutating func append(unfinished frame: Frame) throws(DatasetError) {
        if next < durable.count, try begins(durable[next], with: frame) { return }
        try append(frame)
    }

    /// Makes a frame that goes on growing durable; the next frame is compared with it and takes its
    /// place.
    mutating func preserve(_ frame: Frame) throws(DatasetError) {
        let (index, before) = (next, shard)
        try append(unfinished: frame)
        guard next > index else { return }
        try commitWritten()
        (next, shard) = (index, before)
        // Perhaps another shard than that of the frame.
        file = nil
    }

    private func begins(_ old: FrameRow, with frame: Frame) throws(DatasetError) -> Bool {
        guard old.rawBytes >= frame.content.count else { return false }
        let content = try FrameReader(folder: folder, kind: kind).content(of: old)
        return content.starts(with: frame.content)
    }

    /// Syncs the shard and returns the frames written since the last call, for the catalog.
    mutating func synchronize() throws(DatasetError) -> [WrittenFrame] {
        guard let first = written.first else { return [] }
        do {
            try file?.synchronize()
        } catch {
            // After a failed fsync the pages may be lost though later syncs succeed, so these bytes
            // are not trusted and no row will describe them.
            try? file?.truncate(to: first.frame.shard == shard.number ? first.frame.offset : 0)
            throw error
        }
        defer { written = [] }
        return written
    }

    /// Cuts off the rest of an older, longer run, or confirms it; all frames must be durable.
    mutating func finish(keepsRest: Bool) throws(DatasetError) {
        if keepsRest { while next < durable.count { confirm(durable[next]) } }
        if next < durable.count {
            note(.shortened, from: confirmed)
            try cut(to: next)
        }
        if shard.frames > 0, shard.hash == nil { try seal() }
    }

    /// Whether `frame` is the last durable frame with more records at its end.
    private func isExtended(_ old: FrameRow, by frame: Frame) -> Bool {
        next == durable.count - 1 && old.rawBytes < frame.content.count
            && XXHash64.hash(frame.content[..<old.rawBytes]) == old.hash
    }

    /// How many records at the beginning of a durable frame and of its replacement are the same.
    private func recordsInCommon(_ old: FrameRow, _ new: Frame) -> Int {
        guard let content = try? FrameReader(folder: folder, kind: kind).content(of: old) else {
            return 0
        }
        return zip(content, new.content).prefix { $0 == $1 }.count { $0.0 == 0x0A }
    }

    private mutating func confirm(_ frame: FrameRow) {
        // The sums are built up again frame by frame, because writing may go on within this shard.
        if frame.shard != shard.number { shard = ShardRow(number: frame.shard) }
        shard.add(frame)
        next += 1
    }

    private mutating func write(_ frame: Frame, hash: UInt64) throws(DatasetError) {
        if shard.rawBytes >= options.shardBytes {
            // A shard must be durable as a whole before the next one begins: ``synchronize()``
            // syncs only the open file.
            try commitWritten()
            if shard.hash == nil { try seal() }
            shard = ShardRow(number: shard.number + 1)
            file = nil
        }
        let bytes = try compressed(frame)
        let file = try openShard()
        let offset = shard.bytes
        do {
            try file.write(bytes, at: offset)
        } catch {
            try? file.truncate(to: offset)
            throw error
        }
        let row = FrameRow(
            number: next,
            shard: shard.number,
            offset: offset,
            bytes: bytes.count,
            rawBytes: frame.content.count,
            firstRecord: confirmed,
            records: frame.records.count,
            hash: hash,
            fileHash: XXHash64.hash(bytes)
        )
        // A hash from the catalog is that of the whole file, which is about to grow.
        shard.hash = nil
        shard.add(row)
        written.append(
            WrittenFrame(kind: kind, frame: row, records: frame.records, shard: shard))
        durable.append(row)
        next += 1
    }

    private mutating func commitWritten() throws(DatasetError) {
        let frames = try synchronize()
        if !frames.isEmpty { try catalog.add(frames, [], firstRow: 0) }
    }

    private func compressed(_ frame: Frame) throws(DatasetError) -> [UInt8] {
        do {
            return try ShardFrame.pack(frame.content, with: compressor)
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }

    // MARK: Shards

    private mutating func openShard() throws(DatasetError) -> StoredFile {
        if let file { return file }
        let opened = try StoredFile(folder.shard(kind, shard.number), for: .write)
        // A new shard's name must be durable too, before the catalog mentions its frames.
        if shard.frames == 0 { try folder.synchronize() }
        file = opened
        return opened
    }

    /// Stores the hash of a shard that will not grow any more, unless it is known.
    private mutating func seal() throws(DatasetError) {
        let known = try catalog.shards(kind).first { $0.number == shard.number }
        guard known?.hash == nil else {
            shard.hash = known?.hash
            return
        }
        let file = try StoredFile(folder.shard(kind, shard.number), for: .read)
        shard.hash = try file.hash(upTo: shard.bytes)
        try catalog.set(shard, kind)
    }

    // MARK: Cutting

    private mutating func note(_ reason: DatasetRevision.Reason, from position: Int) {
        revision =
            revision ?? DatasetRevision(sequence: kind.rawValue, from: position, reason: reason)
    }

    /// Removes the durable frames from `count` on, from the catalog and from the files.
    private mutating func cut(to count: Int) throws(DatasetError) {
        let removed = durable[count].firstRecord
        durable.removeSubrange(count...)
        file = nil
        var last = durable.last.map { ShardRow(number: $0.shard) }
        for frame in durable.reversed().prefix(while: { $0.shard == last?.number }) {
            last?.add(frame)
        }
        // The catalog first: a crash after it leaves bytes without rows, which the next run cuts
        // off; in the other order rows would describe bytes that are gone.
        try catalog.removeFrames(from: count, firstRecord: removed, last: last, kind)
        try cutFiles(at: durable.last, keepsContent: true)
    }

    /// Removes the bytes and shards after the catalog's last frame.
    /// - Parameter keepsContent: Whether they were durable, and are kept until the run has finished.
    private func cutFiles(at last: FrameRow?, keepsContent: Bool = false) throws(DatasetError) {
        for number in folder.shardsPresent(kind) where number >= last?.shard ?? 0 {
            let url = folder.shard(kind, number)
            // Higher shards hold nothing that the catalog knows, and with no frame at all none
            // does.
            guard let last, number == last.shard else {
                if keepsContent { try folder.keep(url, in: .replaced) }
                guard unlink(url.path) == 0 else {
                    throw .system(errno, path: url.path, operation: "be removed")
                }
                continue
            }
            let file = try StoredFile(url, for: .write)
            guard try file.size() > last.end else { continue }
            if keepsContent { try folder.keep(url, from: last.end, in: .replaced) }
            try file.truncate(to: last.end)
            try file.synchronize()
        }
    }
}

/// A frame written to its shard, with the rows for the catalog.
struct WrittenFrame {
    let kind: RecordKind
    let frame: FrameRow
    let records: [RecordRow]
    /// The shard's sums with this frame.
    let shard: ShardRow
}

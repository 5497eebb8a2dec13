import Foundation
import JSON

/// One append-only sequence of frames in numbered shards, with the prefix of it that is durable.
///
/// A replay brings the same frames again: those that equal the durable ones are passed over. At the
/// first that differs the rest is cut off, in the catalog first and then in the files, and written
/// anew. Frames are written one after the other, then made durable together: the shard is synced,
/// and only then are their rows committed (see ``DatasetCommitter``); so the catalog never describes
/// bytes that may be lost.
struct ShardSequence {
    let kind: RecordKind
    private let folder: DatasetFolder
    private let catalog: Catalog
    private let options: DatasetWriter.Options
    private let compressor: ZstdCompressor
    /// The frames in the catalog, then those of ``written``; those before ``next`` are confirmed by
    /// this run.
    private var durable: [FrameRow]
    private var next = 0
    private var shard: ShardRow
    private var file: StoredFile?
    /// Frames that lie in the shard but not in the catalog yet.
    private var written: [WrittenFrame] = []
    private(set) var revision: DatasetRevision?
    private(set) var damages: [DatasetDamage] = []

    /// Takes up what is durable, cutting off what a crash or damage left behind it.
    init(
        _ kind: RecordKind,
        _ folder: DatasetFolder,
        _ catalog: Catalog,
        _ options: DatasetWriter.Options,
        keepsLayout: Bool
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
        if !keepsLayout, !durable.isEmpty {
            note(.layout, from: 0)
            try cut(to: 0)
        }
        let (intact, damage) = FrameCheck(folder: folder, kind: kind).intactPrefix(of: durable)
        if let damage {
            damages.append(damage)
            try cut(to: intact)
        }
        try cutFiles(at: durable.last)
    }

    private var confirmed: Int {
        next == 0 ? 0 : durable[next - 1].firstRecord + durable[next - 1].records
    }

    // MARK: Frames

    /// Takes the next frame: passes over it if it is durable, else writes it into its shard.
    mutating func append(_ frame: Frame) throws(DatasetError) {
        let hash = frame.hash
        if next < durable.count {
            let old = durable[next]
            if old.hash == hash, old.rawBytes == frame.content.count,
                old.records == frame.records.count
            {
                return confirm(old)
            }
            if !isExtended(old, by: frame) { note(.changed, from: old.firstRecord) }
            try cut(to: next)
        }
        try write(frame, hash: hash)
    }

    /// What was written since the last time, once it is on the disk.
    mutating func synchronize() throws(DatasetError) -> [WrittenFrame] {
        guard let first = written.first else { return [] }
        do {
            try file?.synchronize()
        } catch {
            try? file?.truncate(to: first.frame.shard == shard.number ? first.frame.offset : 0)
            throw error
        }
        defer { written = [] }
        return written
    }

    /// Cuts off what an older, longer run left behind; all frames must be durable.
    mutating func finish() throws(DatasetError) {
        if next < durable.count {
            note(.shortened, from: confirmed)
            try cut(to: next)
        }
        if shard.frames > 0, shard.hash == nil { try seal() }
    }

    /// Whether `frame` begins with the last durable one: more records came, none changed.
    private func isExtended(_ old: FrameRow, by frame: Frame) -> Bool {
        next == durable.count - 1 && old.rawBytes < frame.content.count
            && XXHash64.hash(frame.content[..<old.rawBytes]) == old.hash
    }

    private mutating func confirm(_ frame: FrameRow) {
        if frame.shard != shard.number { shard = ShardRow(number: frame.shard) }
        shard.add(frame)
        next += 1
    }

    private mutating func write(_ frame: Frame, hash: UInt64) throws(DatasetError) {
        if shard.rawBytes >= options.shardBytes {
            // A shard must be durable as a whole before the next one begins.
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
            return try compressor.compress(frame.content)
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }

    // MARK: Shards

    private mutating func openShard() throws(DatasetError) -> StoredFile {
        if let file { return file }
        let opened = try StoredFile(folder.shard(kind, shard.number), for: .write)
        if shard.frames == 0 { try folder.synchronize() }
        file = opened
        return opened
    }

    /// Notes the hash of a shard to which nothing will be added.
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

    /// Forgets the durable frames from `count` on.
    private mutating func cut(to count: Int) throws(DatasetError) {
        let removed = durable[count].firstRecord
        durable.removeSubrange(count...)
        file = nil
        var last = durable.last.map { ShardRow(number: $0.shard) }
        for frame in durable.reversed().prefix(while: { $0.shard == last?.number }) {
            last?.add(frame)
        }
        try catalog.removeFrames(from: count, firstRecord: removed, last: last, kind)
        try cutFiles(at: durable.last)
    }

    /// Removes the bytes and shards behind the last frame of the catalog.
    private func cutFiles(at last: FrameRow?) throws(DatasetError) {
        for number in folder.shardsPresent(kind) where number >= last?.shard ?? 0 {
            let url = folder.shard(kind, number)
            guard let last, number == last.shard else {
                guard unlink(url.path) == 0 else {
                    throw .system(errno, path: url.path, operation: "be removed")
                }
                continue
            }
            let file = try StoredFile(url, for: .write)
            guard try file.size() > last.end else { continue }
            try file.truncate(to: last.end)
            try file.synchronize()
        }
    }
}

/// A frame that lies in its shard, for the catalog.
struct WrittenFrame {
    let kind: RecordKind
    let frame: FrameRow
    let records: [RecordRow]
    /// The shard's sums with this frame.
    let shard: ShardRow
}

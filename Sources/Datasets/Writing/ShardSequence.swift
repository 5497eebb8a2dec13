import Foundation
import JSON

/// One append-only sequence of records in numbered shards, with the prefix of it that is durable.
///
/// A replay appends the same records again: frames that equal the durable ones are passed over. At
/// the first that differs the rest is cut off, in the catalog first and then in the files, and
/// written anew. A frame is committed by writing it, waiting for the disk, and then adding its rows
/// in one transaction; so the catalog never describes bytes that may be lost.
struct ShardSequence {
    let kind: RecordKind
    private let folder: DatasetFolder
    private let catalog: Catalog
    private let options: DatasetWriter.Options
    private var builder: FrameBuilder
    /// The frames in the catalog; those before ``next`` are confirmed by this run.
    private var durable: [FrameRow]
    private var next = 0
    private var shard: ShardRow
    private var file: StoredFile?
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
        builder = FrameBuilder(limitInBytes: options.frameBytes)
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

    /// The number of records appended by this run.
    var appended: Int { confirmed + builder.records.count }

    private var confirmed: Int {
        next == 0 ? 0 : durable[next - 1].firstRecord + durable[next - 1].records
    }

    mutating func append(_ record: JSONObject) throws(DatasetError) {
        guard let id = record["id"]?.string else { throw .recordWithoutID(position: appended) }
        builder.append(record, id: id)
        if builder.isFull { try commit() }
    }

    /// Commits the last frame, full or not, and cuts off what an older, longer run left behind.
    mutating func finish() throws(DatasetError) {
        if !builder.isEmpty { try commit() }
        if next < durable.count {
            note(.shortened, from: confirmed)
            try cut(to: next)
        }
        if shard.frames > 0, shard.hash == nil { try seal() }
    }

    // MARK: Frames

    private mutating func commit() throws(DatasetError) {
        let hash = XXHash64.hash(builder.content)
        if next < durable.count {
            let old = durable[next]
            if old.hash == hash, old.rawBytes == builder.content.count,
                old.records == builder.records.count
            {
                confirm(old)
                return builder.clear()
            }
            if !isExtension(of: old) { note(.changed, from: old.firstRecord) }
            try cut(to: next)
        }
        try write(hash: hash)
        builder.clear()
    }

    /// Whether the last durable frame is the beginning of the new one: more records came, none changed.
    private func isExtension(of old: FrameRow) -> Bool {
        next == durable.count - 1 && old.rawBytes < builder.content.count
            && XXHash64.hash(builder.content[..<old.rawBytes]) == old.hash
    }

    private mutating func confirm(_ frame: FrameRow) {
        if frame.shard != shard.number { shard = ShardRow(number: frame.shard) }
        shard.add(frame)
        next += 1
    }

    private mutating func write(hash: UInt64) throws(DatasetError) {
        if shard.rawBytes >= options.shardBytes {
            if shard.hash == nil { try seal() }
            shard = ShardRow(number: shard.number + 1)
            file = nil
        }
        let bytes = try compressed()
        let file = try openShard()
        let offset = shard.bytes
        do {
            try file.write(bytes, at: offset)
            try file.synchronize()
        } catch {
            try? file.truncate(to: offset)
            throw error
        }
        let frame = FrameRow(
            number: next,
            shard: shard.number,
            offset: offset,
            bytes: bytes.count,
            rawBytes: builder.content.count,
            firstRecord: confirmed,
            records: builder.records.count,
            hash: hash,
            fileHash: XXHash64.hash(bytes)
        )
        var sums = shard
        sums.hash = nil
        sums.add(frame)
        try catalog.add(frame, builder.records, shard: sums, kind)
        shard = sums
        durable.append(frame)
        next += 1
    }

    private func compressed() throws(DatasetError) -> [UInt8] {
        do {
            return try ZstdCodec.compress(builder.content, level: options.compressionLevel)
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

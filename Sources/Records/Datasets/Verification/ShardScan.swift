import Foundation

/// The intact frames of one kind before the first damage, read from the shards alone.
struct ShardScan {
    private(set) var frames: [FrameRow] = []
    /// The records of each frame.
    private(set) var records: [[RecordRow]] = []
    /// The shards with their sums and hashes; the last may end in damage.
    private(set) var shards: [ShardRow] = []

    private let folder: DatasetFolder
    private let kind: RecordKind

    init(folder: DatasetFolder, kind: RecordKind) throws(DatasetError) {
        self.folder = folder
        self.kind = kind
        for (expected, number) in folder.shardsPresent(kind).enumerated() {
            // A missing shard ends the prefix: later positions would be wrong.
            guard number == expected else { break }
            let file = try StoredFile(folder.shard(kind, number), for: .read)
            guard try read(file, shard: number) else { break }
        }
    }

    /// Reads a shard's frames; false if the shard is damaged or empty.
    private mutating func read(_ file: StoredFile, shard: Int) throws(DatasetError) -> Bool {
        let bytes = try file.read(at: 0, count: try file.size())
        var sums = ShardRow(number: shard)
        while sums.bytes < bytes.count {
            guard let frame = frame(in: bytes, at: sums.bytes, shard: shard) else { break }
            sums.add(frame)
        }
        guard sums.frames > 0 else { return false }
        sums.hash = XXHash64.hash(bytes[..<sums.bytes])
        shards.append(sums)
        return sums.bytes == bytes.count
    }

    private mutating func frame(in bytes: [UInt8], at offset: Int, shard: Int) -> FrameRow? {
        guard let length = ShardFrame.length(bytes[offset...]) else { return nil }
        let compressed = Array(bytes[offset..<offset + length])
        guard
            let content = try? ShardFrame.unpack(compressed, limit: .max),
            let held = FrameContent.records(in: content), !held.isEmpty
        else { return nil }
        let frame = FrameRow(
            number: frames.count, shard: shard, offset: offset, bytes: length,
            rawBytes: content.count, firstRecord: frames.last?.pastLastRecord ?? 0,
            records: held.count, hash: XXHash64.hash(content),
            fileHash: XXHash64.hash(compressed))
        frames.append(frame)
        records.append(held)
        return frame
    }

    /// The frames and records in the form that the catalog takes.
    var written: [WrittenFrame] {
        zip(frames, records).compactMap { frame, records in
            shards.first { $0.number == frame.shard }.map {
                WrittenFrame(kind: kind, frame: frame, records: records, shard: $0)
            }
        }
    }

    /// Moves everything after the last intact frame to `damaged/`, shards without one included;
    /// returns what was done, as sentences.
    func cutFiles() throws(DatasetError) -> [String] {
        var actions: [String] = []
        for number in folder.shardsPresent(kind) {
            let url = folder.shard(kind, number)
            guard let shard = shards.first(where: { $0.number == number }) else {
                try folder.move(url, to: .damaged)
                actions.append(
                    "moved \(url.lastPathComponent) to \(DatasetFolder.Keep.damaged.rawValue)/")
                continue
            }
            let file = try StoredFile(url, for: .write)
            let surplus = try file.size() - shard.bytes
            guard surplus > 0 else { continue }
            try folder.keep(url, from: shard.bytes, in: .damaged)
            try file.truncate(to: shard.bytes)
            try file.synchronize()
            actions.append(
                "moved the last \(surplus.grouped) bytes of \(url.lastPathComponent) to "
                    + "\(DatasetFolder.Keep.damaged.rawValue)/")
        }
        return actions
    }
}

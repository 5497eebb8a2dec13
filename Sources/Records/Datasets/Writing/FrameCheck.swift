/// Compares the frames in the catalog with the bytes in the shards.
struct FrameCheck {
    let folder: DatasetFolder
    let kind: RecordKind

    /// The number of leading `frames` whose bytes in the shards are intact. `frames` are in order.
    func intactPrefix(of frames: [FrameRow]) -> (count: Int, damage: DatasetDamage?) {
        var open: (shard: Int, file: StoredFile)?
        for (index, frame) in frames.enumerated() {
            do throws(DatasetError) {
                if open?.shard != frame.shard {
                    let file = try StoredFile(folder.shard(kind, frame.shard), for: .read)
                    open = (frame.shard, file)
                }
                guard let file = open?.file else { continue }
                _ = try bytes(of: frame, in: file)
            } catch {
                return (index, DatasetDamage(error: error, lostFrom: frame.firstRecord, kind: kind))
            }
        }
        return (frames.count, nil)
    }

    /// Reads the frame's compressed bytes and checks their length and hash.
    func bytes(of frame: FrameRow, in file: StoredFile) throws(DatasetError) -> [UInt8] {
        let bytes = try file.read(at: frame.offset, count: frame.bytes)
        guard bytes.count == frame.bytes else {
            throw .truncated(path: file.path, intactRecords: frame.firstRecord)
        }
        let found = XXHash64.hash(bytes)
        guard found == frame.fileHash else {
            throw .corruptShard(
                path: file.path,
                intactRecords: frame.firstRecord,
                expected: frame.fileHash.hexadecimal,
                found: found.hexadecimal
            )
        }
        return bytes
    }
}

extension StoredFile {
    /// The hash of the file's first `size` bytes.
    func hash(upTo size: Int) throws(DatasetError) -> UInt64 {
        var hash = XXHash64()
        var offset = 0
        while offset < size {
            let piece = try read(at: offset, count: min(1 << 20, size - offset))
            guard !piece.isEmpty else { break }
            hash.update(piece)
            offset += piece.count
        }
        return hash.value
    }
}

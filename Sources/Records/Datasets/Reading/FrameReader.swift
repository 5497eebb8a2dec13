import Foundation

/// Reads single frames from a dataset's shards and checks their hashes against the catalog.
///
/// Keeps the last shard open.
final class FrameReader {
    private let folder: DatasetFolder
    let kind: RecordKind
    private var open: (shard: Int, file: StoredFile)?

    init(folder: DatasetFolder, kind: RecordKind) {
        self.folder = folder
        self.kind = kind
    }

    /// Returns the decompressed content of a frame: JSON records, each ended by a line feed.
    func content(of frame: FrameRow) throws(DatasetError) -> [UInt8] {
        let file = try file(of: frame.shard)
        let bytes = try FrameCheck(folder: folder, kind: kind).bytes(of: frame, in: file)
        do throws(ZstdCodec.Failure) {
            let content = try ShardFrame.unpack(bytes, limit: frame.rawBytes)
            guard content.count == frame.rawBytes else {
                throw ZstdCodec.Failure(
                    reason: "\(content.count) bytes instead of \(frame.rawBytes)"
                )
            }
            return content
        } catch {
            throw .corruptCompression(
                path: file.path,
                intactRecords: frame.firstRecord,
                reason: error.reason
            )
        }
    }

    private func file(of shard: Int) throws(DatasetError) -> StoredFile {
        if let open, open.shard == shard { return open.file }
        let file = try StoredFile(folder.shard(kind, shard), for: .read)
        open = (shard, file)
        return file
    }
}

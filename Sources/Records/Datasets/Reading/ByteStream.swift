import Foundation

/// The decompressed bytes of a file, read in pieces from beginning to end.
final class ByteStream {
    let path: String
    private let nextPiece: () throws -> [UInt8]?

    private static let pieceInBytes = 1 << 17

    init(_ url: URL, _ packing: FileLayout.Packing) throws(DatasetError) {
        path = url.path
        let file = try StoredFile(url, for: .read)
        var offset = 0
        let read = { () throws -> [UInt8] in
            let bytes = try file.read(at: offset, count: Self.pieceInBytes)
            offset += bytes.count
            return bytes
        }
        do {
            switch packing {
            case .none:
                nextPiece = {
                    let bytes = try read()
                    return bytes.isEmpty ? nil : bytes
                }
            case .zstd:
                let stream = try ZstdStream(read: read)
                nextPiece = { try stream.next() }
            case .gzip:
                let stream = try GzipStream(read: read)
                nextPiece = { try stream.next() }
            }
        } catch {
            throw Self.explain(error, path: url.path, intactRecords: 0)
        }
    }

    /// Returns the next piece; nil at the end of the file.
    /// - Parameter records: Number of records read so far, for error messages.
    func next(after records: Int) throws(DatasetError) -> [UInt8]? {
        do { return try nextPiece() } catch {
            throw Self.explain(error, path: path, intactRecords: records)
        }
    }

    private static func explain(
        _ error: any Error, path: String, intactRecords: Int
    ) -> DatasetError {
        switch error {
        case is ZstdStream.Truncated, is GzipStream.Truncated:
            .truncated(path: path, intactRecords: intactRecords)
        case let error as ZstdCodec.Failure:
            .corruptCompression(path: path, intactRecords: intactRecords, reason: error.reason)
        case let error as Inflater.Failure:
            .corruptCompression(
                path: path, intactRecords: intactRecords, reason: error.reason, codec: "gzip")
        default: .wrapping(error, path: path)
        }
    }
}

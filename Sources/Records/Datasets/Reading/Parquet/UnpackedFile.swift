import Foundation

extension StoredFile {
    /// The most that a packed file may unpack to on the disk.
    private static let unpackedLimit = 64 << 30

    /// A packed file's content in a file without a name, for forms that are read from their end. It
    /// is gone with its last reference.
    static func unpacked(
        _ url: URL, _ packing: FileLayout.Packing
    ) throws(DatasetError) -> StoredFile {
        let stream = try ByteStream(url, packing)
        let location = FileManager.default.temporaryDirectory
            .appending(path: "synthgen-\(UUID().uuidString)")
        let file = try StoredFile(location, for: .write)
        unlink(location.path)
        var size = 0
        while let piece = try stream.next(after: 0) {
            guard piece.count <= unpackedLimit - size else {
                throw .malformedFile(
                    path: url.path, problem: "It unpacks to more than \(unpackedLimit >> 30) GiB",
                    help: "unpack it yourself if that is right")
            }
            try file.write(piece, at: size)
            size += piece.count
        }
        return file
    }
}

import Foundation

extension StoredFile {
    /// Largest decompressed size on disk, in bytes.
    private static let unpackedLimit = 64 << 30

    /// Decompresses a file into an unnamed temporary file, for formats that need random access.
    ///
    /// The temporary file is deleted with its last reference.
    static func unpacked(
        _ url: URL, _ packing: FileLayout.Packing
    ) throws(DatasetError) -> StoredFile {
        let stream = try ByteStream(url, packing)
        let location = FileManager.default.temporaryDirectory
            .appending(path: "synthgen-\(UUID().uuidString)")
        let file = try StoredFile(location, for: .write)
        // Unlinked while open: the system frees the space even if the process is killed.
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

import Files
import Formatting
import Foundation
import Hashing

/// A file being fetched, with the SHA-256 of its bytes so far.
///
/// Used by one thread. Closed when released; its bytes stay for a later attempt.
final class PartialFile {
    let url: URL
    /// Most bytes that are written, so that a wrong source cannot fill the disk.
    let limit: Int
    private(set) var count = 0
    private var hash = SHA256()
    private let descriptor: Int32

    /// Opens or creates the file at `url`; writing continues after the bytes that it has.
    init(at url: URL, limit: Int) throws {
        self.url = url
        self.limit = limit
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.lastDiskError(url, "be opened") }
        try forEachChunk(of: descriptor, at: url) { chunk in
            count += chunk.count
            hash.update(chunk)
        }
        if count > limit { try restart() }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Discards everything written.
    func restart() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw HubError.lastDiskError(url, "be emptied")
        }
        count = 0
        hash = SHA256()
    }

    /// Adds `bytes` at the end.
    /// - Throws: ``SourceReason`` if that would be more than the expected file has.
    func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard count + bytes.count <= limit else {
            throw SourceReason(
                text: "the file is longer than the expected \(Format.count(limit)) bytes")
        }
        do { try writeAll(bytes, to: descriptor, path: url.path) } catch { throw HubError(error) }
        count += bytes.count
        hash.update(bytes)
    }

    /// Renames a complete and correct file to `destination`; it is on disk when this returns.
    ///
    /// - Throws: ``SourceReason`` if the content is not the expected one. The bytes are then
    ///   discarded, unless there are too few, so that the download can be continued.
    func install(at destination: URL, expecting file: ModelFile) throws {
        guard count == file.bytes else {
            throw SourceReason(
                text: "it ended after \(Format.count(count)) of \(Format.count(file.bytes)) bytes")
        }
        let found = hash.finalize().hexadecimal
        guard found == file.sha256 else {
            try restart()
            throw SourceReason(
                text: "the file has another content: sha256 \(found), expected \(file.sha256)")
        }
        guard fsync(descriptor) == 0 else {
            throw HubError.lastDiskError(url, "be written to the disk")
        }
        do { try FileReplacement.move(url, to: destination) } catch { throw HubError(error) }
    }
}

/// The SHA-256 of the file at `url` in lower-case hexadecimal digits.
func sha256(of url: URL) throws -> String {
    let descriptor: Int32
    do { descriptor = try FileReading.open(url.path) } catch { throw HubError(error) }
    defer { close(descriptor) }
    var hash = SHA256()
    try forEachChunk(of: descriptor, at: url) { hash.update($0) }
    return hash.finalize().hexadecimal
}

/// Calls `body` with chunks of at most 1 MiB, from the descriptor's position to the end.
func forEachChunk(
    of descriptor: Int32, at url: URL, _ body: (UnsafeRawBufferPointer) throws -> Void
) throws {
    let capacity = 1 << 20
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { buffer.deallocate() }
    while true {
        let count = read(descriptor, buffer.baseAddress, capacity)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw HubError.lastDiskError(url, "be read") }
        guard count > 0 else { return }
        try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
}

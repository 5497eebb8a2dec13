import Files
import Formatting
package import Foundation
import Hashing

/// A file being fetched, with the SHA-256 of its bytes so far.
///
/// Used by one thread. Closed when released; its bytes stay for a later attempt.
final class PartialFile {
    let url: URL
    /// Most bytes that are written, so that a wrong source cannot fill the disk.
    private(set) var limit: Int
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

    /// Lowers the limit to the length that the file is now known to have.
    func limit(to bytes: Int) { limit = min(limit, bytes) }

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
    func install(at destination: URL, expecting file: ExpectedContent) throws {
        if let bytes = file.bytes, count != bytes {
            throw SourceReason(
                text: "it ended after \(Format.count(count)) of \(Format.count(bytes)) bytes")
        }
        let found = try digest(like: file.digest)
        guard found == file.digest else {
            try restart()
            throw SourceReason(
                text: "the file has another content: \(found), expected \(file.digest.digits)")
        }
        guard fsync(descriptor) == 0 else {
            throw HubError.lastDiskError(url, "be written to the disk")
        }
        do { try FileReplacement.move(url, to: destination) } catch { throw HubError(error) }
    }

    /// The SHA-256 of the bytes so far, in lower-case hexadecimal digits.
    var sha256: String { hash.finalize().hexadecimal }

    /// The digest of the bytes so far, of the kind of `other`.
    private func digest(like other: ContentDigest) throws -> ContentDigest {
        guard other.isGit else { return .sha256(sha256) }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw HubError.lastDiskError(url, "be read")
        }
        return .gitBlob(try gitName(of: descriptor, at: url, length: count))
    }
}

/// The digest of the file at `url`, of the kind of `other`.
func digest(of url: URL, like other: ContentDigest) throws -> ContentDigest {
    guard other.isGit else { return .sha256(try sha256(of: url)) }
    let descriptor: Int32
    do { descriptor = try FileReading.open(url.path) } catch { throw HubError(error) }
    defer { close(descriptor) }
    let length = fileLength(at: url) ?? 0
    return .gitBlob(try gitName(of: descriptor, at: url, length: length))
}

/// Git's name of a content: the SHA-1 of "blob", the length, a zero byte, and the bytes.
private func gitName(of descriptor: Int32, at url: URL, length: Int) throws -> String {
    var hash = SHA1()
    Array("blob \(length)\0".utf8).withUnsafeBytes { hash.update($0) }
    try forEachChunk(of: descriptor, at: url) { hash.update($0) }
    return hash.finalize().hexadecimal
}

/// What a file must be for a download to be right.
struct ExpectedContent: Sendable, Equatable {
    /// Its length; nil if nobody says.
    var bytes: Int?
    /// The digest of its bytes.
    var digest: ContentDigest
}

/// A digest by which a source names a file's content, in lower-case hexadecimal digits.
enum ContentDigest: Sendable, Equatable, CustomStringConvertible {
    case sha256(String)
    /// Git's name of the content.
    case gitBlob(String)

    /// Reads a digest, which its number of digits tells; nil for another text.
    init?(_ text: String) {
        let digits = text.lowercased()
        guard digits.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
        switch digits.utf8.count {
        case 64: self = .sha256(digits)
        case 40: self = .gitBlob(digits)
        default: return nil
        }
    }

    var isGit: Bool { if case .gitBlob = self { true } else { false } }

    /// The digits alone.
    var digits: String {
        switch self {
        case .sha256(let digits), .gitBlob(let digits): digits
        }
    }

    /// What the digest is called in messages.
    var kind: String { isGit ? "Git sha1" : "sha256" }

    var description: String { "\(kind) \(digits)" }
}

/// The SHA-256 of the file at `url` in lower-case hexadecimal digits.
package func sha256(of url: URL) throws -> String {
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

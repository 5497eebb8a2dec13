package import Foundation

/// A new content of a file, written under a temporary name until it is whole.
///
/// A crash leaves the old content or the new one, never a part. A replacement that is not committed
/// removes its temporary file.
package struct FileReplacement: ~Copyable {
    /// Where the new content is written.
    package let temporary: URL
    private let url: URL
    private var isCommitted = false

    /// A replacement of the file at `url`.
    ///
    /// The temporary name ends in `.tmp` and cannot be foreseen, so that nobody can put a link
    /// there beforehand.
    package init(of url: URL) {
        self.url = url
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        // A name has at most 255 bytes.
        let name = String(decoding: url.lastPathComponent.utf8.prefix(200), as: UTF8.self)
        temporary = url.deletingLastPathComponent().appending(
            path: "\(name).\(digits).tmp", directoryHint: .notDirectory)
    }

    /// Creates the temporary file and opens it for writing; a file or link of that name is refused.
    /// - Parameter mode: The file's permissions, before the process's mask is taken off.
    package func create(mode: mode_t = 0o666) throws(FileFailure) -> Int32 {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(temporary.path, flags, mode)
        guard descriptor >= 0 else { throw FileFailure(path: url.path, operation: "be written") }
        return descriptor
    }

    deinit { if !isCommitted { unlink(temporary.path) } }

    /// Makes the temporary file the content of the file; both the bytes and the name are on disk
    /// when this returns.
    package consuming func commit() throws(FileFailure) {
        let descriptor = open(temporary.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: url.path, operation: "be replaced") }
        defer { close(descriptor) }
        // Before the rename: otherwise a crash could leave the new name with an empty file.
        guard fsync(descriptor) == 0 else {
            throw FileFailure(path: url.path, operation: "be written to the disk")
        }
        try Self.move(temporary, to: url)
        isCommitted = true
    }

    /// Renames a file over another of the same folder; the name is on disk when this returns.
    package static func move(_ source: URL, to url: URL) throws(FileFailure) {
        guard rename(source.path, url.path) == 0 else {
            throw FileFailure(path: url.path, operation: "be replaced")
        }
        let folder = url.deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: folder, operation: "be opened") }
        defer { close(descriptor) }
        // Some file systems cannot flush a folder; they say EINVAL and need no flush.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw FileFailure(path: folder, operation: "be written to the disk")
        }
    }
}

/// Writes all of `bytes` at the descriptor's position.
/// - Parameter path: The file's name, for the error.
package func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(
            descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw FileFailure(path: path, operation: "be written") }
        rest = rest.dropFirst(count)
    }
}

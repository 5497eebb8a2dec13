import Foundation

/// A file that a command writes from beginning to end, at a path that a person gave.
///
/// `-` is standard output. A regular file, also one behind a link, is replaced as a whole when it
/// is finished: the link stays, and so do the file's permissions. Pipes and devices are written to
/// as they are. An output that is not finished leaves a regular file as it was.
package final class OutputFile {
    /// The path as given, or "standard output".
    package let path: String
    private let descriptor: Int32
    private var replacement: FileReplacement?
    /// Whether a regular file is written, not a stream.
    package let replacesFile: Bool

    /// Whether `path` stands for standard output.
    package static func isStandardOutput(_ path: String) -> Bool { path == "-" }

    /// Opens the output at `path`; waits for a reader if that is a named pipe.
    package init(_ path: String) throws(FileFailure) {
        self.path = Self.isStandardOutput(path) ? "standard output" : path
        if let own = Self.ownDescriptor(path) {
            replacesFile = false
            // Through its name, a redirected file would be written from its beginning again.
            descriptor = dup(own)
            guard descriptor >= 0 else {
                throw FileFailure(path: self.path, operation: "be written")
            }
            return
        }
        let target = try Self.target(of: path)
        var facts = stat()
        let isThere = stat(target, &facts) == 0
        replacesFile = !isThere || FileKind(mode: facts.st_mode) == .regular
        guard replacesFile else {
            descriptor = open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw FileFailure(path: path, operation: "be written") }
            return
        }
        // Renaming would replace also a file that may not be written.
        guard !isThere || access(target, W_OK) == 0 else {
            throw FileFailure(path: path, operation: "be written")
        }
        let replacement = FileReplacement(of: URL(filePath: target))
        descriptor = try replacement.create()
        if isThere { _ = fchmod(descriptor, facts.st_mode & 0o7777) }
        self.replacement = consume replacement
    }

    deinit { close(descriptor) }

    /// Adds bytes at the end.
    package func write(_ bytes: [UInt8]) throws(FileFailure) {
        try bytes.span.bytes.withUnsafeBytes { (bytes) throws(FileFailure) in
            try writeAll(bytes, to: descriptor, path: path)
        }
    }

    /// Puts what was written in the place of the file; call once, at the end.
    package func finish() throws(FileFailure) {
        if let replacement = replacement.take() { try replacement.commit() }
    }

    /// Writes a whole file.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let file = try OutputFile(path)
        try file.write(bytes)
        try file.finish()
    }

    /// The descriptor of this process that a path names: standard output, or `/dev/fd/7`.
    private static func ownDescriptor(_ path: String) -> Int32? {
        if isStandardOutput(path) || path == "/dev/stdout" { return STDOUT_FILENO }
        if path == "/dev/stderr" { return STDERR_FILENO }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    /// Most links that are followed, as by the system.
    private static let linkLimit = 40

    /// The path that a chain of links leads to, whether there is a file or not.
    package static func target(of path: String) throws(FileFailure) -> String {
        var url = URL(filePath: path)
        for _ in 0..<linkLimit {
            var facts = stat()
            guard lstat(url.path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK else {
                return url.path
            }
            guard
                let next = try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)
            else { throw FileFailure(path: path, operation: "be written") }
            url = URL(filePath: next, relativeTo: url.deletingLastPathComponent()).absoluteURL
        }
        errno = ELOOP
        throw FileFailure(path: path, operation: "be written")
    }
}

package import Foundation

/// How files are opened for reading: what a path leads to is looked at before anything waits.
package enum FileReading {
    /// Opens what is at `path`, if it is of one of `kinds`.
    ///
    /// Of another kind it is an error: a pipe would wait for a writer, and can be read only once.
    package static func open(
        _ path: String, _ kinds: [FileKind] = [.regular]
    ) throws(FileFailure) -> Int32 {
        // Looked at before it is opened: what a pipe's writer sends to a reader that goes away is
        // lost.
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw FileFailure(path: path, operation: "be opened") }
        try check(facts, kinds, path)
        let waits = ![.regular, .folder].contains(FileKind(mode: facts.st_mode))
        // Without O_NONBLOCK, opening a pipe waits for its writer.
        let descriptor = Foundation.open(
            path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw FileFailure(path: path, operation: "be opened") }
        do throws(FileFailure) {
            // Something else may be there by now.
            guard fstat(descriptor, &facts) == 0 else {
                throw FileFailure(path: path, operation: "be examined")
            }
            try check(facts, kinds, path)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func check(
        _ facts: stat, _ kinds: [FileKind], _ path: String
    ) throws(FileFailure) {
        let kind = FileKind(mode: facts.st_mode)
        guard kinds.contains(kind) else {
            throw FileFailure(path: path, operation: "be read", kind: kind)
        }
    }

    /// The kinds that can be read from beginning to end. A device is not among them: it may have
    /// no end.
    package static let streams: [FileKind] = [.regular, .pipe]

    /// Returns the whole content of a file.
    package static func content(
        of url: URL, _ kinds: [FileKind] = [.regular]
    ) throws(FileFailure) -> [UInt8] {
        let descriptor = try open(url.path, kinds)
        defer { close(descriptor) }
        var facts = stat()
        _ = fstat(descriptor, &facts)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(0, Int(facts.st_size)))
        while true {
            let piece = try nextPiece(of: descriptor, path: url.path)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    /// Returns the whole content of a text file in UTF-8.
    package static func text(
        of url: URL, _ kinds: [FileKind] = [.regular]
    ) throws(FileFailure) -> String {
        guard let text = String(bytes: try content(of: url, kinds), encoding: .utf8) else {
            errno = EILSEQ
            throw FileFailure(path: url.path, operation: "be read as UTF-8")
        }
        return text
    }

    private static let pieceInBytes = 1 << 18

    /// Reads what comes next from a descriptor; empty at the end.
    /// - Parameter path: The file's name, for the error.
    package static func nextPiece(
        of descriptor: Int32, path: String
    ) throws(FileFailure) -> [UInt8] {
        var got = 0
        let piece = [UInt8](unsafeUninitializedCapacity: pieceInBytes) { buffer, filled in
            repeat {
                got = read(descriptor, buffer.baseAddress, buffer.count)
            } while got < 0 && errno == EINTR
            filled = max(0, got)
        }
        guard got >= 0 else { throw FileFailure(path: path, operation: "be read") }
        return piece
    }
}

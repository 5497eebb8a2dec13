import Files
import Foundation
import Synchronization

/// A file read and written at given positions, closed with its last reference.
///
/// Several threads may use it at once, as the system lets them use a descriptor.
final class StoredFile: Sendable {
    let path: String
    private let descriptor: Int32
    private let isLocked = Atomic(false)

    enum Access { case read, write }

    /// Opens the file; for writing it is created if it is not there.
    init(_ url: URL, for access: Access) throws(DatasetError) {
        path = url.path
        let flags = access == .read ? O_RDONLY : O_RDWR | O_CREAT
        descriptor = open(url.path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .system(errno, path: url.path, operation: "be opened")
        }
    }

    /// A lock is given back by hand: a child process that was just forked has the descriptor too,
    /// until it becomes another program, and closing ours would leave the lock to it.
    deinit {
        unlock()
        close(descriptor)
    }

    func size() throws(DatasetError) -> Int {
        var facts = stat()
        try check(fstat(descriptor, &facts), "be examined")
        return Int(facts.st_size)
    }

    /// The bytes from `offset` on, fewer than `count` only at the file's end.
    func read(at offset: Int, count: Int) throws(DatasetError) -> [UInt8] {
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
            filled = 0
            while filled < count {
                let got = pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    count - filled,
                    offset + filled
                )
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        if let failure { throw .system(failure, path: path, operation: "be read") }
        return bytes
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(DatasetError) {
        var failure: Int32?
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let put = pwrite(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    buffer.count - done,
                    offset + done
                )
                if put < 0, errno == EINTR { continue }
                guard put > 0 else {
                    failure = put < 0 ? errno : ENOSPC
                    return
                }
                done += put
            }
        }
        if let failure { throw .system(failure, path: path, operation: "be written") }
    }

    func truncate(to size: Int) throws(DatasetError) {
        try check(ftruncate(descriptor, size), "be cut to \(size) bytes")
    }

    /// Returns once everything written is on the disk.
    func synchronize() throws(DatasetError) {
        try check(fsync(descriptor), "be written to the disk")
    }

    /// Claims the file or folder for this process until it is closed; `false` if another has it.
    func lock() -> Bool {
        let isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        isLocked.store(isOurs, ordering: .relaxed)
        return isOurs
    }

    /// Gives the claim back.
    func unlock() {
        if isLocked.exchange(false, ordering: .relaxed) { flock(descriptor, LOCK_UN) }
    }

    private func check(_ result: Int32, _ operation: String) throws(DatasetError) {
        guard result == 0 else { throw .system(errno, path: path, operation: operation) }
    }
}

extension StoredFile {
    /// Writes a whole file so that a crash leaves the old one or the new one, never a part.
    static func replace(_ url: URL, with bytes: [UInt8]) throws(DatasetError) {
        try replace(url) { file throws(DatasetError) in try file.write(bytes, at: 0) }
    }

    /// Writes a whole file under a temporary name, then gives it its own.
    static func replace(
        _ url: URL,
        writing body: (StoredFile) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        // Always the same name, so that what a crash leaves is overwritten by the next writer.
        let replacement = FileReplacement(of: url, at: url.appendingPathExtension("tmp"))
        let file = try StoredFile(replacement.temporary, for: .write)
        try file.truncate(to: 0)
        try body(file)
        do { try replacement.commit() } catch { throw DatasetError(error) }
    }
}

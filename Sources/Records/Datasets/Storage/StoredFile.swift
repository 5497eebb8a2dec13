import Files
import Foundation
import Synchronization

/// A file read and written at given offsets, closed when the last reference is released.
///
/// Several threads may use a file at once: reads and writes carry their own offset.
final class StoredFile: Sendable {
    let path: String
    private let descriptor: Int32
    private let isLocked = Atomic(false)

    enum Access { case read, write }

    /// Reads up to this size reserve their memory without a look at the file's size.
    private static let usualCountInBytes = 8 << 20

    /// Opens the file; for writing, creates it if it does not exist.
    init(_ url: URL, for access: Access) throws(DatasetError) {
        path = url.path
        switch access {
        case .read:
            do {
                descriptor = try FileReading.open(url.path, [.regular, .folder])
            } catch { throw DatasetError(error) }
        case .write:
            descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw .system(errno, path: url.path, operation: "be opened")
            }
        }
    }

    /// A file that is open for reading and writing.
    /// - Parameter path: The name in errors.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Unlocks explicitly before closing: a just-forked child also has the descriptor until it
    /// calls exec, and closing ours alone would leave the lock with the child.
    deinit {
        unlock()
        close(descriptor)
    }

    func size() throws(DatasetError) -> Int {
        var facts = stat()
        try check(fstat(descriptor, &facts), "be examined")
        return Int(facts.st_size)
    }

    /// Reads `count` bytes from `offset` on; fewer only at the end of the file.
    func read(at offset: Int, count: Int) throws(DatasetError) -> [UInt8] {
        // A damaged catalog may ask for any number of bytes, at any offset.
        let count =
            count <= Self.usualCountInBytes
            ? count : min(count, max(0, try size() - max(0, offset)))
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
            filled = 0
            // One `pread` may return fewer bytes than asked, also before the end of the file.
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
                // Zero bytes written means a full disk; looping on it would never end.
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

    /// Syncs the file: returns once everything written is on the disk.
    func synchronize() throws(DatasetError) {
        try check(fsync(descriptor), "be written to the disk")
    }

    /// Locks the file or folder for this process; false if another process holds the lock.
    /// - Throws: ``DatasetError/cannotLock(path:reason:)`` if the file system has no locks.
    func lock() throws(DatasetError) -> Bool {
        // Whoever only asks whether a run is at work has the lock for an instant.
        for _ in 0..<Self.attempts {
            if try takeLock(LOCK_EX) { return true }
            usleep(Self.pauseInMicroseconds)
        }
        return false
    }

    private static let attempts = 5
    private static let pauseInMicroseconds: UInt32 = 10_000

    /// Whether another process holds the lock, or another opening of the file in this one.
    /// - Throws: ``DatasetError/cannotLock(path:reason:)`` if the file system has no locks.
    func isLockedElsewhere() throws(DatasetError) -> Bool {
        // Shared, so that two who ask at once do not take each other for a run.
        guard try takeLock(LOCK_SH) else { return true }
        unlock()
        return false
    }

    private func takeLock(_ kind: Int32) throws(DatasetError) -> Bool {
        while flock(descriptor, kind | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return false
            default: throw .cannotLock(path: path, reason: String(cString: strerror(errno)))
            }
        }
        isLocked.store(true, ordering: .relaxed)
        return true
    }

    /// Releases the lock.
    func unlock() {
        if isLocked.exchange(false, ordering: .relaxed) { flock(descriptor, LOCK_UN) }
    }

    private func check(_ result: Int32, _ operation: String) throws(DatasetError) {
        guard result == 0 else { throw .system(errno, path: path, operation: operation) }
    }
}

extension StoredFile {
    /// Replaces a file so that a crash leaves the old or the new content, never a part.
    static func replace(_ url: URL, with bytes: [UInt8]) throws(DatasetError) {
        try replace(url) { file throws(DatasetError) in try file.write(bytes, at: 0) }
    }

    /// Writes the content to a temporary file, syncs, then renames.
    static func replace(
        _ url: URL,
        writing body: (StoredFile) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let replacement = FileReplacement(of: url)
        let file: StoredFile
        do {
            file = StoredFile(descriptor: try replacement.create(mode: 0o644), path: url.path)
        } catch { throw DatasetError(error) }
        try body(file)
        do { try replacement.commit() } catch { throw DatasetError(error) }
    }
}

import Concurrency
import Foundation

/// A lock between processes: an exclusive `flock` on a file.
///
/// The kernel drops it when its holder dies, so a crash leaves nothing to clean up. The file itself
/// stays: removing it would let two processes lock two different files of the same name.
final class FileLock {
    private var descriptor: Int32

    /// Takes the lock, waiting while another holds it.
    ///
    /// - Parameter onWait: Called once if another process holds the lock.
    /// - Throws: `CancellationError`, or ``HubError/disk(path:operation:reason:)``.
    init(_ url: URL, cancellation: Cancellation, onWait: () -> Void) throws {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.lastDiskError(url, "be opened") }
        var hasWaited = false
        // A blocking flock could not be cancelled.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw HubError.lastDiskError(url, "be locked")
            }
            if !hasWaited { onWait() }
            hasWaited = true
            try cancellation.check()
            usleep(100_000)
        }
    }

    deinit { release() }

    /// Releases the lock; a second call does nothing.
    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}

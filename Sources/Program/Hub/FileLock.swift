import Concurrency
import Foundation

/// A lock between processes: an exclusive `flock` on a file.
///
/// The kernel drops it when its holder dies, so a crash leaves nothing to clean up. Where the file was
/// removed or replaced meanwhile, the one of that name is locked instead: no two processes hold
/// different files of the same name.
final class FileLock {
    private var descriptor: Int32 = -1

    /// Takes the lock, waiting while another holds it.
    ///
    /// - Parameter onWait: Called once if another process holds the lock.
    /// - Throws: `CancellationError`, or ``HubError/disk(path:operation:reason:)``.
    init(_ url: URL, cancellation: Cancellation, onWait: () -> Void) throws {
        descriptor = try Self.open(url)
        var hasWaited = false
        while true {
            // A blocking flock could not be cancelled.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                if isNamed(url) { return }
                release()
                descriptor = try Self.open(url)
                continue
            }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw HubError.lastDiskError(url, "be locked")
            }
            if !hasWaited { onWait() }
            hasWaited = true
            try cancellation.check()
            usleep(100_000)
        }
    }

    private static func open(_ url: URL) throws(HubError) -> Int32 {
        let descriptor = Foundation.open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.lastDiskError(url, "be opened") }
        return descriptor
    }

    /// Whether the open file is still the one at `url`.
    private func isNamed(_ url: URL) -> Bool {
        var (own, named) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(url.path, &named) == 0
            && own.st_dev == named.st_dev && own.st_ino == named.st_ino
    }

    deinit { release() }

    /// Releases the lock; a second call does nothing.
    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}

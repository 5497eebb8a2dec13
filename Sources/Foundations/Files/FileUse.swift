package import Foundation

/// A file or folder in use: a shared `flock`, which holds until this object is released or the
/// process ends.
///
/// What removes files from a cache takes the exclusive lock first (``FileClaim``), and so leaves
/// what a running process uses.
package final class FileUse: Sendable {
    private let descriptor: Int32

    /// Takes the lock on a descriptor, which this object owns from now on.
    ///
    /// On a file system without locks the file is used without one.
    package init(owning descriptor: Int32) {
        self.descriptor = descriptor
        while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }

    /// Takes the lock on what is at `path`; nil if that cannot be opened.
    package convenience init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        self.init(owning: descriptor)
    }

    /// Takes the lock on a file that is created if it is not there; nil if it cannot be.
    package convenience init?(creating url: URL) {
        let descriptor = open(url.path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { return nil }
        self.init(owning: descriptor)
    }

    /// Sets the time of access to now, as reading does where the mount's options let it.
    ///
    /// The file of another user stays as it is.
    package func recordAccess() {
        var (facts, now) = (stat(), timespec())
        guard fstat(descriptor, &facts) == 0, clock_gettime(CLOCK_REALTIME, &now) == 0 else {
            return
        }
        _ = futimens(descriptor, [now, facts.st_mtim])
    }

    deinit { close(descriptor) }
}

/// The exclusive lock on a file or folder that nobody uses, held until it is released.
package final class FileClaim: Sendable {
    private let descriptor: Int32

    /// Takes the lock on a descriptor, which this object owns from now on; nil if a process uses
    /// the file, or if that cannot be found out.
    init?(owning descriptor: Int32) {
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return nil }
    }

    /// Takes the lock on the file at `path`; nil if it is not there or in use.
    package convenience init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        self.init(owning: descriptor)
    }

    deinit { close(descriptor) }
}

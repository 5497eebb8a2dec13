import CProcess
import Foundation

/// A pidfd of a process: waits for its end, and never means another process that reuses its id.
public final class ProcessWatch {
    /// The pidfd, which polls as readable once the process has ended.
    public let handle: Int32

    /// Watches the process with this id; nil if there is none.
    public init?(_ id: Int32) {
        handle = cprocess_watch(id)
        guard handle >= 0 else { return nil }
    }

    deinit { if handle >= 0 { close(handle) } }

    /// Kills the process; if it is the first of a PID namespace, all others there end with it.
    public func kill() { cprocess_kill_watched(handle) }

    /// Waits until the process has ended, at most for `time`.
    /// - Returns: Whether it has ended.
    public func wait(_ time: Duration) -> Bool {
        var polled = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        let end = ContinuousClock.now + time
        while true {
            let left = max(.zero, end - .now)
            if poll(&polled, 1, Int32(left / .milliseconds(1))) > 0 { return true }
            if ContinuousClock.now >= end { return false }
        }
    }
}

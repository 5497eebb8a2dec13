import CProcess
import Foundation

/// A hold on a process by which its end can be waited for, and which never means another process.
public final class ProcessWatch {
    /// To be polled for reading: the process has ended then.
    public let handle: Int32

    /// Watches the process of this number; nil if there is none.
    public init?(_ id: Int32) {
        handle = cprocess_watch(id)
        guard handle >= 0 else { return nil }
    }

    deinit { if handle >= 0 { close(handle) } }

    /// Kills the process; of a first process of a namespace, all others there with it.
    public func kill() { cprocess_kill_watched(handle) }

    /// Waits until it has ended, or for so long.
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

import Dispatch
import Foundation
import Synchronization

/// Handles Ctrl-C: the first drains the run, the second cancels it, the third ends the process.
final class SignalHandler: Sendable {
    private let count = Atomic(0)
    private let drain: @Sendable () -> Void
    private let cancel: @Sendable () -> Void

    /// A handler that calls `drain` at the first signal and `cancel` at the second.
    init(drain: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void) {
        self.drain = drain
        self.cancel = cancel
    }

    /// Listens for SIGINT and SIGTERM until the process ends.
    func install() {
        for number in [SIGINT, SIGTERM] {
            // The default action would end the process before the source is told.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInitiated))
            // The handler holds the source, so that it lives as long as the process.
            source.setEventHandler { [self] in withExtendedLifetime(source) { asked() } }
            source.resume()
        }
    }

    private func asked() {
        switch count.wrappingAdd(1, ordering: .relaxed).newValue {
        case 1:
            printError("finishing what is being generated; press Ctrl-C again to stop now")
            drain()
        case 2: cancel()
        default: _exit(130)
        }
    }
}

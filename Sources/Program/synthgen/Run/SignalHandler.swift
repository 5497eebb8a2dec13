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

    /// Listens until the process ends for SIGINT, SIGTERM, and SIGHUP, which a closed terminal
    /// sends.
    func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
            // The default action would end the process before the source is told.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInitiated))
            // The handler holds the source, so that it lives as long as the process.
            source.setEventHandler { [self] in withExtendedLifetime(source) { asked() } }
            source.resume()
        }
    }

    /// Whether whoever started the program, such as `nohup`, wants the signal ignored.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard number == SIGHUP, sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
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

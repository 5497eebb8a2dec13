import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C into a wish: the first drains, the second cancels, the third ends the process.
final class SignalHandler: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]> = Mutex([])
    private let count = Mutex(0)

    /// Begins to listen for SIGINT and SIGTERM.
    func install(drain: @escaping @Sendable () -> Void, cancel: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler { [count] in
                let time = count.withLock { count in
                    count += 1
                    return count
                }
                switch time {
                case 1:
                    printError("finishing what is being generated; press Ctrl-C again to stop now")
                    drain()
                case 2: cancel()
                default: _exit(130)
                }
            }
            source.resume()
            sources.withLock { $0.append(source) }
        }
    }
}

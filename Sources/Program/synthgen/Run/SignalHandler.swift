import Dispatch
import Foundation
import Synchronization

/// Handles Ctrl-C: the first drains the run, the second cancels it, the third ends the process. After
/// a SIGTERM or SIGHUP, which nobody may be there to send again, the run is cancelled by itself, if
/// it has a grace.
final class SignalHandler: Sendable {
    private let count = Atomic(0)
    private let drain: @Sendable () -> Void
    private let cancel: @Sendable () -> Void
    private let finishing: String
    private let graceInSeconds: Double?

    /// A handler that calls `drain` at the first signal and `cancel` at the second.
    /// - Parameters:
    ///   - finishing: What is finished after the first signal, for the message.
    ///   - graceInSeconds: How long after a SIGTERM or SIGHUP `cancel` is called; nil for never.
    init(
        finishing: String = "what is being generated", graceInSeconds: Double?,
        drain: @escaping @Sendable () -> Void,
        cancel: @escaping @Sendable () -> Void
    ) {
        self.finishing = finishing
        self.graceInSeconds = graceInSeconds
        self.drain = drain
        self.cancel = cancel
    }

    /// A signal's source, which any thread may cancel.
    private struct Listening: @unchecked Sendable {
        let source: any DispatchSourceSignal
    }

    /// What listens now.
    private static let listening = Mutex<[Listening]>([])

    /// Ends all listening: from now on signals end the process, as they do by default.
    static func release() {
        listening.withLock { all in
            for each in all {
                each.source.cancel()
                signal(Int32(each.source.handle), SIG_DFL)
            }
            all = []
        }
    }

    /// Listens until ``release()`` for SIGINT, SIGTERM, and SIGHUP, which a closed terminal
    /// sends.
    func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] where !Self.isIgnored(number) {
            // The default action would end the process before the source is told.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler { [self] in asked(by: number) }
            source.resume()
            let listening = Listening(source: source)
            Self.listening.withLock { $0.append(listening) }
        }
    }

    /// Whether whoever started the program, such as `nohup`, wants the signal ignored.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard number == SIGHUP, sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private func asked(by signal: Int32) {
        switch count.wrappingAdd(1, ordering: .relaxed).newValue {
        case 1:
            printError(
                "finishing \(finishing)"
                    + (signal == SIGINT
                        ? "; press Ctrl-C again to stop now"
                        : graceInSeconds.map { "; what takes longer than \($0) s is dropped" }
                            ?? ""))
            drain()
            guard signal != SIGINT, let graceInSeconds else { return }
            // Later signals count as well, but a run that ends by itself is not kept waiting.
            DispatchQueue.global(qos: .userInitiated)
                .asyncAfter(deadline: .now() + graceInSeconds) { [cancel] in cancel() }
        case 2: cancel()
        default: _exit(130)
        }
    }
}

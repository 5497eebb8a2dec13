import CCurl
import Foundation
import Synchronization

/// Exchanges of HTTP, as many at a time as are asked for, over kept connections.
///
/// HTTP/2 and TLS where the server has them, and the proxies of the environment (`https_proxy`,
/// `no_proxy`). One thread of its own does all the work.
package final class HTTPSession: Sendable {
    private struct State {
        var waiting: [Int: CheckedContinuation<HTTPResponse, any Error>] = [:]
        /// What the thread has not seen yet.
        var added: [(number: Int, request: HTTPRequest)] = []
        var cancelled: [Int] = []
        /// Requests that were cancelled before they were added.
        var cancelledEarly: Set<Int> = []
        var lastNumber = 0
    }

    private let state = Mutex(State())
    private let worker: SessionWorker

    /// The session of this process, or the reason why libcurl cannot be opened.
    package static let shared: Result<HTTPSession, HTTPClient.Unavailable> =
        HTTPClient.shared.flatMap { client in
            guard let session = ccurl_session_open(client.library) else {
                return .failure(
                    HTTPClient.Unavailable(reason: "there is no memory or no file descriptor left"))
            }
            return .success(HTTPSession(session))
        }

    private init(_ session: OpaquePointer) {
        worker = SessionWorker(session: session)
        let thread = Thread { [self] in work() }
        thread.name = "http"
        thread.start()
    }

    /// Sends a request and waits for the whole response.
    ///
    /// - Throws: ``HTTPFailure``, or `CancellationError` at once if the task is cancelled.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        if let problem = request.problem { throw HTTPFailure.badAddress(problem) }
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        defer { _ = state.withLock { $0.cancelledEarly.remove(number) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isCancelled, isFirst) = state.withLock { state in
                    guard !state.cancelledEarly.contains(number) else { return (true, false) }
                    state.waiting[number] = continuation
                    state.added.append((number, request))
                    return (false, state.added.count == 1)
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
                if isFirst { worker.wake() }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: number)
                if continuation == nil {
                    state.cancelledEarly.insert(number)
                } else {
                    state.cancelled.append(number)
                }
                return continuation
            }
            continuation?.resume(throwing: CancellationError())
            if continuation != nil { worker.wake() }
        }
    }

    /// The thread's work, without end.
    private func work() {
        while true {
            let (added, cancelled) = state.withLock { state in
                defer { (state.added, state.cancelled) = ([], []) }
                return (state.added, state.cancelled)
            }
            for (number, request) in added where !worker.start(request, number) {
                end(number, .failure(.broken("there is no memory for it")))
            }
            cancelled.forEach(worker.stop)
            worker.wait { number, result in end(number, result) }
        }
    }

    private func end(_ number: Int, _ result: Result<HTTPResponse, HTTPFailure>) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?
            .resume(with: result.mapError { $0 })
    }
}

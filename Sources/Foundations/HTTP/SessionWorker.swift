import CCurl
import Foundation

/// libcurl's side of a session; all but ``wake()`` is for the session's thread.
final class SessionWorker: @unchecked Sendable {
    private struct Call {
        let handle: OpaquePointer
        let seconds: Double
        let limit: Int
    }

    private let session: OpaquePointer
    private var calls: [Int: Call] = [:]

    init(session: OpaquePointer) { self.session = session }

    /// Ends the wait of the thread, or its next one.
    func wake() { ccurl_session_wake(session) }

    /// Begins an exchange; false if there is no memory for it.
    ///
    /// An empty "Expect" keeps libcurl from asking the server before it sends a long body.
    func start(_ request: HTTPRequest, _ number: Int) -> Bool {
        var exchange = ccurl_exchange()
        exchange.connect_milliseconds = request.connectTimeout.milliseconds
        exchange.milliseconds = request.timeout.milliseconds
        exchange.most_bytes = request.mostBytes
        exchange.context = UnsafeMutableRawPointer(bitPattern: number)
        let handle = request.method.withCString { method in
            request.url.withCString { url in
                "synthgen".withCString { agent in
                    withLines(request.headers + ["Expect:"]) { lines in
                        (request.body ?? []).withUnsafeBytes { body in
                            (exchange.method, exchange.url) = (method, url)
                            exchange.user_agent = agent
                            exchange.headers = lines.baseAddress
                            exchange.header_count = lines.count
                            if let bytes = request.body {
                                // An empty array may have no address, and is a body all the same.
                                exchange.body = body.baseAddress ?? UnsafeRawPointer(url)
                                exchange.body_count = bytes.count
                            }
                            return ccurl_session_start(session, &exchange)
                        }
                    }
                }
            }
        }
        guard let handle else { return false }
        calls[number] = Call(
            handle: handle, seconds: Double(request.timeout.milliseconds) / 1000,
            limit: request.mostBytes)
        return true
    }

    /// Gives an exchange up.
    func stop(_ number: Int) {
        guard let call = calls.removeValue(forKey: number) else { return }
        ccurl_session_end(session, call.handle)
    }

    /// Waits until something happens, and tells of every exchange that ended.
    func wait(_ ended: (Int, Result<HTTPResponse, HTTPFailure>) -> Void) {
        ccurl_session_wait(session)
        var result = ccurl_result()
        while let handle = ccurl_session_finished(session, &result) {
            let number = Int(bitPattern: result.context)
            guard let call = calls.removeValue(forKey: number) else { continue }
            let outcome = outcome(of: result, call)
            ccurl_session_end(session, handle)
            ended(number, outcome)
        }
    }

    private func outcome(
        of result: ccurl_result, _ call: Call
    ) -> Result<HTTPResponse, HTTPFailure> {
        let message = String(cString: result.message)
        switch Int(result.code) {
        case CCURL_OK:
            return .success(
                HTTPResponse(
                    status: Int(result.status),
                    header: bytes(result.header, result.header_count),
                    body: bytes(result.body, result.body_count)))
        case CCURL_TOO_LONG: return .failure(.tooLong(limit: call.limit))
        case CCURL_TIMED_OUT: return .failure(.timedOut(seconds: call.seconds))
        case CCURL_BAD_ADDRESS: return .failure(.badAddress(message))
        case CCURL_NO_PROXY, CCURL_NO_HOST, CCURL_NO_CONNECTION:
            return .failure(.unreachable(message))
        case CCURL_UNTRUSTED, CCURL_NO_CERTIFICATES: return .failure(.untrusted(message))
        default: return .failure(.broken(message))
        }
    }

    private func bytes(_ start: UnsafePointer<CChar>?, _ count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}

/// Calls `body` with terminated copies of `lines`.
func withLines<Result>(
    _ lines: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = lines.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return copies.map { $0.map { UnsafePointer($0) } }.withUnsafeBufferPointer(body)
}

extension Duration {
    /// Whole milliseconds, at least one.
    fileprivate var milliseconds: Int64 {
        max(1, components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}

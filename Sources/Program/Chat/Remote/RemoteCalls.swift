import Foundation
import HTTP
import JSON
import Synchronization

/// Calls of a server's API: each is tried until it is answered, refused for good, or given up.
///
/// What may be well a moment later is tried again after a growing, random pause: no connection, a
/// broken one, a time-out, an answer that is no JSON, and the statuses 408, 409, 425, 429 and from
/// 500 on. A server that never answered is given up sooner.
final class RemoteCalls: Sendable {
    let endpoint: Endpoint
    let gate: CallGate
    private let session: HTTPSession

    /// Most tries of a call, and of one to a server that never answered any.
    private static let tries = (usual: 10, first: 5)
    /// The first pause in seconds, which doubles, and the longest.
    private static let pause = (first: 0.5, longest: 60.0)
    /// The longest pause that a server may ask for, in seconds.
    private static let longestRetryAfter = 600.0

    init(_ endpoint: Endpoint, session: HTTPSession) {
        self.endpoint = endpoint
        self.session = session
        gate = CallGate(
            most: endpoint.concurrency, requestsPerMinute: endpoint.requestsPerMinute)
    }

    /// Posts JSON to a path of the API, such as `/chat/completions`.
    ///
    /// - Returns: The JSON of the answer.
    /// - Throws: ``RemoteError``, ``ChatError/promptTooLong(problem:)`` or `CancellationError`.
    func post(_ path: String, _ body: JSON, priority: Int) async throws -> JSON {
        var tries = 0
        while true {
            let began = try await gate.begin(priority: priority)
            tries += 1
            switch await attempt(path, body) {
            case .answer(let answer):
                gate.end(.succeeded, began: began)
                return answer
            case .failure(let error):
                gate.end(error is CancellationError ? .cancelled : .failed, began: began)
                throw error
            case .trouble(let problem, let ending):
                gate.end(ending, began: began)
                guard tries < (gate.hasSucceeded ? Self.tries.usual : Self.tries.first) else {
                    throw RemoteError.gaveUp(
                        model: endpoint.title, tries: tries, problem: problem)
                }
                let most = min(Self.pause.longest, Self.pause.first * pow(2, Double(tries - 1)))
                try await gate.sleep(
                    until: .now + .seconds(Double.random(in: most / 2...most)))
            }
        }
    }

    private enum Outcome {
        case answer(JSON)
        case failure(any Error)
        /// May be well a moment later.
        case trouble(String, CallGate.Ending)
    }

    private func attempt(_ path: String, _ body: JSON) async -> Outcome {
        var headers = ["Content-Type: application/json", "Accept: application/json"]
        if let key = endpoint.key { headers.append("Authorization: Bearer \(key)") }
        let request = HTTPRequest(
            method: "POST", url: endpoint.url + path, headers: headers,
            body: Array(body.text.utf8), timeout: endpoint.timeout)
        do {
            return outcome(of: try await session.send(request))
        } catch let error as HTTPFailure {
            switch error {
            case .timedOut: return .trouble("\(error)", .overloaded(pause: nil))
            case .badAddress, .untrusted:
                return .failure(
                    RemoteError.refused(model: endpoint.title, status: 0, message: "\(error)"))
            default: return .trouble("\(error)", .failed)
            }
        } catch { return .failure(error) }
    }

    private func outcome(of response: HTTPResponse) -> Outcome {
        let answer = try? JSON(parsing: response.body)
        switch response.status {
        case 200..<300:
            guard let answer, answer.object != nil else {
                return .trouble("an answer that is no JSON", .failed)
            }
            return .answer(answer)
        case 408, 409, 425, 429, 500...:
            let message = "status \(response.status), \(self.message(response, answer))"
            guard [408, 429, 503].contains(response.status) else {
                return .trouble(message, .failed)
            }
            return .trouble(message, .overloaded(pause: Self.retryAfter(response)))
        default:
            return .failure(refusal(response.status, message(response, answer), answer))
        }
    }

    /// What a refusal is about: the prompt, this call, or all calls.
    private func refusal(_ status: Int, _ message: String, _ answer: JSON?) -> any Error {
        let code = (answer?["error"]?["code"]?.string ?? "").lowercased()
        let text = message.lowercased()
        if [400, 413, 422].contains(status) {
            if code == "context_length_exceeded" || status == 413
                || text.contains("context")
                    && ["length", "window", "size", "exceed", "long"]
                        .contains(where: text.contains)
            {
                return ChatError.promptTooLong(problem: "'\(endpoint.model)': \(message)")
            }
            if code.hasPrefix("content_filter") || code.hasPrefix("content_policy") {
                return RemoteError.filtered(model: "'\(endpoint.model)'")
            }
            if gate.hasSucceeded {
                return RemoteError.badRequest(
                    model: "'\(endpoint.model)'", status: status, message: message)
            }
        }
        return RemoteError.refused(model: endpoint.title, status: status, message: message)
    }

    /// What the server says of an error, in a line and without the key.
    private func message(_ response: HTTPResponse, _ answer: JSON?) -> String {
        let error = answer?["error"]
        var text =
            error?["message"]?.string ?? error?.string ?? answer?["message"]?.string
            ?? answer?["detail"]?.string
            ?? String(decoding: response.body.prefix(400), as: UTF8.self)
        if 300..<400 ~= response.status, let place = response.header("location") {
            text = "it leads to \(place)"
        }
        if let key = endpoint.key, !key.isEmpty { text = text.replacing(key, with: "(key)") }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let printable = String(
            line.unicodeScalars.filter { $0.properties.generalCategory != .control })
        return printable.isEmpty ? "no further word" : String(printable.prefix(300))
    }

    /// The pause that a server asks for: in seconds, or until a date.
    static func retryAfter(_ response: HTTPResponse, now: Date = .now) -> Duration? {
        guard let value = response.header("retry-after") else { return nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard
            let seconds = Double(value) ?? format.date(from: value)?.timeIntervalSince(now),
            seconds.isFinite
        else { return nil }
        return .seconds(min(max(0, seconds), longestRetryAfter))
    }
}

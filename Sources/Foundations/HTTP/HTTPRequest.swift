import Foundation

/// A request of HTTP, with its whole body.
package struct HTTPRequest: Sendable {
    package var method: String
    package var url: String
    /// Lines such as `Accept: application/json`.
    package var headers: [String]
    package var body: [UInt8]?
    /// Longest time of the whole exchange.
    package var timeout: Duration
    /// Longest wait for a connection.
    package var connectTimeout = Duration.seconds(10)
    /// Longest body of the response, in bytes.
    package var mostBytes = 64 << 20

    package init(
        method: String = "GET", url: String, headers: [String] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(60)
    ) {
        (self.method, self.url, self.headers) = (method, url, headers)
        (self.body, self.timeout) = (body, timeout)
    }

    /// What forbids this request, nil for nothing: a line break in a header would begin another one.
    var problem: String? {
        let texts = [method, url] + headers
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }) else {
            return "a request cannot have control characters"
        }
        let scheme = url.prefix { $0 != ":" }.lowercased()
        return ["http", "https"].contains(scheme)
            ? nil : "'\(url)' begins with no http:// or https://"
    }
}

/// A response of HTTP, of any status; redirects are not followed.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let body: [UInt8]
    private let headers: [(name: String, value: String)]

    init(status: Int, header: [UInt8], body: [UInt8]) {
        (self.status, self.body) = (status, body)
        headers = header.split(separator: UInt8(ascii: "\n")).compactMap(ResponseHeaders.field)
    }

    /// The value of the first header of this name, `name` in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Why there is no response.
package enum HTTPFailure: Error, Equatable, Sendable, CustomStringConvertible {
    case timedOut(seconds: Double)
    /// There is no connection: no such host, nothing listens there.
    case unreachable(String)
    /// A connection that broke, or that does not speak HTTP.
    case broken(String)
    /// A body of more bytes than the request wants, or a header without end.
    case tooLong(limit: Int)
    /// A certificate that nobody vouches for.
    case untrusted(String)
    case badAddress(String)

    package var description: String {
        switch self {
        case .timedOut(let seconds): "no answer within \(seconds.formatted()) s"
        case .unreachable(let message): "no connection (\(message))"
        case .broken(let message): "the connection broke (\(message))"
        case .tooLong(let limit): "an answer of more than \(limit) bytes"
        case .untrusted(let message): "its certificate is not trusted (\(message))"
        case .badAddress(let message): message
        }
    }
}

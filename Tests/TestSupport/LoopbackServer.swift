import Foundation
import Synchronization

/// A server of HTTP/1.1 on a port of the loopback interface, with what a test wants it to answer.
///
/// A thread for each connection, which it keeps open; the threads end with the process.
public final class LoopbackServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// Such as `POST /v1/chat/completions`.
        public let line: String
        /// Names in lower case.
        public let headers: [String: String]
        /// The whole body; empty if there is none.
        public let body: [UInt8]
        /// The request's number, from 0 on.
        public let number: Int
        /// The connection's number, from 0 on.
        public let connection: Int
    }

    /// What is sent back.
    public enum Answer: Sendable {
        /// A whole answer.
        case status(Int, headers: [String: String] = [:], body: String = "{}")
        /// These bytes, whatever they are, after which the connection is closed.
        case bytes(String)
        /// Nothing: the connection is closed.
        case hangUp
        /// Nothing, for as long as the client waits.
        case silence
    }

    /// Such as `http://127.0.0.1:40123`.
    public let url: String
    private let requests = Mutex<[Request]>([])
    private let connections = Atomic(0)
    private let answer: @Sendable (Request) -> Answer

    /// Starts a server.
    public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
        self.answer = answer
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) != 0 || listen(listener, 512) != 0
                    || getsockname(listener, pointer, &length) != 0
            }
        }
        guard !failed else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                let number = connections.add(1, ordering: .relaxed).oldValue
                Thread.detachNewThread { [self] in
                    serve(client, number)
                    close(client)
                }
            }
        }
    }

    /// The requests so far.
    public var received: [Request] { requests.withLock { $0 } }

    private func serve(_ client: Int32, _ connection: Int) {
        var buffer: [UInt8] = []
        while let request = read(client, &buffer, connection) {
            switch answer(request) {
            case .status(let status, let headers, let body):
                var text = "HTTP/1.1 \(status) Status\r\nContent-Type: application/json\r\n"
                for (name, value) in headers { text += "\(name): \(value)\r\n" }
                text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                guard send(text, client) else { return }
            case .bytes(let text):
                _ = send(text, client)
                return
            case .hangUp: return
            case .silence:
                var byte: UInt8 = 0
                _ = recv(client, &byte, 1, 0)
                return
            }
        }
    }

    private func send(_ text: String, _ client: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func read(_ client: Int32, _ buffer: inout [UInt8], _ connection: Int) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        var head: Int?
        while head == nil {
            head = buffer.indices.first { buffer[$0...].starts(with: end) }
            if head == nil, !receive(client, &buffer) { return nil }
        }
        guard let head else { return nil }
        let lines = String(decoding: buffer[..<head], as: UTF8.self).components(
            separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        while buffer.count < head + 4 + length {
            guard receive(client, &buffer) else { return nil }
        }
        let body = Array(buffer[head + 4..<head + 4 + length])
        buffer.removeFirst(head + 4 + length)
        return requests.withLock { requests in
            let request = Request(
                line: lines[0].components(separatedBy: " ").prefix(2).joined(separator: " "),
                headers: headers, body: body, number: requests.count, connection: connection)
            requests.append(request)
            return request
        }
    }

    private func receive(_ client: Int32, _ buffer: inout [UInt8]) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(client, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }
}

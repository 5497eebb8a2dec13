import Foundation
import HTTP
import TestSupport
import Testing

@Suite struct `A session of HTTP` {
    private func send(
        _ url: String, method: String = "GET", headers: [String] = [], body: [UInt8]? = nil,
        timeout: Duration = .seconds(20), mostBytes: Int = 1 << 20
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(
            method: method, url: url, headers: headers, body: body, timeout: timeout)
        request.mostBytes = mostBytes
        return try await HTTPSession.shared.get().send(request)
    }

    @Test func `sends what it is given and reads what comes, whatever the status`() async throws {
        let server = try LoopbackServer {
            .status(
                $0.number == 0 ? 200 : 418, headers: ["X-Odd": "  a: b  "],
                body: String(decoding: $0.body.reversed(), as: UTF8.self))
        }
        for status in [200, 418] {
            let response = try await send(
                server.url + "/a?b=c", method: "PUT", headers: ["X-One: 1"], body: Array("abc".utf8)
            )
            #expect(response.status == status && response.body == Array("cba".utf8))
            #expect(response.header("x-odd") == "a: b" && response.header("x-even") == nil)
        }
        #expect(server.received.map(\.line) == ["PUT /a?b=c", "PUT /a?b=c"])
        #expect(server.received[0].headers["x-one"] == "1")
        // The second went over the first one's connection.
        #expect(server.received.map(\.connection) == [0, 0])
    }

    @Test(arguments: [0, 1, 1023, 1 << 21])
    func `sends a body of any length`(count: Int) async throws {
        let server = try LoopbackServer { .status(200, body: "\($0.body.count)") }
        let body = [UInt8](repeating: 7, count: count)
        let response = try await send(server.url, method: "POST", body: body)
        #expect(response.body == Array("\(count)".utf8))
        #expect(server.received[0].line == "POST /" && server.received[0].body == body)
        #expect(server.received[0].headers["expect"] == nil)
    }

    @Test func `follows no redirect`() async throws {
        let server = try LoopbackServer { _ in .status(307, headers: ["Location": "/elsewhere"]) }
        let response = try await send(server.url, method: "POST", body: [1])
        #expect(response.status == 307 && response.header("location") == "/elsewhere")
        #expect(server.received.count == 1)
    }

    @Test func `reads the last of several responses`() async throws {
        let server = try LoopbackServer { _ in
            .bytes(
                "HTTP/1.1 103 Early Hints\r\nX-Which: first\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nX-Other: last\r\nContent-Length: 1\r\n\r\nx")
        }
        let response = try await send(server.url)
        #expect(response.status == 200 && response.body == [UInt8(ascii: "x")])
        #expect(response.header("x-other") == "last" && response.header("x-which") == nil)
    }

    @Test(
        arguments: [
            .hangUp, .bytes("nonsense\r\n\r\n"), .bytes("HTTP/9.9 200 OK\r\n\r\n"),
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"),
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc"),
            .bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"),
            .bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"),
            .bytes("HTTP/1.1 200"),
        ] as [LoopbackServer.Answer])
    func `tells of a connection that breaks`(_ answer: LoopbackServer.Answer) async throws {
        let server = try LoopbackServer { _ in answer }
        let error = await #expect(throws: HTTPFailure.self) { try await send(server.url) }
        guard case .broken(let message) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!message.isEmpty)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "x", count: 1001),
        "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 100_000),
        "HTTP/1.1 200 OK\r\n"
            + (0..<1000).map { "X-\($0): \(String(repeating: "y", count: 90))\r\n" }.joined()
            + "\r\n",
    ])
    func `takes no more than it wants`(answer: String) async throws {
        let server = try LoopbackServer { _ in .bytes(answer) }
        await #expect(throws: HTTPFailure.tooLong(limit: 1000)) {
            try await send(server.url, mostBytes: 1000)
        }
    }

    @Test func `takes as much as it wants`() async throws {
        let body = String(repeating: "x", count: 1000)
        let server = try LoopbackServer { _ in .status(200, body: body) }
        #expect(try await send(server.url, mostBytes: 1000).body.count == 1000)
    }

    @Test func `waits no longer than it is told to`() async throws {
        let server = try LoopbackServer { _ in .silence }
        await #expect(throws: HTTPFailure.timedOut(seconds: 0.25)) {
            try await send(server.url, timeout: .milliseconds(250))
        }
    }

    @Test func `tells who is not there`() async throws {
        for url in ["http://127.0.0.1:1/", "http://no-such-host.invalid/"] {
            let error = await #expect(throws: HTTPFailure.self) { try await send(url) }
            guard case .unreachable = error else {
                Issue.record("\(url): \(String(describing: error))")
                continue
            }
        }
    }

    @Test(
        arguments: [
            ("file:///etc/hosts", []), ("gopher://127.0.0.1/", []), ("127.0.0.1", []), ("", []),
            ("http://", []), ("http://[::1", []), ("http://127.0.0.1:99999/", []),
            ("http://127.0.0.1/\r\nX: y", []), ("http://127.0.0.1:1/", ["A: b\r\nX-Key: c"]),
        ] as [(String, [String])])
    func `refuses what is no address and no header`(url: String, headers: [String]) async throws {
        let error = await #expect(throws: HTTPFailure.self) {
            try await send(url, headers: headers)
        }
        guard case .badAddress = error else {
            Issue.record("\(url): \(String(describing: error))")
            return
        }
    }

    @Test func `ends at once when it is cancelled, and goes on with others`() async throws {
        let server = try LoopbackServer {
            $0.line.contains("silent") ? .silence : .status(200, body: "well")
        }
        let silent = (0..<20).map { _ in Task { try await send(server.url + "/silent") } }
        while server.received.count < 20 { try await Task.sleep(for: .milliseconds(2)) }
        for call in silent { call.cancel() }
        for call in silent {
            await #expect(throws: CancellationError.self) { try await call.value }
        }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await send(server.url)
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(try await send(server.url).body == Array("well".utf8))
    }

    @Test func `answers each of many with its own response`() async throws {
        let server = try LoopbackServer {
            .status(200, body: String(decoding: $0.body, as: UTF8.self) + $0.line)
        }
        let answers = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<300 {
                group.addTask {
                    let text = String(repeating: "\(number),", count: number % 37)
                    let response = try await send(
                        server.url + "/\(number)", method: "POST", body: Array(text.utf8))
                    return (number, response.body)
                }
            }
            return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
        }
        for number in 0..<300 {
            let text = String(repeating: "\(number),", count: number % 37) + "POST /\(number)"
            #expect(answers[number] == Array(text.utf8))
        }
    }
}

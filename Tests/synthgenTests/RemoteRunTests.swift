import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// Runs whose model is behind an endpoint on the loopback interface.
@Suite struct `A run with a remote model` {
    /// A document that asks for three answers to each of `topics` questions.
    private func workshop(_ url: String, topics: Int = 20, more: String = "") throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write(
            "topics.jsonl",
            (0..<topics).map { #"{"prompt": "Why is \#($0) so?"}"# + "\n" }.joined())
        try workshop.write(
            "remote.json",
            """
            {"schemaVersion": 1, "name": "remote", "seed": 7,
             "models": {"writer": {"endpoint": "\(url)/v1", "model": "mine"\(more)}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "answers": {"type": "generate", "input": "topics", "model": "writer",
                          "samples": 3, "into": "response"},
              "out": {"type": "write", "input": "answers", "dataset": "out"}}}
            """)
        return workshop
    }

    /// The same answer to the same request.
    private static func answer(_ request: LoopbackServer.Request) -> String {
        let asked = try? JSON(parsing: request.body)
        let question = asked?["messages"]?.array?.last?["content"]?.string ?? ""
        let answer: JSON = [
            "choices": [
                [
                    "message": [
                        "content": .string("\(question) Seed \(asked?["seed"]?.integer ?? -1).")
                    ], "finish_reason": "stop",
                ]
            ], "usage": ["prompt_tokens": 4, "completion_tokens": 6],
        ]
        return answer.text
    }

    private static func rows(_ workshop: Workshop) async throws -> String {
        let shown = try await workshop.run("show", "out", "--json", "--first", "1000")
        #expect(shown.status == 0 && shown.output.count > 1000, "\(shown)")
        return shown.output
    }

    @Test func `has every record once from a server that fails in all ways`() async throws {
        let calm = try LoopbackServer { .status(200, body: Self.answer($0)) }
        let expected = try workshop(calm.url)
        let ran = try await expected.run("run", "remote.json", "--no-cache")
        #expect(ran.status == 0, "\(ran)")
        #expect(calm.received.count == 60)
        #expect(ran.text.contains("360 tokens written"), "\(ran)")
        let card = try expected.read("out/README.md")
        #expect(card.contains("| writer | remote:mine |"), "\(card)")
        #expect(card.contains("need not answer the same request the same again"))

        // Every second request of the first hundred meets one of these.
        let troubles: [LoopbackServer.Answer] = [
            .status(429), .status(429, headers: ["Retry-After": "0"]), .status(500), .hangUp,
            .status(502, body: "<html>"),
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"ch"),
            .status(200, body: "{\"choices\": ["), .status(200, body: "\u{fffd}"),
            .bytes("not HTTP at all\r\n\r\n"), .status(503, headers: ["Retry-After": "soon"]),
        ]
        let hostile = try LoopbackServer { request in
            request.number < 100 && request.number % 2 == 1
                ? troubles[request.number / 2 % troubles.count]
                : .status(200, body: Self.answer(request))
        }
        let workshop = try workshop(hostile.url)
        let printed = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(printed.status == 0, "\(printed)")
        #expect(try await Self.rows(workshop) == Self.rows(expected))
        #expect(hostile.received.count > 60)
    }

    @Test func `asks nothing again, wherever the server is by then`() async throws {
        let server = try LoopbackServer { .status(200, body: Self.answer($0)) }
        let workshop = try workshop(server.url)
        _ = try await workshop.run("run", "remote.json", "--no-cache")
        let rows = try await Self.rows(workshop)
        let moved = try LoopbackServer { .status(200, body: Self.answer($0)) }
        let document = try workshop.read("remote.json")
        try workshop.write(
            "remote.json", document.replacingOccurrences(of: server.url, with: moved.url))
        let printed = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(printed.status == 0, "\(printed)")
        #expect(moved.received.isEmpty)
        #expect(try await Self.rows(workshop) == rows)
    }

    @Test func `leaves its key nowhere`() async throws {
        let key = "sk-5f2c9a"
        let server = try LoopbackServer {
            switch $0.number {
            case 0: .status(500, body: "the key \(key) is odd")
            case 40...: .status(401, body: #"{"error": {"message": "no more for \#(key)"}}"#)
            default: .status(200, body: Self.answer($0))
            }
        }
        let workshop = try workshop(server.url, more: #", "apiKey": {"env": "TEST_KEY"}"#)
        let printed = try await workshop.run(
            ["run", "remote.json", "--no-cache"], environment: ["TEST_KEY": key])
        #expect(printed.status != 0 && printed.text.contains("401"), "\(printed)")
        #expect(server.received.first?.headers["authorization"] == "Bearer \(key)")
        #expect(!printed.text.contains(key))
        let files = FileManager.default.enumerator(
            at: workshop.folder.url, includingPropertiesForKeys: nil)
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard let bytes = try? Data(contentsOf: file) else { continue }
            count += 1
            #expect(bytes.range(of: Data(key.utf8)) == nil, "\(file.path)")
        }
        #expect(count > 5)
    }

    @Test func `goes on where a refusal stopped it`() async throws {
        let isWell = Atomic(false)
        let server = try LoopbackServer {
            $0.number < 20 || isWell.load(ordering: .relaxed)
                ? .status(200, body: Self.answer($0)) : .status(403, body: "{}")
        }
        let workshop = try workshop(server.url, more: #", "concurrency": 2"#)
        let stopped = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(stopped.status == 1 && stopped.text.contains("refuses calls (403)"), "\(stopped)")
        let answered = server.received.filter { $0.number < 20 }.count
        isWell.store(true, ordering: .relaxed)
        let before = server.received.count
        let finished = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(finished.status == 0, "\(finished)")
        #expect(server.received.count - before == 60 - answered)
    }

    @Test func `rejects records whose prompt the server cannot read`() async throws {
        let server = try LoopbackServer { request in
            let text = String(decoding: request.body, as: UTF8.self)
            return text.contains("Why is 3 so?") && request.number > 9
                ? .status(400, body: #"{"error": {"code": "context_length_exceeded"}}"#)
                : .status(200, body: Self.answer(request))
        }
        let workshop = try workshop(server.url, topics: 4, more: #", "concurrency": 1"#)
        let printed = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(printed.status == 0, "\(printed)")
        let stats = try await workshop.run("stats", "out")
        #expect(stats.text.contains("prompt longer than the context"), "\(stats)")
    }

    @Test func `survives kill -9 and pays for no answer twice but those in flight`() async throws {
        let calm = try LoopbackServer { .status(200, body: Self.answer($0)) }
        let whole = try workshop(calm.url, topics: 100)
        _ = try await whole.run("run", "remote.json", "--no-cache")
        let server = try LoopbackServer {
            Thread.sleep(forTimeInterval: 0.004)
            return .status(200, body: Self.answer($0))
        }
        let workshop = try workshop(server.url, topics: 100, more: #", "concurrency": 4"#)
        for kill in 1...4 {
            let process = try workshop.start("run", "remote.json", "--no-cache")
            await onOwnThread {
                while server.received.count < kill * 60, process.isRunning {
                    Thread.sleep(forTimeInterval: 0.005)
                }
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
            }
        }
        let printed = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(printed.status == 0, "\(printed)")
        #expect(try await Self.rows(workshop) == Self.rows(whole))
        // What was answered but not yet on disk is asked for again.
        #expect(server.received.count >= 300 && server.received.count < 600)
    }

    @Test func `says what is wrong before a call`() async throws {
        let workshop = try workshop("http://127.0.0.1:1", more: #", "apiKey": {"env": "NOT_SET"}"#)
        let printed = try await workshop.run("run", "remote.json", "--no-cache")
        #expect(
            printed.status == 1
                && printed.text.contains("the environment variable NOT_SET is not set"),
            "\(printed)")
        let named = try await workshop.run(
            "run", "document.json", "--model", "writer=http://127.0.0.1:1/v1#mine")
        #expect(named.text.contains("a remote model gives no rewards"), "\(named)")
        let nameless = try await workshop.run(
            "run", "remote.json", "--model", "writer=http://127.0.0.1:1/v1")
        #expect(nameless.text.contains("names no model"), "\(nameless)")
    }
}

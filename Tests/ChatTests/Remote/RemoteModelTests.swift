import Chat
import Compute
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

/// A reply in the form of OpenAI's API.
private func completion(_ text: String, finish: String = "stop") -> String {
    let answer: JSON = [
        "choices": [
            [
                "message": ["role": "assistant", "content": .string(text)],
                "finish_reason": .string(finish),
            ]
        ],
        "usage": ["prompt_tokens": 7, "completion_tokens": 3],
    ]
    return answer.text
}

@Suite struct `A remote model` {
    private func model(
        _ server: LoopbackServer, key: String? = nil, concurrency: Int = 64,
        timeout: Duration = .seconds(20)
    ) throws -> RemoteModel {
        try RemoteModel(
            Endpoint(
                url: server.url + "/v1", model: "mine", key: key, concurrency: concurrency,
                timeout: timeout))
    }

    private func request(
        _ text: String = "why", _ sampling: SamplingOptions = SamplingOptions(),
        _ constraint: AnswerConstraint? = nil
    ) -> ChatRequest {
        ChatRequest(
            messages: [ChatMessage(role: "user", content: text)], sampling: sampling, seed: 5,
            constraint: constraint)
    }

    @Test func `is asked in OpenAI's form, and tells what the server counts`() async throws {
        let server = try LoopbackServer { _ in .status(200, body: completion("because")) }
        var sampling = SamplingOptions()
        (sampling.temperature, sampling.topP, sampling.topK) = (0.5, 0.25, 4)
        (sampling.minP, sampling.maxTokens, sampling.presencePenalty) = (0.125, 9, 1)
        let reply = try await model(server, key: "k1").complete(request("why", sampling))
        #expect(reply.text == "because" && reply.tokens == 3 && reply.promptTokens == 7)
        #expect(!reply.isTruncated)
        let asked = try #require(server.received.first)
        #expect(asked.line == "POST /v1/chat/completions")
        #expect(asked.headers["authorization"] == "Bearer k1")
        let expected: JSON = [
            "model": "mine", "messages": [["role": "user", "content": "why"]], "max_tokens": 9,
            "temperature": 0.5, "seed": 5, "top_p": 0.25, "top_k": 4, "min_p": 0.125,
            "presence_penalty": 1.0,
        ]
        #expect(try JSON(parsing: asked.body) == expected)
    }

    @Test func `is known by its name, wherever it is`() throws {
        func fingerprint(_ url: String, _ name: String, _ key: String?) throws -> String {
            try RemoteModel(Endpoint(url: url, model: name, key: key)).fingerprint
        }
        let one = try fingerprint("http://a/v1", "mine", nil)
        #expect(try fingerprint("https://b:8/v1", "mine", "k") == one)
        #expect(try fingerprint("http://a/v1", "other", nil) != one)
    }

    @Test func `tells a reply that was cut`() async throws {
        let server = try LoopbackServer { _ in
            .status(200, body: completion("be", finish: "length"))
        }
        #expect(try await model(server).complete(request()).isTruncated)
    }

    @Test func `leaves out what a reasoning model thought`() async throws {
        let server = try LoopbackServer { _ in
            .status(
                200,
                body: #"{"choices": [{"message": {"content": "4", "reasoning_content": "2+2"}}]}"#)
        }
        #expect(try await model(server).complete(request()).text == "4")
    }

    @Test(
        arguments: [
            .status(429), .status(429, headers: ["Retry-After": "0"]), .status(500),
            .status(503, body: "busy"), .status(200, body: "{\"choi"), .status(200, body: "[]"),
            .hangUp, .bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
            .bytes("nonsense\r\n\r\n"),
        ] as [LoopbackServer.Answer])
    func `is asked again after trouble`(_ trouble: LoopbackServer.Answer) async throws {
        let server = try LoopbackServer {
            $0.number < 2 ? trouble : .status(200, body: completion("well"))
        }
        #expect(try await model(server).complete(request()).text == "well")
        #expect(server.received.count == 3)
    }

    @Test func `is asked again after a time-out`() async throws {
        let server = try LoopbackServer {
            $0.number == 0 ? .silence : .status(200, body: completion("well"))
        }
        let model = try model(server, timeout: .seconds(1))
        #expect(try await model.complete(request()).text == "well")
    }

    @Test(arguments: [
        (401, #"{"error": {"message": "bad key k-secret"}}"#, "apiKey"),
        (404, #"{"error": {"message": "no such model"}}"#, "check \"endpoint\""),
        (400, #"{"error": {"message": "what is that"}}"#, "check \"endpoint\""),
        (302, "", "the address that it leads to"),
    ])
    func `that refuses every call is given up at once, without its key`(
        status: Int, body: String, help: String
    ) async throws {
        let server = try LoopbackServer { _ in
            .status(status, headers: ["Location": "http://elsewhere/"], body: body)
        }
        let model = try model(server, key: "k-secret")
        let error = try #require(
            await #expect(throws: RemoteError.self) { try await model.complete(request()) })
        #expect("\(error)".contains(help) && "\(error)".contains("(\(status))"), "\(error)")
        #expect(!"\(error)".contains("k-secret"))
        #expect(server.received.count == 1)
    }

    @Test func `that is not there is given up after some tries`() async throws {
        let model = try RemoteModel(Endpoint(url: "http://127.0.0.1:1/v1", model: "mine"))
        let error = try #require(
            await #expect(throws: RemoteError.self) { try await model.complete(request()) })
        #expect("\(error)".contains("gave no answer in 5 tries"), "\(error)")
    }

    @Test func `tells what concerns one prompt alone`() async throws {
        let bodies = [
            completion("well"),
            #"{"error": {"code": "context_length_exceeded", "message": "too much"}}"#,
            #"{"error": {"message": "This model's maximum context length is 8 tokens"}}"#,
            #"{"error": {"code": "content_filter", "message": "no"}}"#,
            #"{"error": {"message": "odd"}}"#,
        ]
        let server = try LoopbackServer {
            .status($0.number == 0 ? 200 : 400, body: bodies[$0.number])
        }
        let model = try model(server)
        _ = try await model.complete(request())
        for _ in 0..<2 {
            let error = await #expect(throws: ChatError.self) {
                try await model.complete(request())
            }
            guard case .promptTooLong = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        await #expect(throws: RemoteError.filtered(model: "'mine'")) {
            try await model.complete(request())
        }
        await #expect(throws: RemoteError.badRequest(model: "'mine'", status: 400, message: "odd"))
        {
            try await model.complete(request())
        }
    }

    @Test func `chooses by the words of its reply`() async throws {
        let server = try LoopbackServer { _ in .status(200, body: completion("**Yes**, I do")) }
        let model = try model(server)
        let reply = try await model.complete(
            request("so?", SamplingOptions(), .choices(["yes", "no"])))
        #expect(reply.text == "yes" && reply.choiceProbabilities == nil)
        await #expect(throws: RemoteError.self) {
            try await model.complete(
                request("so?", SamplingOptions(), .choices(["never", "always"])))
        }
    }

    @Test func `is asked as often at a time as it takes, and for each prompt once`() async throws {
        // At most three at a time: a fourth is refused.
        let running = Mutex(0)
        let server = try LoopbackServer { _ in
            let isTooMany = running.withLock { running in
                running += 1
                return running > 3
            }
            Thread.sleep(forTimeInterval: 0.002)
            running.withLock { $0 -= 1 }
            return isTooMany ? .status(429) : .status(200, body: completion("well"))
        }
        let model = try model(server, concurrency: 8)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<200 {
                group.addTask { try await model.complete(request("\(number)")).text }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "well", count: 200))
    }

    @Test func `is left at once when the caller stops waiting`() async throws {
        let server = try LoopbackServer { _ in .silence }
        let model = try model(server, concurrency: 1)
        let calls = (0..<3).map { _ in Task { try await model.complete(request()) } }
        while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        for call in calls { call.cancel() }
        for call in calls {
            await #expect(throws: CancellationError.self) { try await call.value }
        }
    }

    @Test func `refuses calls that have not begun when it is told to`() async throws {
        let mayAnswer = DispatchSemaphore(value: 0)
        let server = try LoopbackServer { _ in
            mayAnswer.wait()
            return .status(200, body: completion("well"))
        }
        let model = try model(server, concurrency: 1)
        let first = Task { try await model.complete(request()) }
        while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let second = Task { try await model.complete(request()) }
        model.refuseWaiting()
        mayAnswer.signal()
        #expect(try await first.value.text == "well")
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(server.received.count == 1)
    }

    @Test func `waits for no further try when it is told to refuse calls`() async throws {
        let server = try LoopbackServer { _ in .status(429, headers: ["Retry-After": "300"]) }
        let model = try model(server)
        let call = Task { try await model.complete(request()) }
        while server.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        model.refuseWaiting()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(server.received.count == 1)
    }

    @Test(arguments: [
        (#"{"a": 1, "b": ["x"]}"#, true), (#"{"b":["x"],"a":1}"#, true),
        ("```json\n{\n  \"a\": 1,\n  \"b\": []\n}\n```\n", true), (#"{"a": 1}"#, false),
        (#"{"a": "1", "b": []}"#, false), (#"{"a": 1, "b": [], "c": 0}"#, false),
        (#"{"a": 1, "b": ["#, false), ("Sure! Here it is", false), ("", false), ("```", false),
    ])
    func `answers by a schema, or not at all`(reply: String, fits: Bool) async throws {
        let server = try LoopbackServer { _ in .status(200, body: completion(reply)) }
        let schema: JSON = [
            "type": "object",
            "properties": [
                "a": ["type": "integer"], "b": ["type": "array", "items": ["type": "string"]],
            ], "required": ["a", "b"], "additionalProperties": false,
        ]
        let request = request("so?", SamplingOptions(), .schema(schema))
        if fits {
            let text = try await model(server).complete(request).text
            #expect(try JSON(parsing: Array(text.utf8))["a"] == 1 && text.hasPrefix(#"{"a""#))
        } else {
            await #expect(throws: RemoteError.self) { try await model(server).complete(request) }
        }
        let sent = try JSON(parsing: try #require(server.received.first).body)
        #expect(sent["response_format"]?["json_schema"]?["schema"] == schema)
    }
}

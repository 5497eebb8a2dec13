import Chat
import Dataflow
import JSON
import Stages
import Synchronization
import TestSupport
import Testing

/// A model that remembers the turns that it was asked.
private final class Listener: LanguageModel {
    let name = "listener"
    let fingerprint = "listener"
    let heard = Mutex<[[ChatMessage]]>([])

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        heard.withLock { $0.append(request.messages) }
        return ChatReply(
            text: "a", isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0,
            choiceProbabilities: [1, 0])
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }

    var turns: [String] {
        heard.withLock { $0.flatMap { $0.map { "\($0.role): \($0.content)" } } }
    }
}

@Suite struct `Prompts and system messages` {
    private static let files = [
        "s.txt": "Be kind to {{ who }}.\n", "plain.txt": "Be kind.\n", "q.jinja": "Why {{ q }}?",
        "empty.jinja": " \n",
    ]

    private func heard(_ settings: String, type: String = "generate") async throws -> [String] {
        let listener = Listener()
        _ = try await run(
            #"[{"q": "so", "who": "Ann", "prompt": "Hm?"}]"#,
            #""ask": {"type": "\#(type)", "input": "in", "model": "m", \#(settings)}"#,
            last: "ask", files: Self.files, models: ["m": listener])
        return listener.turns
    }

    @Test(arguments: [
        (#""prompt": "Answer: {{ q }}""#, ["user: Answer: so"]),
        (#""prompt": "q.jinja""#, ["user: Why so?"]),
        (#""prompt": "Say a word.""#, ["user: Say a word."]),
        (#""prompt": "[user]\nA {{ q }}\n[assistant]\nB""#, ["user: A so", "assistant: B"]),
        (#""system": "s.txt""#, ["system: Be kind to Ann.", "user: Hm?"]),
        (#""system": "plain.txt""#, ["system: Be kind.", "user: Hm?"]),
        (#""system": "You serve {{ who }}.""#, ["system: You serve Ann.", "user: Hm?"]),
        (#""system": "Be brief. ""#, ["system: Be brief. ", "user: Hm?"]),
        (#""system": "Brief""#, ["system: Brief", "user: Hm?"]),
        (#""system": "{% if who == 'Bob' %}x{% endif %}""#, ["user: Hm?"]),
        (#""prompt": "Write one short poem now""#, ["user: Write one short poem now"]),
        (#""prompt": {"text": "question"}"#, ["user: question"]),
        (#""prompt": {"text": "q.jinja"}"#, ["user: q.jinja"]),
        (#""prompt": {"text": "Why is {{ q }} in notes.md"}"#, ["user: Why is so in notes.md"]),
        (#""prompt": {"file": "q.jinja"}"#, ["user: Why so?"]),
        (#""system": {"text": "s.txt"}"#, ["system: s.txt", "user: Hm?"]),
        (#""system": {"file": "s.txt"}"#, ["system: Be kind to Ann.", "user: Hm?"]),
    ])
    func `are files that are there, or the text itself`(
        settings: String, turns: [String]
    ) async throws {
        #expect(try await heard(settings + #", "into": "x""#) == turns)
    }

    @Test(arguments: [
        ("classify", #""choices": ["a", "b"]"#),
        (
            "dialogue",
            #""personalities": {"p": "Go on: {{ conversation | length }} {{ q }}"}, "turns": 1"#
        ),
    ])
    func `are so in every kind that asks`(type: String, settings: String) async throws {
        let turns = try await heard(settings + #", "system": "s.txt""#, type: type)
        #expect(turns.first == "system: Be kind to Ann.")
    }

    private func problems(_ stage: String, before: String = "") throws -> [String] {
        let folder = try TemporaryFolder()
        for (name, text) in Self.files { try folder.write(name, text) }
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [{"q": "so", "prompt": "p", "response": "r"}]},
              \(before)
              "it": {"input": "\(before.isEmpty ? "in" : "first")", \(stage)},
              "out": {"type": "write", "input": "it", "dataset": "out"}}}
            """)
        do {
            _ = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
            return []
        } catch {
            return error.problems.map { [$0.message, $0.help ?? ""].joined(separator: " | ") }
        }
    }

    @Test(arguments: [
        (" {{ q }} ", "braces belong to templates; write q"),
        ("{{ q }}: {{ prompt }}", "join texts with ~ and without braces"), ("q)", ""),
    ])
    func `are no expressions, which have no braces`(value: String, help: String) throws {
        let found = try problems(#""type": "map", "set": {"x": "\#(value)"}"#)
        #expect(found.count == 1)
        #expect(found.first?.contains("is not an expression") == true, "\(found)")
        #expect(found.first?.contains("| \(help)") == true, "\(found)")
    }

    @Test(arguments: [
        ("prompt", "gone.jinja"), ("prompt", "question"), ("system", "gone.txt"),
        ("system", "prompts/gone"),
    ])
    func `that look like a file which is not there are refused`(key: String, value: String) throws {
        let found = try problems(
            #""type": "generate", "model": "m", "into": "x", "\#(key)": "\#(value)""#)
        #expect(found.count == 1)
        #expect(found.first?.contains("names a file that is not there: \(value)") == true)
        #expect(found.first?.contains("write the text itself") == true)
    }

    @Test(arguments: [
        (#""prompt": {"file": "gone"}"#, "names a file that is not there: gone"),
        (#""prompt": {"file": "q.jinj"}"#, "did you mean 'q.jinja'"),
        (
            #""prompt": {"path": "q.jinja"}"#,
            #"must be a path, the text itself, {"text": …} or {"file": …}"#
        ),
        (#""prompt": {"text": "a", "file": "q.jinja"}"#, "must be a path, the text itself"),
        (#""prompt": {"text": 1}"#, "must be a path, the text itself"),
        (#""prompt": """#, #""prompt" is an empty text"#),
        (#""prompt": {"text": " \n"}"#, #""prompt" is an empty text"#),
        (#""prompt": "empty.jinja""#, "the prompt in 'empty.jinja' is empty"),
        (#""prompt": {"text": "{{ nobody }}"}"#, "\"prompt\" uses the field 'nobody'"),
    ])
    func `of a form that cannot be are refused`(setting: String, message: String) throws {
        let found = try problems(#""type": "generate", "model": "m", "into": "x", \#(setting)"#)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(message) == true, "\(found)")
    }

    @Test(arguments: [
        ("map", #""render": {"x": {"text": "question"}, "y": {"file": "q.jinja"}, "z": ""}"#),
        ("judge", #""model": "m", "prompt": {"file": "q.jinja"}"#),
        ("classify", #""model": "m", "choices": ["a", "b"], "prompt": {"text": "a"}"#),
        ("pair", #""judge": "model", "judgeModel": "m", "judgePrompt": {"text": "A or B?"}"#),
        (
            "dialogue",
            #""model": "m", "opening": "prompt", "personalities": {"p": {"file": "q.jinja"}}"#
        ),
    ])
    func `have both forms in every key that takes a template`(type: String, settings: String) throws
    {
        #expect(try problems(#""type": "\#(type)", \#(settings)"#) == [])
    }

    @Test func `use only fields that there are`() throws {
        let found = try problems(
            #""type": "generate", "model": "m", "into": "x", "system": "For {{ whom }}.", "prompt": "A {{ qq }}""#
        )
        #expect(found.contains { $0.contains("\"system\" uses the field 'whom'") })
        #expect(found.contains { $0.contains("\"prompt\" uses the field 'qq'") })
    }

    @Test(
        arguments: [
            ("score", "", "reward.helpfullness > 1", "reward.helpfulness"),
            ("score", "", "reward['coherense'] > 1", "reward.coherence"),
            ("generate", #", "into": "response""#, "generation.truncatd", "generation.truncated"),
            ("judge", "", "judgement.scor > 3", "judgement.score"),
            ("score", "", "reward.helpfulness > 1", nil), ("score", "", "reward.other > 1", nil),
            ("score", "", "reward.helpfullness is defined", nil),
            ("score", "", "reward.values() | sum > 1", nil),
        ] as [(String, String, String, String?)])
    func `members of objects whose form is known are checked`(
        type: String, more: String, condition: String, near: String?
    ) throws {
        let found = try problems(
            #""type": "filter", "where": "\#(condition)""#,
            before: #""first": {"type": "\#(type)", "input": "in", "model": "m"\#(more)},"#)
        #expect(found.count == (near == nil ? 0 : 1), "\(found)")
        if let near {
            #expect(found.first?.hasSuffix("did you mean '\(near)'?") == true, "\(found)")
        }
    }
}

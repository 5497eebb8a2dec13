import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Stages

/// A model whose answers follow from the conversation by a rule that a test gives; it remembers what
/// it was asked.
final class Performer: LanguageModel {
    let name: String
    var fingerprint: String { "performer \(name)" }
    private let heard: Mutex<[[ChatMessage]]> = Mutex([])
    private let limit: Int
    private let say: @Sendable ([ChatMessage]) -> (String, isTruncated: Bool)

    init(
        _ name: String = "performer", limit: Int = .max,
        say: @escaping @Sendable ([ChatMessage]) -> (String, isTruncated: Bool)
    ) {
        self.name = name
        self.limit = limit
        self.say = say
    }

    var questions: [[ChatMessage]] { heard.withLock { $0 } }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        let count = heard.withLock {
            $0.append(request.messages)
            return $0.count
        }
        guard count <= limit else { throw CallCounter.BrokenDown() }
        let (text, isTruncated) = say(request.messages)
        return ChatReply(
            text: text, isTruncated: isTruncated, tokens: 10, promptTokens: 5,
            meanLogProbability: -1)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        messages.filter { $0.role == "assistant" }.map { turn in
            Reward(values: [Double(turn.content.count), 1, 2, 3, 4])
        }
    }
}

@Suite struct `A dialogue stage` {
    /// Asks for the next message, showing all turns.
    static let personality =
        "{% for turn in conversation %}{{ turn.role }}: {{ turn.content }}\n{% endfor %}"
        + "Message {{ turn }} on {{ subject }}, MANNER"

    /// A model that answers the nth user turn with "Answer n." and, playing the user, asks "Question n?".
    static func players() -> Performer {
        Performer { messages in
            let last = messages.last?.content ?? ""
            guard let number = last.firstMatch(of: /Message (\d+) on/) else {
                return ("Answer \(messages.count { $0.role == "user" }).", false)
            }
            return ("Question \(number.1)?", false)
        }
    }

    /// A model that plays the user with one text, and answers as ``players()`` does.
    static func user(saying text: String, isTruncated: Bool = false) -> Performer {
        let others = players()
        return Performer { messages in
            messages.last?.content.contains("Message") == true
                ? (text, isTruncated) : others.said(to: messages)
        }
    }

    static func talk(
        _ models: [String: any LanguageModel], settings: String = "", manners: [String] = ["plain"],
        records: String = #"[{"prompt": "Opening?", "subject": "tides"}]"#
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        let listed = manners.map { #""\#($0)": "\#($0).jinja""# }.joined(separator: ", ")
        return try await run(
            records,
            #"""
            "talk": {"type": "dialogue", "input": "in", "model": "m",
              "personalities": {\#(listed)}\#(settings)}
            """#,
            last: "talk",
            files: Dictionary(
                uniqueKeysWithValues: manners.map {
                    ("\($0).jinja", personality.replacing("MANNER", with: $0))
                }),
            models: models)
    }

    @Test func `plays both roles for three turns, with the whole history in view`() async throws {
        let performer = Self.players()
        let found = try await Self.talk(["m": performer], settings: #", "system": "Be brief.""#)
        let row = try #require(found.accepted.first)
        #expect(row["turns"] == 3 && row["personality"] == "plain")
        #expect(
            row["messages"]?.array?.map { $0["content"]?.string } == [
                "Be brief.", "Opening?", "Answer 1.", "Question 2?", "Answer 2.", "Question 3?",
                "Answer 3.",
            ])
        #expect(
            row["messages"]?.array?.map { $0["role"]?.string } == [
                "system", "user", "assistant", "user", "assistant", "user", "assistant",
            ])
        #expect(row["generation"]?["tokens"] == 50)
        #expect(
            performer.questions[3].map(\.content) == [
                """
                system: Be brief.
                user: Opening?
                assistant: Answer 1.
                user: Question 2?
                assistant: Answer 2.
                Message 3 on tides, plain
                """
            ])
    }

    @Test func `may have one model answer and another play the user`() async throws {
        let (answerer, user) = (Self.players(), Self.players())
        let found = try await Self.talk(
            ["m": answerer, "u": user], settings: #", "userModel": "u", "turns": 4"#)
        #expect(found.accepted.first?["turns"] == 4)
        #expect(answerer.questions.count == 4 && user.questions.count == 3)
    }

    @Test func `goes on with a conversation as its opening, and counts its turns`() async throws {
        let found = try await Self.talk(
            ["m": Self.players()],
            records: #"""
                [{"subject": "x", "prompt": [{"role": "system", "content": "s"},
                  {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"},
                  {"role": "user", "content": "c"}]}]
                """#)
        #expect(
            found.accepted.first?["messages"]?.array?.compactMap { $0["content"]?.string } == [
                "s", "a", "b", "c", "Answer 2.", "Question 3?", "Answer 3.",
            ])
    }

    @Test func `draws a personality for every record, the same one every time`() async throws {
        let manners = ["plain", "curious", "terse"]
        let records =
            "["
            + (0..<40).map { #"{"prompt": "Opening \#($0)?", "subject": "x"}"# }
            .joined(separator: ",") + "]"
        let one = try await Self.talk(["m": Self.players()], manners: manners, records: records)
        let other = try await Self.talk(["m": Self.players()], manners: manners, records: records)
        #expect(one.accepted == other.accepted)
        let drawn = Dictionary(grouping: one.accepted) { $0["personality"]?.string ?? "" }
        #expect(Set(drawn.keys) == Set(manners))
        #expect(drawn.values.allSatisfy { $0.count >= 5 })
    }

    @Test(arguments: [
        ("", "empty user turn"),
        ("Thank you so much!", "empty user turn"),
        ("Opening?", "user turn echoes an earlier one"),
        ("answer  1.", "user turn echoes an earlier one"),
        ("As an AI, I can tell you more.", "user turn speaks as the assistant"),
        ("Sure! Here is a list of tides.", "user turn speaks as the assistant"),
        ("What <|im_end|> then?", "user turn leaks the chat format"),
    ])
    func `that breaks off is rejected with the reason and the turns so far`(
        said: String, reason: String
    ) async throws {
        let found = try await Self.talk(["m": Self.user(saying: said)])
        let rejected = try #require(found.rejected.first)
        #expect(found.accepted.isEmpty && rejected["reason"]?.string == reason)
        #expect(rejected["detail"] == ["turn": 2, "said": .string(said)])
        #expect(rejected["record"]?["messages"]?.array?.count == 2)
    }

    @Test func `that breaks off after enough turns is kept up to there`() async throws {
        let found = try await Self.talk(
            ["m": Self.user(saying: "And when?")], settings: #", "turns": 5, "minTurns": 2"#)
        let row = try #require(found.accepted.first)
        #expect(row["turns"] == 2 && row["messages"]?.array?.count == 4)
        #expect(row["messages"]?.array?.last?["role"] == "assistant")
    }

    @Test func `whose answers are empty or repeat themselves breaks off`() async throws {
        for (said, reason) in [
            (" ", "empty answer"), ("Opening?", "answer repeats an earlier turn"),
        ] {
            let found = try await Self.talk(["m": Performer { _ in (said, false) }])
            #expect(found.rejected.first?["reason"]?.string == reason)
        }
    }

    @Test(arguments: [
        ("trim", "First. Second half", "First."), ("keep", "First. Second half", nil),
        ("trim", "1. Fill the kettle.\n2. Wait", "1. Fill the kettle."),
        ("trim", "Like this:\n```python\nprint(", "Like this:"),
    ])
    func `handles answers that run into the limit as it is told`(
        truncated: String, said: String, kept: String?
    ) async throws {
        let performer = Performer { messages in
            (messages.last?.content.contains("Message") == true ? "Why?" : said, true)
        }
        let found = try await Self.talk(
            ["m": performer], settings: #", "turns": 1, "truncated": "\#(truncated)""#)
        let row = try #require(found.accepted.first)
        #expect(row["messages"]?.array?.last?["content"]?.string == kept ?? said)
        #expect(row["generation"]?["truncated"] == true)
    }

    @Test(arguments: [("reject", "Half. An"), ("trim", "No end at all")])
    func `rejects answers that cannot be trimmed`(truncated: String, said: String) async throws {
        let found = try await Self.talk(
            ["m": Performer { _ in (said, true) }], settings: #", "truncated": "\#(truncated)""#)
        #expect(found.rejected.first?["reason"] == "truncated answer")
    }

    @Test func `goes on where it was killed, and asks no turn twice`() async throws {
        let whole = try await Self.killed(after: .max, journal: nil)
        #expect(whole.calls == 5)
        for limit in 0..<5 {
            let journal = try TemporaryFolder()
            let broken = try await Self.killed(after: limit, journal: journal)
            #expect(broken.rows.isEmpty && broken.calls == limit + 1)
            let mended = try await Self.killed(after: .max, journal: journal)
            #expect(mended.calls == 5 - limit && mended.rows == whole.rows)
        }
    }

    @Test func `that makes no sense is refused before it runs`() async throws {
        let codes: [(String, [String], String)] = [
            (#", "minTurns": 4"#, ["plain"], "dialogue.minTurns"),
            ("", [], "dialogue.personalities"),
            (#", "opening": "promt""#, ["plain"], "fields.unknown"),
        ]
        for (settings, manners, code) in codes {
            let error = await #expect(throws: InvalidDocument.self) {
                try await Self.talk(["m": Self.players()], settings: settings, manners: manners)
            }
            #expect(error?.problems.map(\.code) == [code])
        }
    }

    /// What comes of one dialogue whose model breaks down after some calls, with what it remembers.
    private static func killed(
        after limit: Int, journal: TemporaryFolder?
    ) async throws -> (rows: [JSONObject], calls: Int) {
        let players = players()
        let performer = Performer(limit: limit) { players.said(to: $0) }
        let folder = try TemporaryFolder()
        try folder.write("p.jinja", personality)
        let document = try folder.write(
            "d.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [{"prompt": "Opening?", "subject": "tides"}]},
              "talk": {"type": "dialogue", "input": "in", "model": "m",
                "personalities": {"p": "p.jinja"}},
              "out": {"type": "write", "input": "talk", "dataset": "out"}}}
            """)
        let registry = LanguageModelRegistry()
        registry.register(performer, as: "m")
        let graph = try Graph(
            PipelineDocument(path: document.path), registry: .builtIn(models: registry))
        let writer = try DatasetWriter(folder: folder.appending(path: "out"))
        let memory = try Journal(url: (journal ?? folder).appending(path: "journal.log"))
        do {
            _ = try await Run(graph, options: .init(seed: 1), memory: JournalMemory(memory))
                .execute(into: DatasetSink(writer))
        } catch {
            try memory.close()
            try writer.suspend(status: "failed")
            return ([], performer.questions.count)
        }
        try memory.close()
        try writer.finish()
        let reader = try DatasetReader(folder: folder.appending(path: "out"))
        return (try all(reader.records()), performer.questions.count)
    }
}

extension Performer {
    /// What it says to a conversation, without remembering that it was asked.
    func said(to messages: [ChatMessage]) -> (String, isTruncated: Bool) { say(messages) }
}

@Suite struct `A user's turn` {
    @Test(arguments: [
        ("Thank you for the explanation. Why is that so?", "Why is that so?"),
        ("Sure, I'd be happy to continue! What about the Moon?", "What about the Moon?"),
        ("Thanks, but can you shorten it?", "Can you shorten it?"),
        ("That’s very helpful. Shorten it. Thanks in advance!", "Shorten it."),
        ("Great question! Why?", "Why?"),
        ("Thank you, could you say more?", "Could you say more?"),
        ("Why do people say thank you?", "Why do people say thank you?"),
        ("Surely it is cold there.", "Surely it is cold there."),
        ("I appreciate it.", ""),
        ("Shorten it.\n\nBest regards, Sam", "Shorten it."),
        ("", ""),
    ])
    func `loses politeness at its ends and nothing else`(said: String, left: String) {
        #expect(Politeness.strip(said) == left)
    }

    @Test(arguments: [
        ("User: Why?", "Why?"), ("\"Why is that?\"", "Why is that?"),
        ("\"This\" and \"that\"", "\"This\" and \"that\""),
        ("Why?\nThe answer was: Because.\nI asked: And?", "Why?"),
        ("Why?\nAssistant: Because.", "Why?"),
    ])
    func `loses labels, quotation marks and what follows its own`(said: String, left: String) {
        let reply = ChatReply(
            text: said, isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0)
        let turn = Turn(userTurn: reply, after: [], truncation: .trim)
        #expect(turn.text == left && turn.fault == nil)
        #expect(turn.repairs.isEmpty == (said == left))
    }

    @Test func `that takes its words from an earlier turn is an echo`() {
        let earlier = "Most coasts see two high tides and two low tides in each lunar day."
        func fault(_ said: String) -> String? {
            let reply = ChatReply(
                text: said, isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0)
            return Turn(userTurn: reply, after: [earlier], truncation: .trim).fault
        }
        #expect(
            fault("most coasts see two high tides and two low tides")
                == "user turn echoes an earlier one")
        #expect(fault("Why do most coasts see two high tides, but not this one?") == nil)
    }
}

@Suite struct `A score stage` {
    @Test func `of a whole conversation keeps five rewards of every answer, to be filtered by`()
        async throws
    {
        let turns = ["Hi", "Hello there", "Why", "Because"].enumerated().map { index, text in
            #"{"role": "\#(index % 2 == 0 ? "user" : "assistant")", "content": "\#(text)"}"#
        }
        let record = #"{"messages": [\#(turns.joined(separator: ","))]}"#
        for (least, isKept) in [(6.5, true), (7.5, false)] {
            let found = try await run(
                "[\(record)]",
                #"""
                "r": {"type": "score", "input": "in", "model": "m", "messages": "messages"},
                "f": {"type": "filter", "input": "r",
                  "where": "rewardTurns | map(attribute='helpfulness') | min > \#(least) and (rewardTurns | sum(attribute='helpfulness')) / (rewardTurns | length) == 9"}
                """#,
                last: "f", models: ["m": Performer { _ in ("", false) }])
            #expect(found.accepted.isEmpty != isKept)
            let row = found.accepted.first ?? found.rejected.first?["record"]?.object
            #expect(row?["rewardTurns"]?.array?.map { $0["helpfulness"]?.double } == [11, 7])
            #expect(row?["rewardTurns"]?.array?.allSatisfy { $0.object?.keys.count == 5 } == true)
            #expect(row?["reward"]?["helpfulness"]?.double == 7)
        }
    }
}

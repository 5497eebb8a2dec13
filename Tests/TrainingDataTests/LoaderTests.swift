import Chat
import Foundation
import JSON
import TestSupport
import Testing
import Text
import Training

@testable import TrainingData

@Suite struct `Reading examples` {
    private let folder: TemporaryFolder
    private let chat: ChatEncoder

    init() throws {
        folder = try TemporaryFolder()
        chat = try ChatFamily.chatML.encoder()
    }

    private func source(_ name: String, share: Double = 1, limit: Int? = nil) -> DataSource {
        DataSource(path: name, url: folder.appending(path: name), share: share, limit: limit)
    }

    private func read(
        _ sources: [DataSource], _ settings: ExampleSettings = ExampleSettings()
    ) throws -> ExampleSet<Conversation> {
        try ExampleLoader(chat, settings).conversations(sources)
    }

    private func line(_ question: String, _ answer: String) -> String {
        JSON.object(["prompt": .string(question), "completion": .string(answer)]).text
    }

    @Test func `keeps the order of sources and rows, and counts what it rejects`() throws {
        try folder.write(
            "a.jsonl",
            [
                line("1", "one"), "{", line("2", ""), #"{"x": 1}"#, line("3", "three"),
                line("4", "four"),
            ]
            .joined(separator: "\n"))
        try folder.write("b.csv", "instruction,output\n5,five\n6,six\n")
        let set = try read([source("b.csv"), source("a.jsonl")])
        #expect(
            set.examples.map(\.name) == [
                "b.csv:2", "b.csv:3", "a.jsonl:1", "a.jsonl:5", "a.jsonl:6",
            ])
        #expect(set.summary.rows == 8 && set.summary.examples == 5)
        #expect(
            set.summary.rejected.map(\.reason)
                == ["an unreadable row", "an empty answer", "no known columns"])
        #expect(set.summary.rejected.map(\.first) == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4"])
        #expect(set.summary.forms.map(\.rows) == [2, 3])
        #expect(set.summary.targets == set.examples.reduce(0) { $0 + $1.targetCount })
    }

    @Test func `takes a share by content and seed, whatever the order`() throws {
        let lines = (0..<200).map { line("question \($0)", "answer \($0)") }
        try folder.write("a.jsonl", lines.joined(separator: "\n"))
        try folder.write("b.jsonl", lines.reversed().joined(separator: "\n"))
        func texts(_ name: String, share: Double, seed: UInt64 = 1) throws -> [String] {
            let set = try read([source(name, share: share)], ExampleSettings(seed: seed))
            return set.examples.map { chat.tokenizer.decode($0.tokens) }
        }
        let drawn = try texts("a.jsonl", share: 0.1)
        #expect(drawn.count == 20)
        #expect(Set(drawn) == Set(try texts("b.jsonl", share: 0.1)))
        #expect(drawn != (try texts("a.jsonl", share: 0.1, seed: 2)))
        #expect(try texts("a.jsonl", share: 0.0001).count == 1)
        #expect(try texts("a.jsonl", share: 2.5).count == 500)
        #expect(try read([source("a.jsonl", share: 0.1)]).summary.notDrawn == 180)
    }

    @Test func `is the same whatever the number of rows encoded together`() throws {
        let lines = (0..<1_200).map { line("question \($0)", "answer \($0 * $0)") }
        try folder.write("a.jsonl", lines.joined(separator: "\n"))
        let whole = try read([source("a.jsonl")])
        #expect(whole.examples.count == 1_200)
        #expect(whole.examples.map(\.name) == (1...1_200).map { "a.jsonl:\($0)" })
        #expect(whole.digest == (try read([source("a.jsonl")])).digest)
        let first = try read([source("a.jsonl", limit: 3)])
        #expect(first.examples == Array(whole.examples.prefix(3)))
    }

    @Test func `stops if more than half of the first thousand rows are unusable`() throws {
        let good = (0..<1_000).map { line("\($0)", "a") }
        let bad = (0..<501).map { #"{"x": \#($0)}"# }
        try folder.write("a.jsonl", (bad + good).joined(separator: "\n"))
        let error = #expect(throws: TrainingDataError.self) { try read([source("a.jsonl")]) }
        #expect("\(try #require(error))".hasPrefix("501 of the first 1,000 rows cannot be used"))
        try folder.write("b.jsonl", (bad.dropLast() + good).joined(separator: "\n"))
        #expect(try read([source("b.jsonl")]).examples.count == 1_000)
        try folder.write("c.jsonl", #"{"x": 1}"#)
        #expect(throws: TrainingDataError.self) { try read([source("c.jsonl")]) }
    }

    @Test func `rejects, trims or truncates rows that are too long`() throws {
        let turns = (1...4).flatMap { ["question \($0)", "answer \($0)"] }
        let messages = turns.enumerated().map { index, text in
            JSON.object([
                "role": index.isMultiple(of: 2) ? "user" : "assistant", "content": .string(text),
            ])
        }
        let system = JSON.object(["role": "system", "content": "Help."])
        let row = JSON.object(["messages": .array([system] + messages)]).text
        try folder.write("a.jsonl", [row, line("a", "b"), line("c", "d")].joined(separator: "\n"))
        let whole = try read([source("a.jsonl")]).examples[0]
        let limit = whole.tokens.count - 1

        var set = try read([source("a.jsonl")], ExampleSettings(maxTokens: limit))
        #expect(set.examples.count == 2)
        #expect(set.summary.rejected.map(\.reason) == ["too long"])
        #expect(set.summary.longestTooLong == whole.tokens.count)

        set = try read([source("a.jsonl")], ExampleSettings(maxTokens: limit, tooLong: .truncate))
        #expect(set.examples[0].tokens == Array(whole.tokens.prefix(limit)))
        #expect(set.summary.notes.map(\.kind) == [.truncated])
        #expect(set.summary.notes[0].amount == 1 && set.summary.notes[0].targets == 0)

        set = try read([source("a.jsonl")], ExampleSettings(maxTokens: limit, tooLong: .trimPrompt))
        let text = chat.tokenizer.decode(set.examples[0].tokens)
        #expect(text.hasPrefix("<|im_start|>system\nHelp.<|im_end|>\n<|im_start|>user\nquestion 2"))
        #expect(set.summary.notes.map(\.amount) == [2])
    }

    @Test func `says what it found`() throws {
        try folder.write(
            "a.jsonl",
            [
                line("1", "one"), line("2", "two"), #"{"x": 1}"#,
                #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "train": false}]}"#,
            ].joined(separator: "\n"))
        let text = try read([source("a.jsonl")]).summary.text
        #expect(text.contains("3 examples of 4 rows: "))
        #expect(text.contains("  2 rows: prompt and completion\n  1 row: messages\n"))
        #expect(text.contains("1 row with turns marked as not to be learnt"))
        #expect(text.contains("1 row rejected: no known columns (first a.jsonl:3: expected"))
    }
}

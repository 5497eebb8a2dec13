import Chat
import Foundation
import JSON
import TestSupport
import Testing
import Training

@testable import TrainingData

@Suite struct `Examples that are held out` {
    private let folder: TemporaryFolder
    private let chat: ChatEncoder

    init() throws {
        folder = try TemporaryFolder()
        chat = try ChatFamily.chatML.encoder()
    }

    private func read(_ lines: [String]) throws -> ExampleSet<Conversation> {
        try folder.write("rows.jsonl", lines.joined(separator: "\n"))
        let source = DataSource(path: "rows.jsonl", url: folder.appending(path: "rows.jsonl"))
        return try ExampleLoader(chat, ExampleSettings()).conversations([source])
    }

    private func texts(_ set: ExampleSet<Conversation>) -> [String] {
        set.examples.map { chat.tokenizer.decode($0.tokens) }
    }

    private func row(_ prompt: String, _ answer: String) -> String {
        JSON.object(["prompt": .string(prompt), "completion": .string(answer)]).text
    }

    private func rows(_ count: Int, answers: Int = 1) -> [String] {
        (0..<count * answers).map { row("question \($0 % count)", "answer \($0)") }
    }

    @Test func `are the same whatever the order of the rows, and others with another seed`() throws
    {
        var one = try read(rows(40))
        let held = try one.holdOut(0.1, seed: 1)
        #expect(held.examples.count == 4 && one.examples.count == 36)
        #expect(one.summary.examples == 36 && one.summary.heldOut == 4)
        #expect(one.summary.text.contains("4 examples held out, of 4 prompts"))
        #expect(one.summary.tokens == one.examples.reduce(0) { $0 + $1.tokens.count })
        var other = try read(rows(40).reversed())
        #expect(Set(texts(held)) == Set(texts(try other.holdOut(0.1, seed: 1))))
        other = try read(rows(40))
        #expect(texts(held) != texts(try other.holdOut(0.1, seed: 2)))
    }

    @Test(arguments: [UInt64](0..<8)) func `share no prompt with what is trained`(seed: UInt64)
        throws
    {
        var set = try read(rows(10, answers: 3))
        let held = try set.holdOut(0.2, seed: seed)
        #expect(held.examples.count == 6)
        #expect(held.count(withPromptsOf: set) == 0)
        #expect(Set(held.prompts).count == 2)
    }

    @Test func `are at least one, and leave something to train`() throws {
        var set = try read(rows(2, answers: 4))
        let held = try set.holdOut(0.01, seed: 1)
        #expect(held.examples.count == 4 && set.examples.count == 4)
        var same = try read(rows(1, answers: 4))
        #expect(throws: TrainingDataError.self) { try same.holdOut(0.5, seed: 1) }
    }

    @Test func `are told by the first question, whatever follows it`() throws {
        let turns = #"{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}"#
        let more = #", {"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}"#
        let set = try read([
            #"{"messages": [\#(turns)]}"#, #"{"messages": [\#(turns)\#(more)]}"#, row("a", "e"),
            row("c", "b"), #"{"text": "a text of its own"}"#,
        ])
        #expect(set.prompts[0] == set.prompts[1] && set.prompts[1] == set.prompts[2])
        #expect(Set(set.prompts).count == 3)
    }

    @Test func `are a share, or rows of their own, in a step`() throws {
        func step(_ keys: String) throws -> TrainingStep {
            let text = """
                {"schemaVersion": 1, "model": "m", "steps": [
                 {"type": "sft", "dataset": "a.jsonl"\(keys)}]}
                """
            return try TrainingDocument(path: folder.write("t.json", text).path).steps[0]
        }
        #expect(try step("").heldOut == .none)
        #expect(try step(#", "heldOut": 0.05"#).heldOut == .share(0.05))
        guard case .sources(let part) = try step(#", "heldOutPart": "test""#).heldOut,
            case .sources(let own) = try step(#", "heldOutDataset": "b""#).heldOut
        else {
            Issue.record("no rows of their own")
            return
        }
        #expect(part.map(\.path) == ["a.jsonl"] && part[0].part == "test")
        #expect(own.map(\.path) == ["b"] && own[0].usualParts == ["test", "validation", "train"])
        #expect(throws: (any Error).self) { try step(#", "heldOut": 0.1, "heldOutPart": "test""#) }
        #expect(throws: (any Error).self) { try step(#", "heldOut": 0.6"#) }
    }

    @Test func `are evaluated before, about ten times, and at the end`() throws {
        let text =
            #"{"schemaVersion": 1, "model": "m", "steps": [{"type": "sft", "dataset": "a.jsonl"}]}"#
        var step = try TrainingDocument(path: folder.write("t.json", text).path).steps[0]
        #expect(
            (0...45).filter { step.isEvaluated(after: $0, of: 45) }
                == [0, 5, 10, 15, 20, 25, 30, 35, 40, 45])
        #expect((0...3).filter { step.isEvaluated(after: $0, of: 3) } == [0, 1, 2, 3])
        step.evaluateEvery = 4
        #expect((0...10).filter { step.isEvaluated(after: $0, of: 10) } == [0, 4, 8, 10])
    }
}

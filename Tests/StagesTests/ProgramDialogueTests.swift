import JSON
import Testing

@testable import Stages

@Suite struct `The talk with a program` {
    static func job(_ id: String, isAlone: Bool = false) -> ProgramJob {
        ProgramJob(id: id, record: ["x": .string(id)], reply: PendingReply(), isAlone: isAlone)
    }

    static func dialogue(asking ids: [String], capacity: Int = 4, limit: Int = 1000)
        -> ProgramDialogue
    {
        var dialogue = ProgramDialogue(capacity: capacity, replyLimitInBytes: limit)
        for id in ids { dialogue.ask(job(id), at: .now) }
        return dialogue
    }

    static func heard(
        _ text: String, _ dialogue: inout ProgramDialogue
    ) throws -> [(String, ProgramReply)] {
        try dialogue.hear(Array(text.utf8), at: .now).map { ($0.job.id, $0.reply) }
    }

    @Test func `asks with one line a record`() {
        let dialogue = Self.dialogue(asking: ["a", "b"])
        #expect(
            String(decoding: dialogue.output, as: UTF8.self) == """
                {"id":"a","record":{"x":"a"}}
                {"id":"b","record":{"x":"b"}}

                """)
    }

    @Test(arguments: [1, 2, 3, 7, 200])
    func `hears answers in any order, however they are cut`(piece: Int) throws {
        var dialogue = Self.dialogue(asking: ["a", "b", "c"])
        let said = Array(
            """
            {"id": "c", "record": {"y": 1}}

            {"id": "a", "reject": "bad"}
            {"records": [{}, {"z": "é"}], "id": "b"}

            """.utf8)
        var heard: [(String, ProgramReply)] = []
        for start in stride(from: 0, to: said.count, by: piece) {
            let bytes = Array(said[start..<min(start + piece, said.count)])
            heard += try dialogue.hear(bytes, at: .now).map { ($0.job.id, $0.reply) }
        }
        #expect(heard.map(\.0) == ["c", "a", "b"])
        #expect(
            heard.map(\.1) == [.records([["y": 1]]), .reject("bad"), .records([[:], ["z": "é"]])])
        #expect(dialogue.asked.isEmpty)
    }

    @Test(arguments: [
        "Hello", "[]", "{}", #"{"id": "zz", "record": {}}"#, #"{"id": "a"}"#,
        #"{"id": "a", "record": []}"#,
        #"{"id": "a", "record": {}, "error": "x"}"#, #"{"id": "a", "records": [{}, 3]}"#,
        #"{"id": 7, "record": {}}"#, "{\"id\": \"a\", \u{FFFD}",
    ])
    func `takes nothing else for an answer`(line: String) {
        var dialogue = Self.dialogue(asking: ["a"])
        #expect(throws: ProgramDialogue.Fault.nonsense(line)) {
            try dialogue.hear(Array((line + "\n").utf8), at: .now)
        }
    }

    @Test func `takes an answer once`() throws {
        var dialogue = Self.dialogue(asking: ["a"])
        let line = Array((#"{"id": "a", "record": {}}"# + "\n").utf8)
        #expect(try dialogue.hear(line, at: .now).count == 1)
        #expect(throws: ProgramDialogue.Fault.self) { try dialogue.hear(line, at: .now) }
    }

    @Test func `ends at a line longer than its limit, complete or not`() {
        var dialogue = Self.dialogue(asking: ["a"], limit: 10)
        #expect(throws: ProgramDialogue.Fault.tooLong(10)) {
            try dialogue.hear([UInt8](repeating: 32, count: 11), at: .now)
        }
    }

    @Test func `has room up to its capacity, and for one alone when idle`() {
        var dialogue = Self.dialogue(asking: ["a"], capacity: 2)
        #expect(dialogue.hasRoom(for: Self.job("b")))
        #expect(!dialogue.hasRoom(for: Self.job("b", isAlone: true)))
        dialogue.ask(Self.job("b"), at: .now)
        #expect(!dialogue.hasRoom(for: Self.job("c")))
        var idle = Self.dialogue(asking: [], capacity: 2)
        idle.ask(Self.job("a", isAlone: true), at: .now)
        #expect(!idle.hasRoom(for: Self.job("b")))
    }

    @Test func `tells records of the same name apart`() throws {
        var dialogue = Self.dialogue(asking: ["a", "a"])
        #expect(dialogue.asked.map(\.id) == ["a", "a'"])
        #expect(
            try Self.heard("{\"id\": \"a'\", \"reject\": \"x\"}\n", &dialogue).map(\.0) == ["a"])
        #expect(dialogue.asked.map(\.id) == ["a"])
    }

    @Test func `keeps the end of what it complains about`() {
        var dialogue = Self.dialogue(asking: [])
        dialogue.overhear([UInt8](repeating: 65, count: 5000))
        dialogue.overhear(Array("the end\n".utf8))
        #expect(dialogue.complaint.hasSuffix("AAAthe end"))
        #expect(dialogue.complaint.utf8.count < 4200)
    }
}

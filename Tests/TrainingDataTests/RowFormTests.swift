import Chat
import JSON
import TestSupport
import Testing

@testable import TrainingData

@Suite struct `A row's form` {
    private static func shown(_ turns: [RowTurn]) -> String {
        turns.map { "\($0.role.prefix(1)):\($0.content)" }.joined(separator: "|")
    }

    @Test(arguments: [
        (
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#,
            "u:q|a:a"
        ),
        (#"{"messages": [{"role": "user", "content": "q"}], "response": "a"}"#, "u:q|a:a"),
        (
            #"{"messages": "[{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]"}"#,
            "u:q|a:a"
        ),
        (
            #"{"messages": [{"role": "developer", "content": "s"}, {"role": "user", "content": [{"type": "text", "text": "q"}]}, {"role": "assistant", "content": "a"}]}"#,
            "d:s|u:q|a:a"
        ),
        (
            #"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}], "system": "s"}"#,
            "s:s|u:q|a:a"
        ),
        (#"{"prompt": "q", "completion": "a"}"#, "u:q|a:a"),
        (
            #"{"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}], "completion": [{"role": "assistant", "content": "a"}]}"#,
            "s:s|u:q|a:a"
        ),
        (#"{"prompt": "q", "response": "a", "helpfulness": 3}"#, "u:q|a:a"),
        (#"{"instruction": "q", "input": "", "output": "a"}"#, "u:q|a:a"),
        (
            #"{"instruction": "q", "input": "i", "output": "a", "system": "s", "history": [["h", "j"]]}"#,
            "s:s|u:h|a:j|u:q\n\ni|a:a"
        ),
        (#"{"question": "q", "answer": "a"}"#, "u:q|a:a"),
        (#"{"input": "q", "output": "a"}"#, "u:q|a:a"),
        (
            #"{"input": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}"#,
            "u:q|a:a"
        ),
        (#"{"prompt": "q", "chosen": "a", "rejected": "b"}"#, "u:q|a:a"),
        (#"{"prompt": "{not JSON", "completion": "[1, 2]"}"#, "u:{not JSON|a:[1, 2]"),
    ])
    func `of SFT is told by its columns`(json: String, turns: String) throws {
        let row = try #require(JSON(parsing: json).object)
        guard case .turns(let found) = try RowColumns(row: row).conversation().content else {
            Issue.record("a text")
            return
        }
        #expect(Self.shown(found) == turns)
    }

    @Test(arguments: [
        (#"{"prompt": "q", "chosen": "a", "rejected": "b"}"#, "u:q > a:a / a:b"),
        (
            #"{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "a"}], "rejected": [{"role": "assistant", "content": "b"}]}"#,
            "u:q > a:a / a:b"
        ),
        (
            #"{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}]}"#,
            "u:q > a:a / a:b"
        ),
        (
            #"{"prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}], "chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "b"}]}"#,
            "s:s|u:q > a:a / a:b"
        ),
        (
            #"{"prompt": [{"role": "user", "content": "q"}], "chosen_response": {"role": "assistant", "content": "a"}, "rejected_response": {"role": "assistant", "content": "b"}}"#,
            "u:q > a:a / a:b"
        ),
        (
            #"{"context": [{"role": "user", "content": "q"}], "completions": [{"rank": 1, "completion": [{"role": "assistant", "content": "b"}]}, {"rank": 0, "completion": [{"role": "assistant", "content": "a"}]}]}"#,
            "u:q > a:a / a:b"
        ),
        (
            #"{"messages": [{"role": "user", "content": "q"}], "chosen": {"role": "assistant", "content": "a"}, "rejected": {"role": "assistant", "content": "b"}}"#,
            "u:q > a:a / a:b"
        ),
        (#"{"instruction": "q", "input": "", "chosen": "a", "rejected": "b"}"#, "u:q > a:a / a:b"),
        (
            #"{"conversations": [{"from": "human", "value": "q"}], "chosen": {"from": "gpt", "value": "a"}, "rejected": {"from": "gpt", "value": "b"}, "system": "s"}"#,
            "s:s|u:q > a:a / a:b"
        ),
        (
            #"{"question": "q", "system": "s", "chosen": "a", "rejected": "b"}"#,
            "s:s|u:q > a:a / a:b"
        ),
    ])
    func `of preferences is told by its columns`(json: String, text: String) throws {
        let row = try #require(JSON(parsing: json).object)
        let found = try RowColumns(row: row).comparison()
        #expect(
            Self.shown(found.prompt) + " > " + Self.shown([found.chosen]) + " / "
                + Self.shown([found.rejected]) == text)
    }

    enum Use: Sendable { case sft, pair, rated }

    @Test(arguments: [
        (Use.sft, #"{"a": 1}"#, "no known columns"),
        (.sft, #"{"messages": 3}"#, "not a text"),
        (.sft, #"{"messages": []}"#, "no turns"),
        (.sft, #"{"messages": [{"role": "user", "content": "q"}]}"#, "no answer"),
        (
            .sft,
            #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": " "}]}"#,
            "an empty answer"
        ),
        (.sft, #"{"messages": [{"role": "oracle", "content": "q"}]}"#, "unknown role"),
        (.sft, #"{"messages": [{"role": "user", "content": 3}]}"#, "not a text"),
        (.sft, #"{"messages": ["q"]}"#, "not a turn"),
        (
            .sft, #"{"messages": [{"role": "assistant", "content": "", "tool_calls": [{}]}]}"#,
            "a turn calls tools"
        ),
        (.sft, #"{"prompt": "q", "response": 7}"#, "not a text"),
        (.sft, #"{"text": ""}"#, "an empty text"),
        (.sft, #"{"instruction": "q", "history": [1], "output": "a"}"#, "malformed history"),
        (.pair, #"{"prompt": "q"}"#, "no known columns"),
        (.pair, #"{"prompt": "q", "chosen": "a", "rejected": "a"}"#, "identical answers"),
        (.pair, #"{"prompt": "q", "chosen": "", "rejected": "a"}"#, "an empty answer"),
        (.pair, #"{"chosen": "a", "rejected": "b"}"#, "no prompt"),
        (
            .pair,
            #"{"prompt": "q", "chosen": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "r"}, {"role": "assistant", "content": "c"}], "rejected": "b"}"#,
            "an answer of several turns"
        ),
        (
            .pair,
            #"{"chosen": [{"role": "user", "content": "q"}], "rejected": [{"role": "user", "content": "r"}]}"#,
            "different prompts"
        ),
        (.pair, #"{"context": "q", "completions": []}"#, "not two answers"),
        (.rated, #"{"prompt": "q", "response": "a"}"#, "no label"),
        (.rated, #"{"prompt": "q", "response": "a", "helpfulness": -100}"#, "no label"),
        (.rated, #"{"prompt": "q", "response": "", "helpfulness": 1}"#, "an empty answer"),
        (
            .rated, #"{"messages": [{"role": "user", "content": "q"}], "helpfulness": 1}"#,
            "no answer"
        ),
    ])
    func `that does not fit is rejected with the reason`(
        use: Use, json: String, reason: String
    ) throws {
        let row = try #require(JSON(parsing: json).object)
        let encoder = ExampleEncoder(try ChatFamily.chatML.encoder(), ExampleSettings())
        let error = #expect(throws: RowRejection.self) {
            switch use {
            case .sft: _ = try encoder.conversation(row, named: "r")
            case .pair: _ = try encoder.preference(row, named: "r")
            case .rated: _ = try encoder.ratedAnswer(row, named: "r")
            }
        }
        #expect(error?.reason == reason)
    }
}

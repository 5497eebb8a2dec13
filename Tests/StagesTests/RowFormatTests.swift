import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import TestSupport
import Testing

/// Reads rows in a form and writes what came of them.
private func read(
    _ rows: String, as format: String, name: String = "rows.jsonl"
) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
    try await runSteadily(
        """
        "in": {"type": "read", "dataset": "\(name)", "format": "\(format)"},
        "out": {"type": "write", "input": "in", "dataset": "out"}
        """, files: [name: rows])
}

@Suite struct `The forms of rows` {
    @Test func `statistics know the attributes that the reward model gives`() {
        #expect(AttributesByField.knownNames == Reward.attributes)
    }

    @Test func `ShareGPT's turns become a conversation up to the last question`() async throws {
        let found = try await read(
            """
            {"id": "a1", "conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}, {"from": "human", "value": "Bye"}, {"from": "gpt", "value": "See you"}]}
            {"id": "a2", "conversations": [{"from": "human", "value": "One?"}]}
            {"id": "a3", "conversations": [{"from": "gpt", "value": "Lost"}]}
            {"id": "a4", "conversations": [{"from": "human", "value": "x"}, {"from": "tool", "value": "y"}]}
            {"id": "a5", "conversations": "none"}
            {"id": "a6", "conversations": [{"from": "human", "value": "x"}, {"from": "human", "value": "y"}]}
            {"id": "a7", "conversations": [{"from": "human", "value": " "}]}
            """, as: "sharegpt")
        let (first, second) = (found.accepted[0], found.accepted[1])
        #expect(found.accepted.count == 2)
        #expect(
            first["prompt"] == [
                ["role": "user", "content": "Hi"], ["role": "assistant", "content": "Hello"],
                ["role": "user", "content": "Bye"],
            ])
        #expect(first["response"] == "See you" && first["request"] == "Bye")
        #expect(first["opening"] == "Hi" && first["turns"] == 2 && first["source"] == "sharegpt")
        #expect(first["source_id"] == "a1" && first["unsafe"] == false)
        #expect(first["messages"]?.array?.count == 4)
        #expect(second["prompt"] == "One?" && second["response"] == "")
        #expect(first.keys == second.keys)
        #expect(
            found.rejected.map { $0["reason"] } == [
                "does not begin with the user", "unknown role", "no conversation",
                "turns do not alternate", "empty turn",
            ])
        #expect(found.rejected[1]["detail"] == "turn 2 is by 'tool'")
        #expect(found.rejected[1]["record"]?["conversations"]?.array?.count == 2)
        #expect(found.rejected.allSatisfy { $0["stage"] == "in" })
    }

    @Test func `LMSYS's verdicts say what is unsafe`() async throws {
        let found = try await read(
            """
            {"conversation_id": "c1", "model": "m", "language": "English", "turn": 1, "redacted": true, "conversation": [{"content": "Q", "role": "user"}, {"content": "A", "role": "assistant"}], "openai_moderation": [{"flagged": false, "categories": {"hate": false}}, {"flagged": true, "categories": {"hate": true, "violence": true, "sexual": false}}]}
            {"conversation_id": "c2", "model": "m", "language": "English", "conversation": [{"content": "Q2", "role": "user"}], "openai_moderation": [{"flagged": false, "categories": {"hate": true}}]}
            """, as: "auto")
        #expect(found.accepted[0]["unsafe"] == true)
        #expect(found.accepted[0]["unsafe_categories"] == "hate, violence")
        #expect(found.accepted[0]["redacted"] == true)
        #expect(found.accepted[0]["language"] == "English")
        #expect(found.accepted[0]["response_model"] == "m")
        #expect(found.accepted[0]["source_id"] == "c1")
        #expect(found.accepted[1]["unsafe"] == false && found.accepted[1]["redacted"] == false)
    }

    @Test func `messages may have parts, and columns of a table may spell JSON`() async throws {
        let found = try await read(
            """
            {"source": "mine", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": [{"type": "text", "text": "Hi"}]}, {"role": "assistant", "content": "Yo"}]}
            {"messages": [{"role": "user", "content": [{"type": "image"}]}]}
            """, as: "messages")
        #expect(found.accepted[0]["prompt"]?.array?.map { $0["role"] } == ["system", "user"])
        #expect(found.accepted[0]["request"] == "Hi" && found.accepted[0]["source"] == "mine")
        #expect(found.rejected.map { $0["reason"] } == ["not a text"])
        let table = try await read(
            """
            messages
            "[{""role"": ""user"", ""content"": ""Hi""}]"
            """, as: "auto", name: "rows.csv")
        #expect(table.accepted[0]["prompt"] == "Hi")
    }

    @Test func `Alpaca's input and history join the prompt`() async throws {
        let found = try await read(
            """
            {"instruction": "Add", "input": "1 2", "output": "3"}
            {"instruction": "And now?", "input": "", "output": "5", "system": "Count.", "history": [["Add", "3"]]}
            {"instruction": "", "input": "", "output": "5"}
            """, as: "auto")
        #expect(found.accepted[0]["prompt"] == "Add\n\n1 2" && found.accepted[0]["response"] == "3")
        #expect(
            found.accepted[1]["prompt"]?.array?.map { $0["content"] }
                == ["Count.", "Add", "3", "And now?"])
        #expect(found.rejected.map { $0["detail"] } == ["'instruction' is empty"])
    }

    @Test func `HelpSteer2's labels are numbers, its earlier turns are turns`() async throws {
        let found = try await read(
            """
            prompt,response,helpfulness,correctness,coherence,complexity,verbosity
            Plain,Answer,4,3,4,1,2
            "First
            <extra_id_1>Assistant
            Reply
            <extra_id_1>User
            Second",Answer,4,3,4,1,x
            "First
            <extra_id_1>Assistant
            Reply
            <extra_id_1>User
            Second",Answer,0,3,4,1,2
            """, as: "auto", name: "rows.csv")
        #expect(found.accepted[0]["helpfulness"] == .double(4))
        #expect(
            found.accepted[1]["prompt"]?.array?.map { $0["content"] } == [
                "First", "Reply", "Second",
            ])
        #expect(found.rejected.map { $0["reason"] } == ["no label"])
    }

    @Test func `GSM8K's and MATH's answers are found`() async throws {
        let school = try await read(
            #"""
            {"question": "How many?", "answer": "He has 2*600=<<2*600=1200>>1200.\n#### 1,200"}
            {"question": "How many?", "answer": "Who knows"}
            """#, as: "auto")
        #expect(school.accepted[0]["answer"] == "1200")
        #expect(school.accepted[0]["response"] == "He has 2*600=1200.")
        #expect(school.rejected.map { $0["reason"] } == ["no answer"])
        let contest = try await read(
            #"""
            {"problem": "P", "level": "Level 5", "type": "Algebra", "solution": "\\boxed{1}, no: $\\boxed{\\frac{1}{\\sqrt{2}}}$."}
            {"problem": "P", "level": "Level ?", "type": "Algebra", "solution": "\\boxed{\\{1\\}}"}
            {"problem": "P", "level": "Level 1", "type": "Algebra", "solution": "\\boxed{1"}
            """#, as: "math")
        #expect(contest.accepted.map { $0["answer"] } == ["\\frac{1}{\\sqrt{2}}", "\\{1\\}"])
        #expect(contest.accepted.map { $0["level"] } == [5, 0])
        #expect(contest.accepted[0]["topic"] == ["Algebra"])
        #expect(contest.rejected.map { $0["reason"] } == ["no answer"])
    }

    @Test func `a form that cannot be told is asked for`() throws {
        let stages = { (rows: String) in
            """
            "in": {"type": "read", "format": "auto", "records": [\(rows)]},
            "out": {"type": "write", "input": "in", "dataset": "out"}
            """
        }
        let none = try problems(stages(#"{"question": "a", "answer": "b"}"#))
        #expect(none.map(\.code) == ["read.format"])
        #expect(none[0].message.contains("none of the known forms"))
        let several = try problems(stages(#"{"messages": [], "conversations": []}"#))
        #expect(several.map(\.code) == ["read.format"])
        #expect(several[0].help == "say which: \"sharegpt\", \"messages\"")
    }
}

@Suite struct `What a document reads` {
    private func graph(
        _ stages: String, in folder: TemporaryFolder, overrides: RunOverrides
    ) throws -> Graph {
        let document = try folder.write(
            "d.json", "{\"schemaVersion\": 1, \"stages\": {\n\(stages)\n}}")
        return try Graph(
            PipelineDocument(path: document.path),
            registry: .builtIn(models: LanguageModelRegistry()),
            overrides: overrides)
    }

    private static let stages = """
        "in": {"type": "read", "records": [{"n": 0}]},
        "out": {"type": "write", "input": "in", "dataset": "out"}
        """

    @Test func `may be a list of files and patterns`() async throws {
        let found = try await runSteadily(
            """
            "in": {"type": "read", "dataset": ["b*.jsonl", "a.csv"]},
            "out": {"type": "write", "input": "in", "dataset": "out"}
            """,
            files: ["b2.jsonl": "{\"n\": \"2\"}", "b1.jsonl": "{\"n\": \"1\"}", "a.csv": "n\n3\n"])
        #expect(found.accepted.map { $0["n"] } == ["1", "2", "3"])
    }

    @Test func `is replaced by the command line, and a name that reads nothing is reported`() throws
    {
        let folder = try TemporaryFolder()
        let file = try folder.write("other.jsonl", "{\"other\": 1}")
        let other = try graph(
            Self.stages, in: folder, overrides: RunOverrides(datasets: ["in": [file.path]]))
        let node = try #require(other.nodes.first)
        #expect(node.stage.fields.names == ["other"])
        #expect(node.declaration.values["records"] == nil)
        #expect(
            throws: InvalidDocument.self,
            performing: {
                try graph(
                    Self.stages, in: folder, overrides: RunOverrides(datasets: ["on": [file.path]]))
            })
        let missing = folder.appending(path: "none.jsonl").path
        do {
            _ = try graph(
                Self.stages, in: folder, overrides: RunOverrides(datasets: ["in": [missing]]))
            Issue.record("a missing file was accepted")
        } catch let error as InvalidDocument {
            #expect(error.problems.map(\.code) == ["stage.missingFile"])
        }
    }

    @Test func `in a file that is not there is a problem, a pattern without files too`() throws {
        let found = try problems(
            """
            "in": {"type": "read", "dataset": ["none.jsonl"]},
            "more": {"type": "read", "dataset": "*.nothing"},
            "out": {"type": "write", "input": ["in", "more"], "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["stage.missingFile", "read.unreadable"])
    }
}

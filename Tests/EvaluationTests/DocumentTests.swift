import Dataflow
import Foundation
import JSON
import TestSupport
import Testing

@testable import Evaluation

private let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
private let shipped = package.appending(path: "Pipelines/evaluation")

/// The documents that come with synthgen.
private let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: shipped.path)) ?? [])
    .filter { $0.hasSuffix(".json") && $0 != "schema.json" }.sorted()

@Suite struct `An evaluation document` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("rows.jsonl", "{\"text\": \"a\"}\n")
    }

    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try EvaluationDocument(path: folder.write("task.json", text).path)
            return []
        } catch let error as InvalidDocument {
            return error.problems.map { problem in
                "\(problem.line ?? 0): \(problem.message)"
                    + (problem.help.map { " | \($0)" } ?? "")
            }
        }
    }

    @Test func `is rows, a form and its settings`() throws {
        let document = try EvaluationDocument(
            path: folder.write(
                "task.json",
                """
                // A comment.
                {"schemaVersion": 1, "form": "twoTurns", "dataset": "rows.jsonl", "limit": 3}
                """
            ).path)
        #expect(document.name == "task" && document.limit == 3 && document.seed == 340)
        #expect(document.needs == .judge)
        #expect(document.url.path == folder.appending(path: "rows.jsonl").path)
    }

    @Test func `tells all of its problems, and what may be meant`() throws {
        #expect(
            try problems(
                """
                {"schemaVersion": 1, "form": "math", "dataset": "rows.jsonl",
                 "promt": "x",
                 "sampling": {"temperatur": 1}, "limit": 0}
                """) == [
                    "2: unknown key \"promt\" | did you mean 'prompt'?",
                    "3: unknown key \"temperatur\" | did you mean 'temperature'?",
                    "3: \"limit\" must be a whole number of at least 1, found 0",
                ])
        #expect(
            try problems(#"{"schemaVersion": 1, "form": "maths", "dataset": "rows.jsonl"}"#)
                == ["1: no form of evaluation named \"maths\" | did you mean 'math'?"])
        #expect(
            try problems(
                #"{"schemaVersion": 1, "form": "code", "dataset": "rows.jsonl", "k": [1, 10]}"#)
                == [
                    "1: \"k\" is 10, and there are 1 samples of a row | raise \"samples\", or lower \"k\""
                ])
        #expect(
            try problems(
                #"{"schemaVersion": 1, "form": "math", "dataset": "rows.jsonl", "samples": 4}"#)
                == [
                    "1: \"samples\" is 4, and all of them would be alike | give \"sampling\" a "
                        + "\"temperature\" above 0"
                ])
        #expect(
            try problems(
                #"{"schemaVersion": 1, "form": "math", "dataset": "rows.jsonl", "prompt": "{{ a"}"#
            ).count == 1)
    }

    @Test(arguments: names)
    func `that comes with synthgen is sound, and so are its rows`(name: String) throws {
        let document = try EvaluationDocument(path: shipped.appending(path: name).path)
        #expect(document.description != nil)
        let evaluator = try Evaluator(document)
        #expect(evaluator.count >= 20)
    }

    @Test func `has a schema that is written anew`() throws {
        let written = try JSON(
            parsing: Array(Data(contentsOf: shipped.appending(path: "schema.json"))))
        #expect(written == EvaluationDocument.schema, "make it anew: make schema")
    }
}

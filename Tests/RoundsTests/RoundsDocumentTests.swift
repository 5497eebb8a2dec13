import Dataflow
import Foundation
import JSON
import TestSupport
import Testing
import TrainingData

@testable import Rounds

@Suite struct `A document of rounds` {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("answers.json", "{}")
        try folder.write("exam.json", "{}")
    }

    private func read(_ changes: JSONObject = [:]) throws -> RoundsDocument {
        var object: JSONObject = [
            "schemaVersion": 1, "model": "tiny", "rounds": 2, "seed": 7, "output": "out",
            "adapter": ["rank": 4],
            "data": [
                "answers": [
                    "pipeline": "answers.json", "target": 9,
                    "models": ["generator": "current", "other": "previous", "judge": "x.gguf"],
                ]
            ],
            "steps": [
                [
                    "type": "sft",
                    "mix": [["data": "answers", "rounds": "all"], ["dataset": "mine"]],
                ],
                ["type": "dpo", "data": "answers", "beta": 0.2],
            ],
            "evaluate": ["exam.json"], "accept": ["exam/accuracy": "+2"],
        ]
        for (key, value) in changes.pairs { object[key] = value }
        return try RoundsDocument(
            path: folder.write("rounds.json", JSON.object(object).pretty()).path)
    }

    private func problems(_ changes: JSONObject) throws -> [String] {
        do {
            _ = try read(changes)
            return []
        } catch let error as InvalidDocument {
            return error.problems.map { problem in
                problem.message + (problem.help.map { " | \($0)" } ?? "")
            }
        }
    }

    @Test func `says what each round makes, trains and asks`() throws {
        let document = try read()
        #expect(document.rounds == 2 && document.seed == 7 && document.trainsAdapter)
        let data = try #require(document.data.first)
        #expect(data.name == "answers" && data.target == 9)
        #expect(
            data.models == [
                "generator": .current, "other": .previous, "judge": .source("x.gguf"),
            ])
        #expect(document.steps.map(\.name) == ["1-sft", "2-dpo"])
        #expect(document.evaluations.map(\.lastPathComponent) == ["exam.json"])
        #expect(
            document.gate == [
                GateCondition(
                    evaluation: "exam", figure: "accuracy", change: 2, isRelative: false)
            ])
    }

    @Test func `has trainings on the folders of its data`() throws {
        let document = try read()
        func folders(_ name: String, isOfAll: Bool) -> [String] {
            (isOfAll ? 1...3 : 3...3).map { "/made/\($0)/\(name)" }
        }
        let first = try document.training(
            document.steps[0], model: "tiny+/a", isAdapted: true, seed: 9, folders: folders)
        #expect(first.model == "tiny+/a" && first.seed == 9 && first.adapter?.rank == 4)
        #expect(
            first.steps[0].sources.map(\.url.path).prefix(3) == [
                "/made/1/answers", "/made/2/answers", "/made/3/answers",
            ])
        // A user's own rows lie beside the document.
        #expect(first.steps[0].sources.last?.url.path == folder.appending(path: "mine").path)
        let second = try document.training(
            document.steps[1], model: "tiny", isAdapted: false, seed: 9, folders: folders)
        #expect(second.steps[0].sources.map(\.url.path) == ["/made/3/answers"])
    }

    @Test func `names what is wrong in it`() throws {
        #expect(
            try problems(["steps": [["type": "sft", "data": "answer"]]])
                == ["step 1 (sft): no data named 'answer' | did you mean 'answers'?"])
        #expect(
            try problems(["accept": ["exams": "+2"]])
                == ["\"accept\": no evaluation named 'exams' | did you mean 'exam'?"])
        #expect(
            try problems(["accept": ["exam": "better"]]).first?.hasPrefix(
                "\"accept\": 'better' is no change of 'exam'") == true)
        #expect(try problems(["steps": []]) == ["\"steps\" is empty"])
        #expect(
            try problems(["steps": [["type": "sft", "data": "answers", "epoch": 2]]]).first?
                .contains("epoch") == true)
        #expect(
            try problems(["data": ["../x": ["pipeline": "answers.json"]]]).first?.hasPrefix(
                "'../x' is no name of data") == true)
        #expect(
            try problems(["data": ["a": ["pipeline": "nowhere.json"]]]).first?.contains("nowhere")
                == true)
    }

    @Test func `is shipped without a problem`() throws {
        let shipped = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Pipelines/rounds")
        let names = try FileManager.default.contentsOfDirectory(atPath: shipped.path)
            .filter { $0.hasSuffix(".json") && $0 != "schema.json" }
        #expect(!names.isEmpty)
        for name in names {
            let document = try RoundsDocument(path: shipped.appending(path: name).path)
            #expect(!document.steps.isEmpty && !document.evaluations.isEmpty)
            for data in document.data {
                #expect(FileManager.default.fileExists(atPath: data.pipeline.path))
            }
        }
    }
}

import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import Synchronization
import TestSupport
import Testing

private func grade(
    _ model: any LanguageModel, _ settings: String = "", files: [String: String] = [:]
) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
    try await run(
        #"[{"prompt": "p", "response": "r"}]"#,
        #""grade": {"type": "judge", "input": "in", "model": "m"\#(settings)}"#, last: "grade",
        files: files, models: ["m": model])
}

@Suite struct `A judge stage` {
    @Test func `adds the mean of the grades, weighted by their probabilities`() async throws {
        let model = GradeParrot(text: "4", probabilities: [0, 0, 0.25, 0.5, 0.25])
        let found = try await grade(model)
        let judgement = try #require(found.accepted.first?["judgement"])
        #expect(judgement["score"]?.double == 4)
        #expect(judgement["choice"] == "4")
        #expect(judgement["probabilities"] == [0.0, 0.0, 0.25, 0.5, 0.25])
        #expect(judgement["model"] == "grader")
    }

    @Test func `reads the grade of a model that gives no probabilities`() async throws {
        let found = try await grade(GradeParrot(text: "Grade: 2"), #", "into": "mark""#)
        #expect(found.accepted.first?["mark"]?["score"]?.double == 2)
        #expect(found.accepted.first?["mark"]?["probabilities"] == [])
        let unread = try await grade(GradeParrot(text: "between 2 and 3"))
        #expect(unread.rejected.first?["reason"] == "judge's answer cannot be read")
        #expect(unread.rejected.first?["record"]?["judgement"] == "between 2 and 3")
    }

    @Test func `may have words for grades, and a prompt over any field`() async throws {
        let found = try await grade(
            GradeParrot(text: "fair", probabilities: [0.5, 0.5]),
            #", "choices": {"fair": 0.5, "fine": 1}, "prompt": "ask.jinja""#,
            files: ["ask.jinja": "Is {{ response }} fair or fine?"])
        #expect(found.accepted.first?["judgement"]?["score"]?.double == 0.75)
    }

    @Test func `needs a prompt for a scale of its own, and grades that make sense`() throws {
        func codes(_ settings: String) throws -> [String] {
            try problems(
                """
                "in": {"type": "read", "records": [{"prompt": "p", "response": "r"}]},
                "grade": {"type": "judge", "input": "in", "model": "m"\(settings)},
                "out": {"type": "write", "input": "grade", "dataset": "out"}
                """, models: ["m"]
            ).map(\.code)
        }
        #expect(try codes("").isEmpty)
        #expect(try codes(#", "scale": [1, 5]"#).isEmpty)
        #expect(try codes(#", "scale": [1, 10]"#) == ["judge.noPrompt"])
        #expect(try codes(#", "scale": [5, 1]"#) == ["judge.scale"])
        #expect(try codes(#", "choices": {"only": 1}"#) == ["judge.choices"])
        #expect(try codes(#", "scale": [1, 5], "choices": {"a": 1, "b": 2}"#) == ["judge.scale"])
        #expect(try codes(#", "prompt": "gone.jinja""#) == ["stage.missingFile"])
    }
}

@Suite struct `A demand on a judge` {
    /// Ten pairs whose chosen answers are "good".
    private static let pairs = (0..<10).map { number in
        #"{"prompt": "q\#(number)", "chosen": "good \#(number)", "rejected": "a poor one \#(number)", "section": "\#(number < 5 ? "Easy" : "Hard")"}"#
    }.joined(separator: "\n")

    /// Runs a document with a demand, in a folder that stays.
    private static func runDemanding(
        _ accuracy: String, of judge: RuleJudge, in folder: TemporaryFolder
    ) async throws -> (run: Run, summary: Run.Summary) {
        let run = try prepare(accuracy, of: judge, in: folder)
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        defer { try? journal.close() }
        let writer = try DatasetWriter(folder: folder.appending(path: "out"))
        let remembering = run(JournalMemory(journal))
        let summary = try await remembering.execute(into: DatasetSink(writer))
        try writer.finish()
        return (remembering, summary)
    }

    private static func prepare(
        _ accuracy: String, of judge: RuleJudge, in folder: TemporaryFolder
    ) throws -> (any CallMemory) -> Run {
        try folder.write("pairs.jsonl", pairs)
        let document = try folder.write(
            "test.json",
            #"""
            {"schemaVersion": 1, "models": {"judge": {"source": "x"}}, "stages": {
              "in": {"type": "read", "records": [{"prompt": "p"}]},
              "one": {"type": "map", "input": "in", "set": {"response": "'a good answer'"}},
              "two": {"type": "map", "input": "in", "set": {"response": "'some poor words'"}},
              "pair": {"type": "pair", "input": ["one", "two"], "judge": "model", "judgeModel": "judge",
                "require": {"pairs": "pairs.jsonl", "accuracy": \#(accuracy)}},
              "out": {"type": "write", "input": "pair", "dataset": "out"}}}
            """#)
        let registry = LanguageModelRegistry()
        registry.register(judge, as: "judge")
        let graph = try Graph(
            PipelineDocument(path: document.path), registry: .builtIn(models: registry))
        return { Run(graph, options: .init(seed: 1), memory: $0) }
    }

    @Test func `stops the run before anything is judged, and says what was measured`() async throws
    {
        let folder = try TemporaryFolder()
        let judge = RuleJudge("always the second") { _, _ in "B" }
        let error = await #expect(throws: RunError.self) {
            try await Self.runDemanding("0.9", of: judge, in: folder)
        }
        let lines = "\(error as Any)".split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].contains("stage 'pair': the judge is right in "))
        #expect(lines[0].hasSuffix(" % of 'pairs.jsonl', the document demands 90.0 %"))
        #expect(lines[1].contains("It is a llm_judge, 'rule': Easy "))
        #expect(lines[2].hasPrefix("  help: judge with a better model"))
        #expect(judge.calls.count == 20)
    }

    @Test func `lets a run begin that meets it, and is not paid for again`() async throws {
        let folder = try TemporaryFolder()
        let demand = #"{"Easy": 0.8, "Hard": 1}"#
        let first = try await Self.runDemanding(demand, of: .good, in: folder)
        #expect(first.summary.accepted == 1)
        #expect(first.run.callFigures.reduce(0) { $0 + $1.made } == 22)
        let again = try await Self.runDemanding(demand, of: .good, in: folder)
        #expect(again.summary.accepted == 1)
        #expect(again.run.callFigures.reduce(0) { $0 + $1.made } == 0)
    }

    @Test func `says what it measures and how far it is, until the run begins`() async throws {
        let folder = try TemporaryFolder()
        let running = Mutex<Run?>(nil)
        let seen = Mutex<[RequirementProgress?]>([])
        let judge = RuleJudge("watched") { first, _ in
            let snapshot = running.withLock { $0?.progress.snapshot }
            seen.withLock { $0.append(snapshot?.requirement) }
            return first.contains("good") ? "A" : "B"
        }
        let run = try Self.prepare("0.9", of: judge, in: folder)(MemoryOfCalls())
        running.withLock { $0 = run }
        let writer = try DatasetWriter(folder: folder.appending(path: "out"))
        _ = try await run.execute(into: DatasetSink(writer))
        let found = seen.withLock { $0 }
        let measured = found.prefix(20).compactMap { $0 }
        #expect(measured.count == 20)
        #expect(measured.allSatisfy { $0.work == "measuring judge 'rule' on 10 pairs" })
        #expect(measured.allSatisfy { $0.count == 10 && 0..<10 ~= $0.done })
        // The pair itself is judged when there is nothing to measure any more.
        #expect(found.dropFirst(20).allSatisfy { $0 == nil })
    }

    @Test func `is counted by a dry run among the calls to make`() async throws {
        let folder = try TemporaryFolder()
        let memory = MemoryOfCalls()
        let run = try Self.prepare("0.5", of: .good, in: folder)(memory)
        let rehearsal = try await run.rehearse()
        #expect(rehearsal.stages.first { $0.name == "pair" }?.calls.refused == 22)
    }

    @Test func `must name pairs that can be read, and sections that they have`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: InvalidDocument.self) {
            _ = try Self.prepare(#"{"Esay": 0.8}"#, of: .good, in: folder)
        }
        #expect(error?.problems.map(\.code) == ["require.unknownSection"])
        #expect(error?.problems.first?.help == "did you mean 'Easy'?")
        let found = try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "p", "response": "r"}]},
            "score": {"type": "score", "input": "in", "model": "m",
              "require": {"pairs": "test.json", "accuracy": 0.5}},
            "out": {"type": "write", "input": "score", "dataset": "out"}
            """, models: ["m"])
        #expect(found.map(\.code) == ["require.unreadable"])
    }
}

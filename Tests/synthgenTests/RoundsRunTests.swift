import Foundation
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite(.enabled(if: TinyModel.isAvailable, "no Llama in the fixtures"))
struct `Rounds from their command` {
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        _ = try TinyModel(in: workshop.folder.appending(path: "model"))
        try workshop.write(
            "answers.json",
            """
            {"schemaVersion": 1, "name": "answers", "models": {"generator": {"source": "model"}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "answers": {"type": "generate", "input": "topics", "model": "generator",
                          "into": "response", "truncated": "keep", "samples": 3,
                          "sampling": {"temperature": 1, "maxTokens": 6}},
              "told": {"type": "map", "input": "answers", "set": {"response": "'It is ' ~ response"}},
              "best": {"type": "sample", "input": "told", "count": 1, "by": "response | length"},
              "out": {"type": "write", "input": "best", "dataset": "unused"}}}
            """)
        try workshop.write("texts.jsonl", #"{"text": "A text of a few words."}"# + "\n")
        try workshop.write(
            "texts.json",
            #"{"schemaVersion": 1, "form": "perplexity", "dataset": "texts.jsonl"}"#)
        try write(workshop, learningRate: 1e-3)
        return workshop
    }

    private func write(_ workshop: Workshop, learningRate: Double) throws {
        try workshop.write(
            "rounds.json",
            """
            {"schemaVersion": 1, "name": "tiny", "model": "model", "output": "made", "rounds": 2,
             "adapter": {"rank": 2}, "data": {"answers": {"pipeline": "answers.json"}},
             "steps": [{"type": "sft", "data": "answers", "epochs": 40, "batch": 2},
                       {"type": "sft", "mix": [{"data": "answers", "rounds": "all"}], "batch": 2,
                        "learningRate": \(learningRate)}],
             "evaluate": ["texts.json"], "accept": {"texts": "+1000 %"}}
            """)
    }

    private func arguments(_ output: String) -> [String] {
        ["rounds", "rounds.json", "--output", output, "--no-cache", "--threads", "1"]
    }

    private func weights(_ workshop: Workshop, _ output: String) throws -> [Data] {
        try (1...2).flatMap { round in
            try (1...2).map { step in
                try Data(
                    contentsOf: workshop.folder.appending(
                        path: "\(output)/round-\(round)/\(step)-sft/adapter_model.safetensors"))
            }
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `do nothing twice, and after a change what follows from it`() async throws {
        let workshop = try workshop()
        let first = try await workshop.run(arguments("made"))
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("round 2 1-sft"))
        #expect(first.errors.contains("round 2: accepted"))
        let made = try weights(workshop, "made")
        #expect(Set(made).count == 4, "every step changes the model")

        let again = try await workshop.run(arguments("made"))
        #expect(again.status == 0 && again.output == first.output)
        #expect(again.errors.components(separatedBy: "done before").count == 12)
        #expect(try weights(workshop, "made") == made)

        try write(workshop, learningRate: 2e-3)
        let changed = try await workshop.run(arguments("made"))
        #expect(changed.status == 0, "\(changed.errors)")
        for name in ["base/evaluation", "round-1/data/answers", "round-1/1-sft"] {
            #expect(changed.errors.contains("\(name): done before"))
        }
        #expect(changed.errors.contains("round-1/2-sft: what it follows from has changed"))
        #expect(changed.errors.contains("round-2/data/answers: what it follows from has changed"))
        #expect(try weights(workshop, "made")[0] == made[0])
        #expect(try weights(workshop, "made")[1] != made[1])

        let why = try await workshop.run(
            "why", "made/round-2/data/answers",
            try await firstID(workshop, "made/round-2/data/answers"))
        #expect(why.output.contains("trained by 'tiny, 2-sft'"), "\(why.errors)")
        #expect(why.output.contains("round-1/data/answers (rows "))
        let page = try await workshop.run("report", "made", "--output", "page.html")
        #expect(page.status == 0, "\(page.errors)")
        #expect(try workshop.read("page.html").contains("Evaluations over the stages"))
    }

    private func firstID(_ workshop: Workshop, _ folder: String) async throws -> String {
        let shown = try await workshop.run("show", folder, "--json", "--first", "1")
        let line = shown.output.split(separator: "\n").first.map(String.init) ?? ""
        return try #require(try JSON(parsing: line)["id"]?.string, "\(shown.errors)")
    }

    @Test(.timeLimit(.minutes(5)))
    func `end with the same bytes wherever they were killed`() async throws {
        let workshop = try workshop()
        let whole = try await workshop.run(arguments("whole"))
        #expect(whole.status == 0, "\(whole.errors)")
        var kills = 0
        for part in ["round-1/1-sft.training", "round-1/evaluation", "round-2/data"]
        where try await kill(workshop, "killed", whenThereIs: part) {
            kills += 1
        }
        #expect(kills > 0, "nothing was killed")
        let last = try await workshop.run(arguments("killed"))
        #expect(last.status == 0, "\(last.errors)")
        #expect(try weights(workshop, "killed") == weights(workshop, "whole"))
    }

    /// - Returns: Whether it was still at work.
    private func kill(
        _ workshop: Workshop, _ output: String, whenThereIs part: String
    ) async throws -> Bool {
        let process = Process()
        process.executableURL = Workshop.program
        process.arguments = arguments(output)
        process.currentDirectoryURL = workshop.folder.url
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try Workshop.launch(process)
        let file = workshop.folder.appending(path: "\(output)/\(part)").path
        // On a thread of its own: a test that waits for its turn may be resumed at the end.
        await onOwnThread {
            while process.isRunning, !FileManager.default.fileExists(atPath: file) { usleep(1_000) }
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        return process.terminationReason == .uncaughtSignal
    }
}

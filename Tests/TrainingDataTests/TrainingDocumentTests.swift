import Chat
import Dataflow
import Foundation
import JSON
import TestSupport
import Testing
import Training

@testable import TrainingData

@Suite struct `A training document` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String) throws -> TrainingDocument {
        try TrainingDocument(path: folder.write("training.json", text).path)
    }

    private func problems(_ text: String) throws -> [Problem] {
        do {
            _ = try read(text)
            return []
        } catch let error as InvalidDocument { return error.problems }
    }

    @Test func `is a model and its steps, with the recipe's defaults`() throws {
        let document = try read(
            """
            // A comment.
            {"schemaVersion": 1, "model": "small", "output": "out", "seed": 7,
             "adapter": {"rank": 4},
             "steps": [
              {"type": "sft", "mix": [{"dataset": "a.jsonl"}, {"dataset": ["b", "c"], "share": 0.02}],
               "epochs": 3, "turns": "last"},
              {"type": "dpo", "dataset": "p.jsonl", "loss": "ipo", "beta": 0.2, "rounds": 2},
              {"type": "rpo", "dataset": "p.jsonl", "rewardWeights": {"helpfulness": 1},
               "minChosen": 3},
              {"type": "reward", "dataset": "r.jsonl", "batch": 2, "steps": 5, "clip": 0},
             ]}
            """)
        #expect(document.name == "training" && document.seed == 7 && document.model == "small")
        #expect(document.output?.path == folder.appending(path: "out").path)
        #expect(document.adapter == AdapterSettings(rank: 4, alpha: 8, targets: nil))
        #expect(document.steps.map(\.type) == ["sft", "dpo", "dpo", "rpo", "reward"])
        let sft = document.steps[0]
        #expect(sft.sources.map(\.path) == ["a.jsonl", "b", "c"])
        #expect(sft.sources.map(\.share) == [1, 0.02, 0.02])
        #expect(sft.sources[0].url.path == folder.appending(path: "a.jsonl").path)
        #expect(sft.learningRate == 2e-4 && sft.batchSize == 8 && sft.examples.turns == .last)
        #expect(sft.settings(examples: 17, seed: 7).steps == 9)
        #expect(
            document.steps[1].objective
                == .preference(
                    .ipo(beta: 0.2), SupervisedTerm(weight: 1e-4), weights: .usual, minChosen: nil))
        #expect(
            document.steps[3].objective
                == .preference(
                    .rpo(.backwardKL, beta: 0.1, eta: 1), SupervisedTerm(weight: 1e-5),
                    weights: .given(["helpfulness": 1]), minChosen: 3))
        #expect(document.steps[3].examples.needsRewards)
        let reward = document.steps[4]
        #expect(reward.objective == .attributes && reward.optimizer.maximumNorm == nil)
        #expect(reward.settings(examples: 100, seed: 7).steps == 5)
    }

    @Test func `takes the report's numbers if asked`() throws {
        let document = try read(
            """
            {"schemaVersion": 1, "model": "m", "recipe": "report", "steps": [
             {"type": "sft", "dataset": "a"}, {"type": "dpo", "dataset": "a"},
             {"type": "rpo", "dataset": "a"}]}
            """)
        #expect(document.steps.map(\.batchSize) == [128, 256, 256])
        #expect(document.steps.map(\.learningRate) == [3e-7, 1e-7, 3e-7])
        #expect(document.steps.allSatisfy { $0.schedule == .constant && $0.warmupSteps == 0 })
    }

    @Test func `tells all of its problems with their lines`() throws {
        let found = try problems(
            """
            {
             "schemaVersion": 1,
             "modell": "m",
             "steps": [
              {"type": "sft", "dataset": "a", "bach": 3},
              {"type": "dpoo", "dataset": "a"},
              {"type": "dpo"},
              {"type": "rpo", "dataset": "a", "loss": "kl"},
              {"type": "sft", "dataset": "a", "epochs": 1, "steps": 2}
             ]
            }
            """)
        #expect(found.compactMap(\.line) == [1, 3, 5, 6, 7, 8, 9])
        #expect(
            found.map(\.message) == [
                "\"model\" is missing", "unknown key \"modell\"",
                "step 1 (sft): unknown key \"bach\"",
                "step 2: no type of step named 'dpoo'",
                "step 3 (dpo): needs either \"dataset\" or \"mix\"",
                "step 4 (rpo): \"loss\" must be one of \"bwd_kl\", \"fwd_kl\", \"sq\", found \"kl\"",
                "step 5 (sft): has both \"epochs\" and \"steps\"",
            ])
    }

    @Test func `that comes with synthgen is sound, and so is the schema`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Pipelines/training")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { $0 != "schema.json" }
        #expect(names.count >= 2)
        for name in names {
            let document = try TrainingDocument(path: root.appending(path: name).path)
            #expect(!document.steps.isEmpty && document.description != nil, "\(name)")
        }
        let written = try JSON(
            parsing: Array(Data(contentsOf: root.appending(path: "schema.json"))))
        #expect(written == TrainingDocument.schema, "make it anew: make schema")
    }
}

import Foundation
import JSON
import Models
import TestSupport
import Testing

@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct `Any reward model` {
    /// A workshop with a tiny model, a head for it, one for a wider model, and two classifiers.
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        let folder = workshop.folder
        _ = try TinyModel(in: folder.appending(path: "tiny"))
        _ = try TinyModel(in: folder.appending(path: "classifier"), labels: [""])
        _ = try TinyModel(in: folder.appending(path: "two"), labels: ["safe", "kind"])
        for (name, width) in [("head", TinyModel.width), ("wide", 96)] {
            let head = RewardHead(
                weight: TinyModel.weights(5, width: width), bias: [0, 1, 2, 3, 4])
            try head.write(to: folder.appending(path: "\(name).safetensors").path)
        }
        return workshop
    }

    /// A document that scores the writer's answers with `model`, and pairs them.
    private func document(_ model: String, pair: String = "") -> String {
        """
        {"schemaVersion": 1, "name": "rewards", "seed": 7,
         "models": {"writer": {"source": "writer.model.json"},
                    "judge": {\(model)}},
         "stages": {
          "topics": {"type": "read", "dataset": "topics.jsonl"},
          "answers": {"type": "generate", "input": "topics", "model": "writer",
                      "samples": 3, "into": "response"},
          "scored": {"type": "score", "input": "answers", "model": "judge"},
          "pairs": {"type": "pair", "input": "scored", "margin": 0.0001\(pair)},
          "out": {"type": "write", "input": "pairs", "dataset": "rewards"}}}
        """
    }

    private func score(_ arguments: String...) async throws -> (JSON?, Printed) {
        let workshop = try workshop()
        try workshop.write("answers.jsonl", #"{"prompt": "why", "response": "so"}"# + "\n")
        let printed = try await workshop.run(
            ["score", "--input", "answers.jsonl", "--device", "cpu", "--threads", "1"] + arguments)
        return (try? JSON(parsing: Array(printed.output.utf8)), printed)
    }

    @Test func `scores lines by a head, or by its own classifier`() async throws {
        let (five, printed) = try await score("--model", "tiny", "--head", "head.safetensors")
        #expect(five?.object?.keys == RewardHead.helpSteer, "\(printed)")
        let (one, other) = try await score("--model", "classifier")
        #expect(one?.object?.keys == ["score"], "\(other)")
        let (two, _) = try await score("--model", "two")
        #expect(two?.object?.keys == ["safe", "kind"])
    }

    @Test func `scores by the head that training leaves in its folder`() async throws {
        let workshop = try workshop()
        try workshop.write("answers.jsonl", #"{"prompt": "why", "response": "so"}"# + "\n")
        func scores(_ more: [String]) async throws -> Printed {
            try await workshop.run(
                [
                    "score", "--input", "answers.jsonl", "--device", "cpu", "--threads", "1",
                    "--model", "tiny",
                ] + more)
        }
        let named = try await scores(["--head", "head.safetensors"])
        try FileManager.default.copyItem(
            at: workshop.folder.appending(path: "head.safetensors"),
            to: workshop.folder.appending(path: "tiny/reward_head.safetensors"))
        let found = try await scores([])
        #expect(named.status == 0 && !named.output.isEmpty)
        #expect(found.output == named.output, "\(found)")
    }

    @Test func `that has no head, or another model's, is an error before a line is read`()
        async throws
    {
        let (_, none) = try await score("--model", "tiny")
        #expect(none.status == 1)
        #expect(none.errors.contains("'tiny' has no reward head"), "\(none)")
        let (_, wide) = try await score("--model", "tiny", "--head", "wide.safetensors")
        #expect(wide.status == 1)
        #expect(
            wide.errors.contains("the reward head is for a hidden size of 96, the model's is 64"),
            "\(wide)")
        let (_, gone) = try await score("--model", "tiny", "--head", "gone.safetensors")
        #expect(gone.status == 1 && gone.errors.contains("gone.safetensors"), "\(gone)")
    }

    @Test(arguments: [
        (#""source": "./tiny", "head": "head.safetensors""#, RewardHead.helpSteer),
        (#""source": "./classifier""#, ["score"]),
    ])
    func `makes pairs`(model: String, attributes: [String]) async throws {
        let workshop = try workshop()
        try workshop.write("rewards.json", document(model))
        let run = try await workshop.run(
            "run", "rewards.json", "--no-cache", "--device", "cpu", "--threads", "1")
        #expect(run.status == 0, "\(run)")
        let shown = try await workshop.run("show", "rewards", "--first", "1", "--json")
        #expect(shown.status == 0, "\(shown)")
        let row = try JSON(parsing: Array(shown.output.utf8))
        #expect(row["chosen_attributes"]?.object?.keys == attributes, "\(row.text)")
        #expect((row["margin"]?.double ?? 0) > 0)
        if attributes == ["score"] {
            #expect(row["chosen_reward"] == row["chosen_attributes"]?["score"])
        }
    }

    @Test(arguments: [
        (
            #""source": "./tiny", "head": "wide.safetensors""#, "",
            "hidden size of 96, the model's is 64"
        ),
        (#""source": "./tiny", "head": "gone.safetensors""#, "", "gone.safetensors"),
        (#""source": "./tiny", "head": "writer.model.json""#, "", "writer.model.json"),
        (#""source": "./tiny", "head": 5"#, "", "\"head\" of model 'judge' must be the path"),
        (#""source": "./tiny", "haed": "x""#, "", "did you mean 'head'?"),
        (
            #""source": "./tiny""#, "",
            "'tiny' has no reward head, and stage 'scored' scores with it"
        ),
        (
            #""source": "./two""#, "",
            "stage 'pairs': nothing says what the 2 attributes of 'judge' count"
        ),
        (
            #""source": "./two""#, #", "weights": {"save": 1}"#,
            "stage 'pairs': 'judge' does not rate 'save'"
        ),
        (
            #""source": "./tiny", "head": "head.safetensors""#,
            #", "weights": {"helpfulness": 1, "verbosty": 1}"#, "did you mean 'verbosity'?"
        ),
    ])
    func `that cannot work is found before anything is asked of a model`(
        model: String, pair: String, expected: String
    ) async throws {
        let workshop = try workshop()
        try workshop.write("rewards.json", document(model, pair: pair))
        for command in ["validate", "run"] {
            let printed = try await workshop.run(command, "rewards.json")
            #expect(printed.status == 1, "\(command)")
            #expect(printed.errors.contains(expected), "\(printed.errors)")
            #expect(printed.errors.contains("rewards.json:"), "\(printed.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: workshop.folder.path + "/rewards"))
    }

    @Test func `that is a classifier writes no answers`() async throws {
        let workshop = try workshop()
        let text = document(#""source": "./classifier""#)
            .replacing(#""model": "writer""#, with: #""model": "judge""#)
            .replacing(#""writer": {"source": "writer.model.json"},"#, with: "")
        try workshop.write("rewards.json", text)
        let printed = try await workshop.run("validate", "rewards.json")
        #expect(printed.status == 1)
        #expect(printed.errors.contains("'classifier' is a sequence classifier"))
        #expect(printed.errors.contains("give stage 'answers' a language model"))
    }

    @Test func `is measured on known pairs`() async throws {
        let workshop = try workshop()
        try workshop.write(
            "pairs.jsonl",
            (0..<3).map {
                #"{"prompt": "why \#($0)", "chosen": "so it is", "rejected": "no", "subset": "x"}"#
                    + "\n"
            }.joined())
        for model in [["tiny", "--head", "head.safetensors"], ["classifier"]] {
            let printed = try await workshop.run(
                [
                    "evaluate", "judge", "--pairs", "pairs.jsonl", "--judge", "reward", "--json",
                    "--no-cache", "--device", "cpu", "--threads", "1", "--reward-model",
                ] + model)
            #expect(printed.status == 0, "\(printed)")
            #expect(printed.output.contains("\"\(model[0])\""), "\(printed)")
        }
    }

    @Test func `is described with what it rates`() async throws {
        let workshop = try workshop()
        let printed = try await workshop.run("models", "info", "./two")
        #expect(printed.status == 0, "\(printed)")
        #expect(printed.output.contains("rewards           safe, kind"), "\(printed.output)")
    }
}

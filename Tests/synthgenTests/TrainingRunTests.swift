import Foundation
import JSON
import Models
import TestSupport
import Testing
import Training

@testable import synthgen

@Suite(.enabled(if: TinyModel.isAvailable, "no Llama in the fixtures"))
struct `A training from its command` {
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        _ = try TinyModel(in: workshop.folder.appending(path: "model"))
        let rows = (0..<24).map { index in
            #"{"prompt": "what is \#(index % 12)?", "completion": "it is \#(index) or so."}"# + "\n"
        }
        try workshop.write("rows.jsonl", rows.joined())
        let pairs = (0..<12).map { index in
            #"{"prompt": "what is \#(index)?", "chosen": "good \#(index)", "rejected": "bad"}"#
                + "\n"
        }
        try workshop.write("pairs.jsonl", pairs.joined())
        return workshop
    }

    private func lines(_ workshop: Workshop, _ name: String) throws -> [JSON] {
        try workshop.read(name).split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    private let options = ["--model", "model", "--threads", "1", "--batch", "4"]

    @Test func `leaves a log, a card, samples and a report, and can be replaced`() async throws {
        let workshop = try workshop()
        let arguments =
            ["train", "sft", "--dataset", "rows.jsonl", "--output", "out", "--held-out", "0.2"]
            + options
        let printed = try await workshop.run(arguments)
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(printed.errors.contains("4 examples held out, of 2 prompts"))
        #expect(printed.errors.contains("4 held-out examples, before and after"))
        let log = try lines(workshop, "out/training.jsonl")
        #expect(log.count { $0["loss"] != nil } == 5)
        #expect(
            log.filter { $0["heldout_loss"] != nil }.map { $0["step"]?.integer } == [
                0, 1, 2, 3, 4, 5,
            ])

        let card = try workshop.read("out/README.md")
        #expect(card.hasPrefix("---\nlicense: \"other\"\nlibrary_name: transformers\n"))
        for text in [
            "- \"rows.jsonl\"", "| rows | 24 |", "| held out | 4 examples (a share of 0.2) |",
            "| held out | before | after |", "have another stored value than before",
            "synthgen train sft --dataset rows.jsonl --output out", "whose licence is not known",
        ] {
            #expect(card.contains(text), "\(text)")
        }
        let samples = try JSON(parsing: workshop.read("out/samples.json"))["samples"]?.array ?? []
        #expect(samples.count == 2, "two prompts are held out")
        #expect(samples.allSatisfy { $0["held_out"]?.bool == true && $0["before"]?.string != nil })

        let report = try await workshop.run("report", "out", "--open", "no")
        #expect(report.output == "out/report.html\n", "\(report.errors)")
        #expect(try workshop.read("out/report.html").contains("Training report"))
        let weights = try Data(contentsOf: workshop.folder.appending(path: "out/model.safetensors"))

        // All files are known, so the same command may replace them, and makes the same bytes.
        let again = try await workshop.run(arguments + ["--recompute", "--samples", "0"])
        #expect(again.status == 0, "\(again.errors)")
        #expect(
            try Data(contentsOf: workshop.folder.appending(path: "out/model.safetensors"))
                == weights)
    }

    @Test func `evaluates pairs, and never replaces somebody's card`() async throws {
        let workshop = try workshop()
        let arguments =
            [
                "train", "dpo", "--dataset", "pairs.jsonl", "--output", "out", "--held-out", "0.25",
                "--evaluate-every", "2", "--lora", "--samples", "1",
            ] + options
        var printed = try await workshop.run(arguments)
        #expect(printed.status == 0, "\(printed.errors)")
        let held = try lines(workshop, "out/training.jsonl").filter { $0["heldout_loss"] != nil }
        #expect(held.map { $0["step"]?.integer } == [0, 2, 3])
        #expect(held[0]["heldout_margin"]?.double == 0)
        #expect(held.allSatisfy { $0["heldout_accuracy"]?.double != nil })
        #expect(try workshop.read("out/README.md").contains("library_name: peft"))
        #expect(try workshop.read("out/samples.json").contains("\"before\""))

        try workshop.write("out/README.md", "mine")
        printed = try await workshop.run(arguments)
        #expect(printed.status == 0, "\(printed.errors)")
        #expect(try workshop.read("out/README.md") == "mine")
        #expect(printed.errors.contains("README.md is not this program's"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `stops at a signal with its state saved, and goes on to the same bytes`()
        async throws
    {
        let workshop = try workshop()
        func arguments(_ output: String) -> [String] {
            [
                "train", "sft", "--dataset", "rows.jsonl", "--output", output, "--held-out", "0.1",
                "--epochs", "200", "--samples", "0", "--evaluate-every", "150",
            ] + options
        }
        let whole = try await workshop.run(arguments("whole"))
        #expect(whole.status == 0, "\(whole.errors)")

        let process = Process()
        process.executableURL = Workshop.program
        process.arguments = arguments("part")
        process.currentDirectoryURL = workshop.folder.url
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try Workshop.launch(process)
        let log = workshop.folder.appending(path: "part.training/training-1.jsonl")
        while process.isRunning, TrainingLog.lines(of: log).count < 4 { usleep(2_000) }
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        try #require(process.terminationStatus == 130)
        let report = try await workshop.run("report", "part", "--open", "no")
        #expect(report.output == "part.training/report.html\n", "\(report.errors)")
        let rest = try await workshop.run(arguments("part"))
        #expect(rest.status == 0 && rest.errors.contains("goes on after step"), "\(rest.errors)")
        for name in ["model.safetensors"] {
            #expect(
                try Data(contentsOf: workshop.folder.appending(path: "part/\(name)"))
                    == Data(contentsOf: workshop.folder.appending(path: "whole/\(name)")))
        }
        func shape(_ name: String) throws -> [String] {
            try lines(workshop, "\(name)/training.jsonl").map { line in
                var line = line.object ?? [:]
                line["tokens_per_second"] = nil
                return JSON.object(line).text
            }
        }
        #expect(try shape("part").sorted() == shape("whole").sorted())
    }
}

@Suite(.enabled(if: TinyModel.isAvailable, "no Llama in the fixtures"))
struct `The memory of a training` {
    @Test func `that is not there is told with figures and remedies`() throws {
        let text = TrainingNeedsMemory(
            needed: try memory(), available: 1 << 20, rows: 2_048,
            remedies: [("--recompute", 3 << 20), ("--lora", 2 << 20)]
        ).description
        #expect(text.contains("and 1.0 MiB are available"))
        #expect(text.contains("micro-batches of 2,048 tokens"))
        #expect(text.contains("--recompute (3.0 MiB), --lora (2.0 MiB)"))
    }

    @Test func `is less with adapters and with recomputation`() throws {
        let plain = try memory()
        #expect(try memory(recomputing: true).total < plain.total)
        #expect(try memory(adapter: AdapterSettings()).optimizer < plain.optimizer)
        #expect(try memory(rows: 256).activations < plain.activations)
        // Of a parameter's gradient and moments, 12 bytes, some 6 are left.
        let share = Double(try memory(moments: .eightBit).optimizer) / Double(plain.optimizer)
        #expect(share > 0.5 && share < 0.6)
    }

    private func memory(
        adapter: AdapterSettings? = nil, moments: MomentFormat = .float32, rows: Int = 2_048,
        recomputing: Bool = false
    ) throws -> TrainingMemory {
        let folder = try TemporaryFolder()
        let model = try TinyModel(in: folder.appending(path: "model"))
        return try TrainingMemory(
            Decoder(url: model.url), adapter: adapter, moments: moments, withoutHead: false,
            rows: rows, recomputing: recomputing, tasks: 1)
    }
}

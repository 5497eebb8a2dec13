import Foundation
import JSON
import TestSupport
import Testing

@testable import Diagnostics
@testable import synthgen

@Suite struct `JSON for other programs` {
    /// All keys of a value, with those inside.
    private func keys(_ value: JSON) -> [String] {
        if let object = value.object {
            return object.pairs.flatMap { [$0] + keys($1) }
        }
        return (value.array ?? []).flatMap(keys)
    }

    private func expectSnakeCase(_ printed: Printed, _ command: String) throws {
        #expect(!printed.output.isEmpty, "\(command) printed nothing: \(printed.errors)")
        let whole = try? JSON(parsing: Array(printed.output.utf8))
        let values =
            try whole.map { [$0] }
            ?? printed.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        for key in Set(values.flatMap(keys)) where key.contains(where: \.isUppercase) {
            Issue.record("\(command): \(key)")
        }
    }

    @Test func `has keys in snake_case, whatever the command`() async throws {
        let workshop = try Workshop()
        try workshop.writePairs()
        for command in [
            ["run", "document.json", "--no-cache", "--dry-run"],
            ["estimate", "document.json", "--no-cache", "--sources", "4"],
            ["run", "document.json", "--no-cache"], ["stats", "out"], ["report", "out"],
            ["check", "out"], ["check", "out", "--repair"], ["models", "list"], ["doctor"],
            [
                "evaluate", "judge", "--pairs", "pairs.jsonl", "--judge", "length", "--judge",
                "grade", "--model", "writer.model.json", "--no-cache",
            ],
            ["bench", "dataflow", "--chain", "10", "--stream", "10", "--shards", "1"],
        ] {
            try expectSnakeCase(
                await workshop.run(command + ["--json"]), command.joined(separator: " "))
        }
    }

    @Test func `of a model has keys in snake_case but for the types of tensors`() async throws {
        let model = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/models/gemma2").path
        let printed = try await Workshop().run("models", "info", model, "--json")
        var facts = try #require(try JSON(parsing: Array(printed.output.utf8)).object)
        facts["tensor_types"] = nil
        #expect(facts["options"]?.object?.keys.isEmpty == false)
        #expect(keys(.object(facts)).allSatisfy { !$0.contains(where: \.isUppercase) })
    }

    @Test func `of measurements has keys in snake_case`() {
        let values = [
            InferenceReport.example(gpu: nil).json, InferenceReport.example(gpu: .example).json,
        ]
        #expect(values.flatMap(keys).allSatisfy { !$0.contains(where: \.isUppercase) })
    }
}

@Suite struct `A report of made-up figures` {
    @Test func `of bench inference reads as written, on a CPU and on a GPU`() throws {
        let text =
            InferenceReport.example(gpu: nil).text + "\n\n"
            + InferenceReport.example(gpu: .example).text + "\n"
        try expectSnapshot(
            text.replacing(MachineCeilings.instructionSet, with: "avx512"), "bench-inference.txt")
    }

    @Test func `of bench dataflow reads as written`() throws {
        let figures = [
            BenchFigure(name: "read, map, filter, write", value: 812_345.6, unit: "records/s"),
            BenchFigure(name: "  peak resident memory", value: 42.37, unit: "MB"),
        ]
        try expectSnapshot(
            figures.map(\.line).joined(separator: "\n") + "\n", "bench-dataflow.txt")
    }

    @Test func `of doctor's findings says what is missing and how to get it`() throws {
        let findings = [
            Finding(topic: "CPU", text: "Xeon of some kind; 16 cores; kernels for avx512"),
            Finding(topic: "memory", text: "128.0 GiB, of which 100.0 GiB are available"),
            Finding(
                topic: "sandbox", text: "bwrap is not installed\n  looked in PATH",
                help: "apt-get install bubblewrap"),
            MachineFindings.missing(
                "NVRTC", "libnvrtc.so was not found\n  looked in /usr/lib\n  help: install CUDA"),
        ]
        try expectSnapshot(
            findings.flatMap(\.lines).joined(separator: "\n") + "\n", "doctor-findings.txt")
    }
}

extension InferenceReport {
    /// Two numbers of sequences, one of which had no full step.
    fileprivate static func example(gpu: GPUCeilings?) -> InferenceReport {
        var report = InferenceReport(
            model: "smollm2-135m-instruct", threads: 16, multiplyAddsPerToken: 134_515_008,
            fileBytes: 269_060_552, promptTokens: 128, generated: 64, isGreedy: false, rounds: 3)
        report.prefills = [(tokens: 512, speed: 4_321.4)]
        var one = BatchFigures()
        one.sequences = 1
        one.prefill = 3_000
        one.decode = 81.26
        one.endToEnd = 79.1
        one.firstTokenMean = 0.0412
        one.firstTokenLast = 0.0412
        one.step = 0.0123
        one.layers = 0.0101
        one.head = 0.0016
        one.sampling = 0.0004
        one.scheduling = 0.0001
        one.fullSteps = 63
        one.peakMemoryInBytes = 512 << 20
        var many = one
        many.sequences = 64
        many.fullSteps = 0
        report.batches = [one, many]
        report.gpu = gpu
        report.cacheBytesPerToken = gpu == nil ? 0 : 23_040
        report.difference = (mean: 0.00123, greatest: 0.0456)
        return report
    }
}

extension GPUCeilings {
    fileprivate static var example: GPUCeilings {
        GPUCeilings(
            device: "GPU 0 (NVIDIA H200)", bytesPerSecond: 4.1e12, multiplyAddsPerSecond: 380e12,
            product: "cuBLASLt 13.2.0")
    }
}

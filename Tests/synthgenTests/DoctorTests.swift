import Diagnostics
import Foundation
import Inference
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite struct `Doctor's report` {
    private func trial(_ results: [OperationResult]) -> DeviceTrialReport {
        var outcome = ComparisonOutcome(results)
        outcome.skip("project, beside cuBLASLt", "cuBLASLt is not here, and no run needs it")
        return DeviceTrialReport(
            device: "cuda:1 (NVIDIA H200)", seed: 5, outcome: outcome)
    }

    @Test func `names what is right, what is wrong and what was not tried`() {
        let wrong = trial([
            OperationResult("embed", "llama", worst: 0, tolerance: 0),
            OperationResult("draw, top-k", "vocabulary of 33", worst: 0.5, tolerance: 0),
            OperationResult("draw, top-k", "vocabulary of 3", worst: 0, tolerance: 0),
            OperationResult("project", "qwen2", worst: .nan, tolerance: 1e-4),
            OperationResult("logits", "qwen2", worst: 9.96e-4, tolerance: 1e-3),
        ])
        #expect(
            wrong.text == """
                right  embed                                1 trial, worst 0
                WRONG  draw, top-k                          2 trials, worst 5.0e-1
                         vocabulary of 33: 5.0e-1, at most 0 expected
                WRONG  project                              1 trial, worst not a number
                         qwen2: not a number, at most 1.0e-4 expected
                right  logits                               1 trial, worst 1.0e-3
                not    project, beside cuBLASLt             cuBLASLt is not here, and no run needs it
                cuda:1 (NVIDIA H200): 2 of 5 trials are wrong (seed 5)
                  help: `synthgen doctor --device cuda:1 --seed 5` repeats them; run with another \
                --device until this is mended
                """)
        #expect(!wrong.isRight)
        #expect(wrong.json["skipped"]?.array?.count == 1)
    }

    @Test func `puts speeds beside ceilings and marks what is slow`() {
        let ceilings = DeviceCeilings(
            bytesPerSecond: 3.2e12, multiplyAdds: [.bfloat16: 400e12], product: "cuBLASLt 13.2.0")
        let report = SpeedReport(
            speeds: SpeedComparison(
                [
                    OperationTime(
                        "product, 8 rows", seconds: 64e-6, bytes: 128_000_000,
                        multiplyAdds: 1_000_000, .bfloat16, usualShare: 0.45),
                    OperationTime(
                        "product, 512 rows", seconds: 1e-3, bytes: 128_000_000,
                        multiplyAdds: 80_000_000_000, .bfloat16, usualShare: 0.6),
                ], with: ceilings, hints: ["this is a debug build"]))
        #expect(
            report.text == """
                speed: at most 3200.0 GB/s of memory, T multiply-adds/s: 400 of bfloat16 \
                (cuBLASLt 13.2.0)
                       operation             ms  reached  usual        of
                       product, 8 rows    0.064     63 %   45 %    memory
                SLOW   product, 512 rows  1.000     20 %   60 %  bfloat16
                  hint: this is a debug build
                """)
        let json = report.json
        #expect(json["operations"]?.array?.map { $0["slow"]?.bool } == [false, true])
        #expect(json["multiply_adds_per_second"]?["bfloat16"]?.double == 400e12)
    }

    @Test func `stands whole models one below the other`() throws {
        let folder = try ModelFolder()
        let report = try ModelTrial(device: .cpu, arithmetics: [.native]).run(
            folder.model)
        #expect(report.isRight && report.prompts == "golden.json")
        let lines = ModelTrialReport.text([report]).split(separator: "\n")
        #expect(lines.count == 5)
        #expect(
            lines[2].hasPrefix("right  llama_gqa_untied  float32, cpu  golden   0.00000  0.0000"))
        #expect(lines[3].hasPrefix("right                    native, cpu   float32  0."))
        #expect(lines.dropFirst().allSatisfy { $0.count == lines[1].count })
        let comparisons = report.json["comparisons"]?.array ?? []
        #expect(comparisons.map { $0["reference"]?.string } == ["golden", "float32", "golden"])
    }

    @Test func `takes a folder with an index for all of its models`() async throws {
        let loader = ModelLoader(options: try .standard)
        let folder = try ModelFolder()
        let found = try await TriedModel.all(folder.url.path, resolving: loader.resolve)
        #expect(found.map(\.name) == folder.names && !found.isEmpty)
        let one = try await TriedModel.all(
            folder.url.appending(path: "llama_gqa_untied").path, resolving: loader.resolve)
        #expect(one.map(\.name) == ["llama_gqa_untied"])
        await #expect(throws: (any Error).self) {
            _ = try await TriedModel.all("/nowhere/at/all", resolving: loader.resolve)
        }
    }

    @Test(arguments: [#"[{"name": "../x"}]"#, #"[{"name": 3}]"#, "[]", "{}", "[", "null"])
    func `refuses an index that is none`(text: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("index.json", text)
        let loader = ModelLoader(options: try .standard)
        await #expect(throws: ProgramError.self) {
            _ = try await TriedModel.all(folder.path, resolving: loader.resolve)
        }
    }
}

/// The package's own fixtures of models.
private struct ModelFolder {
    let url: URL
    let names: [String]

    init() throws {
        url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/models")
        let index = try JSON(parsing: Array(Data(contentsOf: url.appending(path: "index.json"))))
        names = (index.array ?? []).compactMap { $0["name"]?.string }
    }

    var model: TriedModel {
        TriedModel(name: "llama_gqa_untied", url: url.appending(path: "llama_gqa_untied"))
    }
}

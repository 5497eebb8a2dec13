import CUDA
import Checkpoints
import Compute
import EmulatedGPU
import Foundation
import JSON
import Models
import TestSupport
import Testing

@testable import Diagnostics

private let llama = ModelFixture.first("LlamaForCausalLM", weights: "f32")

/// The comparison of whole models behind `synthgen doctor --model`.
@Suite(.enabled(if: llama != nil, "no Llama in 32-bit floats in the fixtures"))
struct ModelComparisonTests {
    private static let prompts: [[Int32]] = [[1, 5, 9, 20, 3, 3, 8, 60, 2, 11, 40], [7]]

    private static func fixture() throws -> ModelFixture {
        try #require(llama)
    }

    private static func golden(in folder: URL) throws -> GoldenNumbers? {
        let decoder = try Decoder(url: fixture().url)
        return try GoldenNumbers(
            in: folder, vocabulary: decoder.configuration.vocabularySize)
    }

    /// A folder with reference numbers: the fixture's, whose `golden.json` something is done to,
    /// and other logits where they are given.
    private static func golden(
        _ change: (inout JSONObject) -> Void = { _ in }, logits: ((inout [Float]) -> Void)? = nil
    ) throws -> GoldenNumbers? {
        let fixture = try fixture()
        let folder = try TemporaryFolder()
        var object = try #require(fixture.json("golden.json").object)
        change(&object)
        try folder.write("golden.json", JSON.object(object).encoded())
        let from = try Checkpoint(url: fixture.url.appending(path: "golden.safetensors"))
        var writer = SafetensorsWriter()
        for name in from.names where name.hasSuffix(".logits") {
            let tensor = try from.tensor(name)
            var floats = try tensor.floats()
            logits?(&floats)
            writer.add(name, shape: tensor.shape, floats: floats)
        }
        try writer.write(to: folder.appending(path: "golden.safetensors"))
        return try golden(in: folder.url)
    }

    @Test
    func `a model on the emulated GPU is near both references, in 8-bit floats it has a price`()
        throws
    {
        let fixture = try Self.fixture()
        let golden = try #require(try Self.golden(in: fixture.url))
        let results = try ModelComparison(
            url: fixture.url, device: EmulatedGPU.computeDevice(), threads: 2
        ).run([.native, .fp8, .fp8Tensor], prompts: [], golden: golden)
        #expect(
            results.map(\.arithmetic)
                == [.float32, .native, .native, .fp8, .fp8, .fp8Tensor, .fp8Tensor])
        #expect(
            results.map(\.reference)
                == [.golden, .float32, .golden, .float32, .golden, .float32, .golden])
        let positions = golden.prompts.reduce(0) { $0 + $1.tokens.count }
        for result in results {
            #expect(result.isRight && result.difference.positions == positions)
        }
        let means = results.map(\.difference.mean)
        #expect(means[0] < 1e-5 && means[1] > 1e-4 && means[3] > means[1])
        #expect(abs(means[1] - means[2]) < 1e-4)
        #expect(means[5] > means[1] && means[5] != means[3])
        #expect(results[3].limit == nil && results[5].limit == nil)
    }

    @Test func `without reference numbers the model is compared with itself in 32-bit floats`()
        throws
    {
        let results = try ModelComparison(
            url: Self.fixture().url, device: .cpu, threads: 1
        ).run([.float32, .native], prompts: Self.prompts, golden: nil)
        #expect(results.map(\.reference) == [.float32, .float32])
        // The last positions are computed one by one here and together there: the same bits.
        #expect(results[0].difference.mean == 0 && results[0].difference.sameTokenShare == 1)
        #expect(results.allSatisfy { $0.difference.positions == 12 })
    }

    @Test func `a GPU that computes nothing makes the model wrong`() throws {
        var table = try EmulatedGPU.device().driver.table
        table.cuLaunchKernel = { _, _, _, _, _, _, _, _, _, _, _ in 0 }
        let idle = try CUDADriver(table, path: "idle").device(0)
        let results = try ModelComparison(
            url: Self.fixture().url, device: ComputeDevice(idle, EmulatedGPU.images), threads: 2
        ).run([.native], prompts: Self.prompts, golden: nil)
        #expect(results.map(\.isRight) == [false])
    }

    @Test func `logits that differ from the reference's in one position are seen`() throws {
        let wrong = try #require(try Self.golden(logits: { $0[3] += 50 }))
        let results = try ModelComparison(
            url: Self.fixture().url, device: .cpu, threads: 2
        ).run([.native], prompts: [], golden: wrong)
        let first = try #require(results.first)
        #expect(first.arithmetic == .float32 && first.reference == .golden && !first.isRight)
        #expect(abs(first.difference.worstLogit - 50) < 1e-3)
        // The first position of each prompt.
        #expect(first.difference.sameTokens == first.difference.positions - wrong.prompts.count)
    }

    @Test func `reference numbers of another model are refused, with the place and the problem`()
        throws
    {
        func problem(_ change: (inout JSONObject) -> Void) -> String {
            do { _ = try Self.golden(change) } catch { return "\(error)" }
            return ""
        }
        let (name, tokens) = try Self.fixture().longestPrompt()
        let size = try Self.fixture().number("vocab_size")
        #expect(
            problem { $0["prompts"] = [:] }
                .contains(
                    "golden.json: the reference numbers cannot be used: expected \"prompts\""))
        #expect(
            problem { $0["prompts"] = ["p5": [1, .integer(size)]] }
                .contains("prompt 'p5' is no list of token ids below \(size)"))
        #expect(problem { $0["prompts"] = ["p5": "abc"] }.contains("prompt 'p5' is no list"))
        #expect(
            problem { $0["prompts"] = [name: [1, 2]] }
                .contains(
                    "'\(name).logits' in golden.safetensors is [\(tokens.count), \(size)], "
                        + "expected [2, \(size)]"))
        #expect(
            problem { $0["prompts"] = ["other": [1, 2]] }
                .contains("no tensor named 'other.logits'"))
        let empty = try TemporaryFolder()
        #expect(try Self.golden(in: empty.url) == nil)
    }

    @Test func `differences are of log-probabilities, and what is no number is infinite`() {
        var difference = LogProbabilityDifference()
        // Another constant on all logits is no difference; ruled out on both sides is none.
        difference.add(
            found: [1, 2, -.infinity], expected: [4, 5, -.infinity], vocabulary: 3)
        #expect(difference.worst < 1e-9 && difference.worstLogit == 3)
        difference.add(found: [0, 1], expected: [1, 0], vocabulary: 2)
        #expect(difference.sameTokenShare == 0.5 && abs(difference.worst - 1) < 1e-6)
        #expect(abs(difference.mean - 2.0 / 5) < 1e-6)
        #expect(difference.ownMean == nil)
        difference.add(
            found: [0, 1, 9, 9], expected: [1, 0, 9, 9], vocabulary: 2, following: [1])
        #expect(abs((difference.ownMean ?? 0) - 1) < 1e-6)
        difference.add(found: [.nan, 1], expected: [1, 0], vocabulary: 2)
        #expect(difference.mean == .infinity)
        var short = LogProbabilityDifference()
        short.add(found: [], expected: [1, 0], vocabulary: 2)
        #expect(short.mean == .infinity && LogProbabilityDifference().mean == .infinity)
    }
}

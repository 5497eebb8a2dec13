import Foundation
import JSON
import Models
import Tensors
import TestSupport
import Testing

/// Float32 noise is 1e-5 on logits up to 10; mistakes move them by 1e-2 and more.
private let tolerance: Float = 2e-4

@Suite struct GoldenModelTests {
    @Test(arguments: ModelFixture.all, ["config.json", "config.v4.json"])
    func `a checkpoint in Hugging Face's layout gives the reference's logits and tokens`(
        model: ModelFixture,
        configuration: String
    ) throws {
        guard model.has(configuration) else { return }
        let decoder = try Decoder(
            Checkpoint(url: model.url),
            config: model.json(configuration),
            arithmetic: .float32
        )
        let golden = try model.json("golden.json")
        let reference = try Checkpoint(url: model.url.appending(path: "golden.safetensors"))
        for (name, ids) in try #require(golden["prompts"]?.object).pairs {
            let prompt = tokens(ids)
            let (greedy, logits) = try SingleSequence(decoder).greedy(prompt, count: 24)
            #expect(greedy == tokens(golden["golden"]?[name]?["greedy24"]))
            let expected = try reference.tensor("\(name).logits").floats()
            #expect(worstDifference(logits.joined().map { $0 }, expected) < tolerance)
            let hidden = try SingleSequence(decoder, step: 7).run(prompt).hidden
            let last = try reference.tensor("\(name).final_hidden_last").floats()
            #expect(worstDifference(hidden[hidden.count - 1], last) < tolerance)
        }
    }

    @Test(arguments: ModelFixture.all, Arithmetic.allCases)
    func `a row has the same bits however the prompt is cut and however many threads there are`(
        model: ModelFixture,
        arithmetic: Arithmetic
    ) throws {
        let decoder = try Decoder(url: model.url, arithmetic: arithmetic)
        let prompts = try #require(model.json("golden.json")["prompts"]?.object).pairs
        let prompt = tokens(
            prompts.map(\.1).max { ($0.array ?? []).count < ($1.array ?? []).count })
        let whole = try SingleSequence(decoder, step: 256, threads: 1).run(prompt)
        for (step, threads) in [(1, 2), (7, 1), (33, 3)] {
            let cut = try SingleSequence(decoder, step: step, threads: threads).run(prompt)
            #expect(bits(cut.logits) == bits(whole.logits))
            #expect(bits(cut.hidden) == bits(whole.hidden))
        }
    }

    /// A GGUF file and what is expected of it.
    struct GGUFCase: Sendable, CustomStringConvertible {
        let url: URL
        let golden: JSON
        var description: String { url.lastPathComponent }
    }

    static let gguf = Fixtures.roots.flatMap { root in
        ["gguf_models", "gguf_kquant_models"].flatMap { name -> [GGUFCase] in
            let folder = root.appending(path: name)
            let list = try? Data(contentsOf: folder.appending(path: "golden.json"))
            let cases = list.flatMap { try? JSON(parsing: Array($0)).array } ?? []
            return cases.compactMap { golden in
                let url = folder.appending(path: golden["file"]?.string ?? "")
                let isHere = FileManager.default.fileExists(atPath: url.path)
                return isHere ? GGUFCase(url: url, golden: golden) : nil
            }
        }
    }

    @Test(arguments: gguf)
    func `a GGUF file gives the reference's logits and tokens`(file: GGUFCase) throws {
        let decoder = try Decoder(url: file.url, arithmetic: .float32)
        let reference = try Checkpoint(
            url: URL(filePath: String(file.url.path.dropLast(4)) + "golden.safetensors")
        )
        let prompt = tokens(file.golden["ids"])
        let (greedy, logits) = try SingleSequence(decoder).greedy(prompt, count: 24)
        #expect(greedy == tokens(file.golden["greedy24"]))
        let expected = try reference.tensor("logits").floats()
        #expect(worstDifference(logits.joined().map { $0 }, expected) < tolerance)
    }
}

/// The floats as integers, so that they compare by their bits.
func bits(_ rows: [[Float]]) -> [[UInt32]] { rows.map { $0.map(\.bitPattern) } }

/// The integers of a JSON array.
func tokens(_ value: JSON?) -> [Int32] {
    (value?.array ?? []).compactMap(\.integer).map(Int32.init)
}

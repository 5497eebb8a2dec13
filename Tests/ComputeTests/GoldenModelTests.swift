import Checkpoints
import Foundation
import JSON
import Models
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

    @Test(arguments: ModelFixture.all, [Arithmetic.native, .float32])
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

    @Test(arguments: gguf)
    func `in integers and fp16 a GGUF file is near the reference, with the same bits however cut`(
        file: GGUFCase
    ) throws {
        let decoder = try Decoder(url: file.url, arithmetic: .native)
        let reference = try Checkpoint(
            url: URL(filePath: String(file.url.path.dropLast(4)) + "golden.safetensors")
        )
        let prompt = tokens(file.golden["ids"])
        let whole = try SingleSequence(decoder).run(prompt)
        let cut = try SingleSequence(decoder, step: 7, threads: 3).run(prompt)
        #expect(bits(cut.logits) == bits(whole.logits))
        let expected = try reference.tensor("logits").floats()
        // Random weights have outliers that 8 bits round coarsely: a router may choose another
        // expert.
        let differences = zip(whole.logits.joined(), expected).map { abs($0 - $1) }.sorted()
        #expect(differences[differences.count / 2] < 0.1)
    }
}

/// What files of other writers may look like.
@Suite struct TensorLayoutTests {
    private static let mixtral = ModelFixture.first("MixtralForCausalLM")

    @Test(.enabled(if: mixtral != nil, "no Mixtral in the fixtures"))
    func `experts in one tensor and experts by themselves are the same model`() throws {
        let fixture = try #require(Self.mixtral)
        let experts = try fixture.number("num_local_experts")
        let checkpoint = try Checkpoint(url: fixture.url)
        var writer = SafetensorsWriter()
        for name in checkpoint.names where !name.contains(".experts.") {
            let tensor = try checkpoint.tensor(name)
            let renamed = name.replacing("block_sparse_moe", with: "mlp")
            writer.add(renamed, shape: tensor.shape, floats: try tensor.floats())
        }
        for layer in 0..<(try fixture.number("num_hidden_layers")) {
            func all(_ kinds: [String]) throws -> (floats: [Float], shape: [Int]) {
                let prefix = "model.layers.\(layer).block_sparse_moe.experts."
                let pieces = try (0..<experts).flatMap { expert in
                    try kinds.map { try checkpoint.tensor("\(prefix)\(expert).\($0).weight") }
                }
                let rows = pieces[0].shape[0] * kinds.count
                return (
                    try pieces.flatMap { try $0.floats() }, [experts, rows, pieces[0].shape[1]]
                )
            }
            let (expand, contract) = (try all(["w1", "w3"]), try all(["w2"]))
            let prefix = "model.layers.\(layer).mlp.experts."
            writer.add("\(prefix)gate_up_proj", shape: expand.shape, floats: expand.floats)
            writer.add("\(prefix)down_proj", shape: contract.shape, floats: contract.floats)
        }
        let folder = try TemporaryFolder()
        let file = folder.appending(path: "t.safetensors")
        try writer.write(to: file)

        let config = try fixture.json("config.json")
        let stacked = try Decoder(
            Checkpoint(url: file), config: config, arithmetic: .float32)
        let single = try Decoder(checkpoint, config: config, arithmetic: .float32)
        let prompt = (0..<40).map { Int32($0 * 11 % 96) }
        let found = try SingleSequence(stacked).run(prompt).logits
        #expect(bits(found) == bits(try SingleSequence(single).run(prompt).logits))
    }
}

/// The floats as integers, so that they compare by their bits.
func bits(_ rows: [[Float]]) -> [[UInt32]] { rows.map { $0.map(\.bitPattern) } }

/// The integers of a JSON array.
func tokens(_ value: JSON?) -> [Int32] {
    (value?.array ?? []).compactMap(\.integer).map(Int32.init)
}

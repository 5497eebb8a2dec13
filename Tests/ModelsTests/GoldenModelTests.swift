import Foundation
import JSON
import Models
import Tensors
import TestSupport
import Testing

/// Float32 noise is 1e-5 on logits up to 10; mistakes move them by 1e-2 and more.
private let tolerance: Float = 2e-4

@Suite struct GoldenModelTests {
    static let huggingFace = Fixtures.folders(in: "models").filter { folder in
        let supported = ["llama", "qwen2", "nemotron"]
        let type = try? Fixtures.json("models/\(folder)/config.json")["model_type"]?.string
        return supported.contains(type ?? "")
    }

    @Test(arguments: huggingFace, ["config.json", "config.v4.json"])
    func `a checkpoint in Hugging Face's layout gives the reference's logits and tokens`(
        folder: String,
        configuration: String
    ) throws {
        let path = "models/\(folder)"
        guard Fixtures.has("\(path)/\(configuration)") else { return }
        let decoder = try Decoder(
            Checkpoint(url: Fixtures.url(path)),
            config: Fixtures.json("\(path)/\(configuration)"),
            arithmetic: .float32
        )
        let golden = try Fixtures.json("\(path)/golden.json")
        let reference = try Checkpoint(url: Fixtures.url("\(path)/golden.safetensors"))
        for (name, ids) in try #require(golden["prompts"]?.object).pairs {
            let prompt = tokens(ids)
            let sequence = try SingleSequence(decoder)
            let (greedy, logits) = sequence.greedy(prompt, count: 24)
            #expect(greedy == tokens(golden["golden"]?[name]?["greedy24"]))
            let expected = try reference.tensor("\(name).logits").floats()
            #expect(worstDifference(logits.joined().map { $0 }, expected) < tolerance)
            let hidden = try SingleSequence(decoder, step: 7).run(prompt).hidden
            let last = try reference.tensor("\(name).final_hidden_last").floats()
            #expect(worstDifference(hidden[hidden.count - 1], last) < tolerance)
        }
    }

    static let gguf = ["gguf_models", "gguf_kquant_models"].flatMap { folder in
        let cases = try? Fixtures.json("\(folder)/golden.json").array
        return (cases ?? []).compactMap { $0["file"]?.string }.map { "\(folder)/\($0)" }
    }

    @Test(arguments: gguf)
    func `a GGUF file gives the reference's logits and tokens`(path: String) throws {
        guard Fixtures.has(path) else { return }
        let folder = String(path.prefix { $0 != "/" })
        let cases = try Fixtures.json("\(folder)/golden.json").array ?? []
        let golden = try #require(cases.first { path.hasSuffix("/" + ($0["file"]?.string ?? "")) })
        let decoder = try Decoder(url: Fixtures.url(path), arithmetic: .float32)
        let reference = try Checkpoint(
            url: Fixtures.url(String(path.dropLast(4)) + "golden.safetensors")
        )
        let (greedy, logits) = try SingleSequence(decoder).greedy(tokens(golden["ids"]), count: 24)
        #expect(greedy == tokens(golden["greedy24"]))
        let expected = try reference.tensor("logits").floats()
        #expect(worstDifference(logits.joined().map { $0 }, expected) < tolerance)
    }
}

/// The integers of a JSON array.
func tokens(_ value: JSON?) -> [Int32] {
    (value?.array ?? []).compactMap(\.integer).map(Int32.init)
}

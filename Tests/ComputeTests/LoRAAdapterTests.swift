import Checkpoints
import Compute
import Foundation
import JSON
import Models
import TestSupport
import Testing

/// Adapters of `losses/*`, which PEFT made, and those that are written here.
@Suite struct LoRAAdapterTests {
    private static let names = Fixtures.folders(in: "losses").filter {
        Fixtures.has("losses/\($0)/lora_adapter/adapter_config.json")
    }

    private static func url(_ name: String, _ path: String) -> URL {
        Fixtures.url("losses/\(name)/\(path)")
    }

    private func logits(_ decoder: Decoder, _ prompt: [Int32], step: Int = 64) throws -> [Float] {
        try SingleSequence(decoder, step: step).run(prompt).logits.flatMap { $0 }
    }

    /// The second sequence of the SFT examples, and PEFT's logits of it.
    private func golden(_ name: String) throws -> (prompt: [Int32], logits: [Float]) {
        let sequences = try Fixtures.json("losses/\(name)/losses.json")["sft"]?["sequences"]?.array
        let file = try SafetensorsFile(url: Self.url(name, "lora_golden.safetensors"))
        return (
            tokens(try #require(sequences)[1]),
            try #require(file.tensors["logits_seq1"]).floats()
        )
    }

    @Test(arguments: names, [AdapterForm.beside, .merged])
    func `an adapter gives PEFT's logits`(name: String, form: AdapterForm) throws {
        let (prompt, expected) = try golden(name)
        let base = Self.url(name, "model")
        let decoder = try Decoder(
            url: base, adapter: Self.url(name, "lora_adapter"), form: form, arithmetic: .float32)
        let found = try logits(decoder, prompt)
        // Merged matrices are rounded to bf16.
        #expect(worstDifference(found, expected) < (form == .beside ? 2e-4 : 0.2))
        let plain = try Decoder(url: base, arithmetic: .float32)
        #expect(worstDifference(try logits(plain, prompt), expected) > 0.01)
        #expect(decoder.fingerprint != plain.fingerprint)
        // Whatever the prompt's cuts.
        #expect(try logits(decoder, prompt, step: 7) == found)
    }

    @Test(arguments: names)
    func `a merged model gives PEFT's logits`(name: String) throws {
        let folder = try TemporaryFolder()
        let (prompt, expected) = try golden(name)
        let base = try Decoder(url: Self.url(name, "model"))
        let adapter = try LoRAAdapter(folder: Self.url(name, "lora_adapter"))
        let url = folder.appending(path: "merged")
        try ModelFolder(base, tensors: adapter.merged(into: base.tensors()), as: .f32)
            .write(to: url)
        let merged = try Decoder(url: url, arithmetic: .float32)
        #expect(worstDifference(try logits(merged, prompt), expected) < 2e-4)
    }

    @Test(arguments: names)
    func `an adapter written anew is the same`(name: String) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "adapter")
        let adapter = try LoRAAdapter(folder: Self.url(name, "lora_adapter"))
        try adapter.write(to: url)
        let read = try LoRAAdapter(folder: url)
        #expect(read.names == adapter.names)
        for name in adapter.names {
            #expect(read.modules[name]?.a == adapter.modules[name]?.a)
            #expect(read.modules[name]?.b == adapter.modules[name]?.b)
            #expect(read.modules[name]?.alpha == adapter.modules[name]?.alpha)
        }
        let config = try JSON(
            parsing: Array(Data(contentsOf: url.appending(path: "adapter_config.json"))))
        let own = try Fixtures.json("losses/\(name)/lora_adapter/adapter_config.json")
        for key in ["r", "lora_alpha", "peft_type", "bias", "task_type", "use_rslora"] {
            #expect(config[key] == own[key], "\(key)")
        }
        let targets = own["target_modules"]?.array?.compactMap(\.string) ?? []
        #expect(config["target_modules"]?.array?.compactMap(\.string) == targets.sorted())
    }

    /// A change of this rank for each matrix of a decoder, the same every time.
    private func adapter(for decoder: Decoder, rank: Int, only suffixes: [String]? = nil) throws
        -> LoRAAdapter
    {
        var modules: [String: LoRAAdapter.Module] = [:]
        for tensor in try decoder.tensors() where tensor.shape.count == 2 && !tensor.isBias {
            guard case .layer = tensor.role else { continue }
            let name = tensor.moduleName
            guard suffixes?.contains(where: name.hasSuffix) ?? true else { continue }
            func numbers(_ count: Int, _ seed: Int) -> [Float] {
                (0..<count).map { Float(($0 * 37 + seed * 11) % 101 - 50) / 500 }
            }
            modules[name] = LoRAAdapter.Module(
                a: numbers(rank * tensor.shape[1], name.utf8.count),
                b: numbers(tensor.shape[0] * rank, 7), rank: rank, alpha: Double(2 * rank))
        }
        return LoRAAdapter(modules: modules, usesRootOfRank: rank == 3)
    }

    @Test(arguments: GoldenModelTests.gguf, [3, 16])
    func `beside a GGUF file's matrices an adapter computes as merged`(
        file: GoldenModelTests.GGUFCase, rank: Int
    ) throws {
        let folder = try TemporaryFolder()
        let base = try Decoder(url: file.url, arithmetic: .float32)
        let adapter = try adapter(for: base, rank: rank)
        let (url, merged) = (folder.appending(path: "a"), folder.appending(path: "merged"))
        try adapter.write(to: url)
        try ModelFolder(base, tensors: adapter.merged(into: base.tensors()), as: .f32)
            .write(to: merged)
        let prompt = tokens(file.golden["ids"])
        let expected = try logits(Decoder(url: merged, arithmetic: .float32), prompt)
        let beside = try Decoder(
            url: file.url, adapter: url, form: .beside, arithmetic: .float32)
        // Experts' matrices are merged and rounded to bf16 in any case.
        let tolerance: Float = base.configuration.experts == nil ? 5e-4 : 0.2
        #expect(worstDifference(try logits(beside, prompt), expected) < tolerance)
        #expect(worstDifference(try logits(base, prompt), expected) > 0.01)
    }

    private func error(_ change: (inout JSONObject) -> Void) throws -> String {
        let name = try #require(Self.names.first)
        let folder = try TemporaryFolder()
        let source = Self.url(name, "lora_adapter")
        try FileManager.default.copyItem(
            at: source.appending(path: "adapter_model.safetensors"),
            to: folder.appending(path: "adapter_model.safetensors"))
        let json = try Fixtures.json("losses/\(name)/lora_adapter/adapter_config.json")
        var config = try #require(json.object)
        change(&config)
        try folder.write("adapter_config.json", JSON.object(config).encoded())
        do {
            _ = try Decoder(url: Self.url(name, "model"), adapter: folder.url, form: .beside)
        } catch {
            return "\(error)".replacing(folder.path, with: "FOLDER")
        }
        return "no error"
    }

    @Test(.enabled(if: !names.isEmpty, "no adapters in the fixtures"))
    func `what is not supported is named`() throws {
        #expect(try error { _ in } == "no error")
        #expect(try error { $0["target_modules"] = "all-linear" } == "no error")
        #expect(try error { $0["target_modules"] = ".*_proj" } == "no error")
        for (key, value) in [
            ("use_dora", JSON.bool(true)), ("modules_to_save", ["lm_head"]),
            ("bias", "lora_only"), ("peft_type", "IA3"), ("init_lora_weights", "pissa_niter_4"),
            ("layer_replication", [[0, 1]]),
        ] {
            let text = try error { $0[key] = value }
            #expect(text.contains("\"\(key)\" is \(value.text), which is not supported"), "\(text)")
        }
        let text = try error { $0["target_modules"] = ["q_proj"] }
        #expect(text.contains("\"target_modules\" does not name 'model.layers.0.mlp.down_proj'"))
    }

    @Test(.enabled(if: !names.isEmpty, "no adapters in the fixtures"))
    func `an adapter of another model is refused`() throws {
        let name = try #require(Self.names.first)
        let model = try #require(ModelFixture.first("LlamaForCausalLM"))
        let adapter = Self.url(name, "lora_adapter")
        let text: String
        do {
            _ = try Decoder(url: model.url, adapter: adapter, form: .beside)
            text = "no error"
        } catch { text = "\(error)" }
        #expect(text.contains("use the adapter with the model that it was trained on"), "\(text)")
    }

    @Test func `alphas of patterns are those of the modules`() throws {
        let folder = try TemporaryFolder()
        var modules: [String: LoRAAdapter.Module] = [:]
        for layer in 0..<3 {
            for kind in ["q_proj", "v_proj"] {
                modules["model.layers.\(layer).self_attn.\(kind)"] = LoRAAdapter.Module(
                    a: [Float](repeating: 1, count: layer == 1 ? 8 : 4),
                    b: [Float](repeating: 1, count: layer == 1 ? 4 : 2),
                    rank: layer == 1 ? 2 : 1, alpha: kind == "q_proj" && layer == 2 ? 5 : 4)
            }
        }
        let adapter = LoRAAdapter(modules: modules)
        let url = folder.appending(path: "adapter")
        try adapter.write(to: url)
        let read = try LoRAAdapter(folder: url)
        for name in adapter.names {
            #expect(read.modules[name]?.alpha == adapter.modules[name]?.alpha)
            #expect(read.modules[name]?.rank == adapter.modules[name]?.rank)
        }
    }
}

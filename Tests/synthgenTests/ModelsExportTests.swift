import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

@Suite(.enabled(if: TinyModel.isAvailable, "no Llama in the fixtures"))
struct `The models export and merge commands` {
    /// An adapter of one matrix of ``TinyModel``.
    private func writeAdapter(to url: URL, for model: URL) throws {
        let tensor = try #require(
            Decoder(url: model).tensors().first {
                $0.name.hasSuffix("layers.0.mlp.down_proj.weight")
            })
        let module = LoRAAdapter.Module(
            a: [Float](repeating: 0.1, count: 2 * tensor.shape[1]),
            b: (0..<2 * tensor.shape[0]).map { Float($0 % 7) / 10 }, rank: 2, alpha: 4)
        try LoRAAdapter(modules: [tensor.moduleName: module]).write(to: url)
    }

    @Test func `a folder, a GGUF file and a merged model answer alike`() async throws {
        let workshop = try Workshop()
        let model = try TinyModel(in: workshop.folder.appending(path: "model"))
        try writeAdapter(to: workshop.folder.appending(path: "adapter"), for: model.url)
        func answer(_ model: String) async throws -> JSON {
            let printed = try await workshop.run([
                "complete", "--model", model, "--prompt", "abc", "--greedy", "--json",
                "--max-tokens", "6", "--ignore-eos", "--device", "cpu",
            ])
            #expect(printed.errors == "", "\(model)")
            return try JSON(parsing: Array(printed.output.utf8))
        }
        for arguments in [
            ["models", "export", "model", "--folder", "copy", "--type", "f32"],
            ["models", "export", "copy", "--folder", "copy", "--type", "f32"],
            ["models", "merge", "model", "adapter", "--output", "merged", "--type", "f32"],
            ["models", "export", "model+adapter", "--folder", "other", "--type", "f32"],
        ] {
            let printed = try await workshop.run(arguments)
            #expect(printed.status == 0, "\(printed.errors)")
        }
        let plain = try await answer("model")
        #expect(try await answer("copy") == plain)
        let adapted = try await answer("model+adapter")
        for name in ["merged", "other"] {
            let merged = try await answer(name)
            #expect(merged["ids"] == adapted["ids"])
            let pairs = zip(
                merged["logprobs"]?.array ?? [], adapted["logprobs"]?.array ?? [])
            #expect(pairs.allSatisfy { abs(($0.double ?? 0) - ($1.double ?? 9)) < 0.01 })
        }
        #expect(adapted["logprobs"] != plain["logprobs"])
        let files = try ["merged", "other"].map {
            try Data(contentsOf: workshop.folder.appending(path: "\($0)/model.safetensors"))
        }
        #expect(files[0] == files[1])
    }

    @Test func `a folder of somebody else's is not replaced`() async throws {
        let workshop = try Workshop()
        _ = try TinyModel(in: workshop.folder.appending(path: "model"))
        try workshop.write("mine/thesis.txt", "ten years of work")
        let printed = try await workshop.run(["models", "export", "model", "--folder", "mine"])
        #expect(printed.status != 0)
        #expect(printed.errors.contains("not all that is in it was written by synthgen"))
        #expect(printed.errors.contains("'thesis.txt'"))
    }

    @Test func `a tokenizer that GGUF cannot hold is named`() async throws {
        let workshop = try Workshop()
        _ = try TinyModel(in: workshop.folder.appending(path: "model"))
        let printed = try await workshop.run(["models", "export", "model", "--gguf", "m.gguf"])
        #expect(printed.status != 0)
        #expect(printed.errors.contains("byte-level BPE"))
    }
}

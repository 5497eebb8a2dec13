import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

/// Sums in another order, by the kernel for another type of weights, differ by up to 2e-5.
private let tolerance: Float = 4e-5

/// Models that were written in another layout compute the same.
@Suite struct WrittenModelTests {
    private func logits(_ url: URL, _ prompt: [Int32]) throws -> [Float] {
        let decoder = try Decoder(url: url, arithmetic: .float32)
        return try SingleSequence(decoder).run(prompt).logits.flatMap { $0 }
    }

    private func prompt(_ model: ModelFixture) throws -> [Int32] {
        try model.longestPrompt().tokens
    }

    @Test(arguments: GoldenModelTests.gguf)
    func `a GGUF file as a folder gives the same logits`(file: GoldenModelTests.GGUFCase) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "model")
        let decoder = try Decoder(url: file.url, arithmetic: .float32)
        try ModelFolder(decoder, as: .f32).write(to: url)
        let prompt = tokens(file.golden["ids"])
        let difference = try worstDifference(logits(url, prompt), logits(file.url, prompt))
        #expect(difference < tolerance)
        let read = try ModelReport(Checkpoint(url: url))
        #expect(read.problems.isEmpty)
    }

    @Test(arguments: ModelFixture.all)
    func `a folder written anew gives the same logits`(model: ModelFixture) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "model")
        try ModelFolder(try Decoder(url: model.url), as: .f32).write(to: url)
        let prompt = try prompt(model)
        #expect(try logits(url, prompt) == logits(model.url, prompt))
        // A folder of ours is replaced; one with somebody else's file is not.
        try ModelFolder(try Decoder(url: model.url), as: .bf16).write(to: url)
        #expect(try Checkpoint(url: url).tensors.values.allSatisfy { $0.type == .bf16 })
        try folder.write("model/notes.txt", "mine")
        let error = #expect(throws: ModelError.self) {
            try ModelFolder(try Decoder(url: model.url), as: .f32).write(to: url)
        }
        #expect(error == .folderTaken(path: url.path, found: ["notes.txt"]))
    }

    @Test(arguments: ModelFixture.all)
    func `a configuration made anew reads as the one it was made of`(model: ModelFixture) throws {
        let decoder = try Decoder(url: model.url)
        let config = try decoder.configuration.huggingFace(path: "model")
        let read = try ModelConfiguration(huggingFace: .object(config), path: "model")
        #expect(read == decoder.configuration)
    }

    @Test(arguments: ModelFixture.all)
    func `a folder as a GGUF file gives the same logits`(model: ModelFixture) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "model.gguf")
        try GGUFModel(try Decoder(url: model.url), tokenizer: [:], name: model.name, as: .f32)
            .write(to: url.path)
        let prompt = try prompt(model)
        let difference = try worstDifference(logits(url, prompt), logits(model.url, prompt))
        #expect(difference < tolerance)
    }

    @Test(arguments: GoldenModelTests.gguf)
    func `a GGUF file written anew keeps its metadata`(file: GoldenModelTests.GGUFCase) throws {
        let folder = try TemporaryFolder()
        let decoder = try Decoder(url: file.url, arithmetic: .float32)
        let prompt = tokens(file.golden["ids"])
        let expected = try logits(file.url, prompt)
        // Random weights: eight bits move logits of 10 by tenths.
        for (type, tolerance) in [(ElementType.f32, tolerance), (.q8_0, 2)] {
            let url = folder.appending(path: "\(type.name).gguf")
            try GGUFModel(decoder, tokenizer: [:], name: "x", as: type).write(to: url.path)
            let difference = worstDifference(try logits(url, prompt), expected)
            #expect(difference < tolerance)
            let (old, new) = (try GGUFFile(url: file.url), try GGUFFile(url: url))
            for (key, value) in old.metadata.pairs where key != "general.file_type" {
                #expect(key == "general.quantization_version" || new.metadata[key] == value)
            }
            #expect(Set(new.names) == Set(old.names))
        }
    }
}

import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `Writing GGUF` {
    @Test func `what was written is read back`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "model.gguf")
        var writer = GGUFWriter()
        writer.set("general.architecture", to: .string("llama"))
        writer.set("llama.block_count", to: .count(2))
        writer.set("llama.epsilon", to: .float(1e-5))
        writer.set("tokens", to: .strings(["a", "", "▁é"]))
        writer.set("scores", to: .floats([-1, 0.5]))
        writer.set("types", to: .integers([1, -3]))
        writer.set("slides", to: .bools([true, false]))
        writer.set("llama.block_count", to: .count(3))
        let floats = (0..<96).map { Float($0) / 7 - 5 }
        for (type, name) in [(ElementType.f32, "a"), (.f16, "b"), (.q8_0, "c"), (.q4_1, "d")] {
            writer.add(TensorSource(name, shape: [3, 32]) { floats }, as: type)
        }
        writer.add(TensorSource("e", shape: [5]) { [1, 2, 3, 4, 5] }, as: .f32)
        try writer.write(to: url.path)

        let file = try GGUFFile(url: url)
        #expect(file.version == 3)
        #expect(file.metadata.keys.prefix(2) == ["general.architecture", "llama.block_count"])
        #expect(file.metadata["llama.block_count"] == 3)
        #expect(file.metadata["tokens"] == ["a", "", "▁é"])
        #expect(file.metadata["types"] == [1, -3])
        #expect(file.metadata["slides"] == [true, false])
        #expect(file.names == ["a", "b", "c", "d", "e"])
        #expect(try #require(file.tensors["a"]).floats() == floats)
        #expect(try #require(file.tensors["a"]).shape == [3, 32])
        #expect(try #require(file.tensors["e"]).floats() == [1, 2, 3, 4, 5])
        for (name, step) in [("b", Float(0.005)), ("c", 0.05), ("d", 0.5)] {
            let found = try #require(file.tensors[name]).floats()
            #expect(zip(found, floats).allSatisfy { abs($0 - $1) < step })
        }
    }

    @Test func `metadata of a file can be written again byte for byte`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "first.gguf")
        var writer = GGUFWriter()
        writer.set("name", to: .string("x"))
        writer.set("scores", to: .floats([1, 2]))
        writer.add(TensorSource("t", shape: [2]) { [1, 2] }, as: .f32)
        try writer.write(to: url.path)
        var copy = GGUFWriter()
        for (key, value) in try GGUFFile.values(in: url) { copy.set(key, to: value) }
        copy.add(TensorSource("t", shape: [2]) { [1, 2] }, as: .f32)
        try copy.write(to: folder.appending(path: "second.gguf").path)
        let bytes = try ["first.gguf", "second.gguf"].map {
            try Data(contentsOf: folder.appending(path: $0))
        }
        #expect(bytes[0] == bytes[1])
    }
}

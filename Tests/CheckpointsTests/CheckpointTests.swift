import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct Checkpoints {
    private static let models = Fixtures.folders(in: "models")

    @Test(arguments: models)
    func `a folder's tensors and configuration are found, sharded or not`(model: String) throws {
        let checkpoint = try Checkpoint(url: Fixtures.url("models/\(model)"))
        #expect(checkpoint.source == .safetensors)
        #expect(checkpoint.config?["model_type"]?.string != nil)
        #expect(checkpoint.names.count == checkpoint.tensors.count)
        for name in checkpoint.names {
            #expect(try checkpoint.tensor(name).floats().allSatisfy(\.isFinite))
        }
    }

    @Test(arguments: fixtureFiles(in: "gguf_models", suffix: ".gguf"))
    func `a GGUF file brings its metadata`(path: String) throws {
        let checkpoint = try Checkpoint(url: Fixtures.url(path))
        #expect(checkpoint.source == .gguf)
        #expect(checkpoint.ggufMetadata?["general.architecture"] != nil)
        #expect(checkpoint.config == nil)
    }

    @Test func `a file's format is told by its bytes, not its name`() throws {
        let folder = try TemporaryFolder()
        let checkpoint = try Checkpoint(url: folder.write("model.bin", GGUFBytes.sample))
        #expect(checkpoint.source == .gguf)
    }

    @Test func `any shard of a GGUF model opens the whole`() throws {
        let folder = try TemporaryFolder()
        let files = try (1...3).map { number in
            try folder.write(
                "m-0000\(number)-of-00003.gguf",
                GGUFBytes.shard("t\(number)", number: Float(number), of: 3))
        }
        for url in files {
            let checkpoint = try Checkpoint(url: url)
            #expect(checkpoint.names == ["t1", "t2", "t3"])
            #expect(try checkpoint.tensor("t3").floats() == [3])
        }
        try FileManager.default.removeItem(at: files[1])
        #expect(
            throws: TensorError.missingShard(
                index: files[0].path,
                shard: "m-00002-of-00003.gguf"
            )
        ) { try Checkpoint(url: files[0]) }
    }

    @Test func `a GGUF shard under another name is an error`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("renamed.gguf", GGUFBytes.shard("t", number: 1, of: 2))
        let error = #expect(throws: TensorError.self) { try Checkpoint(url: url) }
        guard case .badDocument(url.path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a missing tensor's error names the nearest`() throws {
        let folder = try TemporaryFolder()
        try write(["model.norm.weight", "model.layers.0.mlp.up.weight"], in: folder.url)
        let checkpoint = try Checkpoint(url: folder.url)
        #expect(
            throws: TensorError.noTensor(
                path: folder.path,
                name: "norm.weight",
                nearest: ["model.norm.weight"]
            )
        ) { try checkpoint.tensor("norm.weight") }
    }

    @Test func `a folder without weights says what it has instead`() throws {
        let folder = try TemporaryFolder()
        try folder.write("readme.txt", "")
        #expect(
            throws: TensorError.noWeights(folder: folder.path, found: ["readme.txt"])
        ) { try Checkpoint(url: folder.url) }
    }

    @Test(arguments: ["../x.safetensors", "/etc/passwd", "a/b", "", ".."])
    func `an index cannot lead out of its folder`(shard: String) throws {
        let folder = try TemporaryFolder()
        let index = try writeIndex(["t": .string(shard)], in: folder.url)
        let error = #expect(throws: TensorError.self) { try Checkpoint(url: folder.url) }
        guard case .badDocument(index.path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `an index that promises too much is an error`() throws {
        let folder = try TemporaryFolder()
        try write(["a"], in: folder.url, named: "s.safetensors")
        let index = try writeIndex(["a": "s.safetensors", "b": "s.safetensors"], in: folder.url)
        #expect(
            throws: TensorError.missingFromShard(
                index: index.path,
                shard: "s.safetensors",
                tensor: "b"
            )
        ) { try Checkpoint(url: folder.url) }
        _ = try writeIndex(["a": "gone.safetensors"], in: folder.url)
        #expect(
            throws: TensorError.missingShard(index: index.path, shard: "gone.safetensors")
        ) { try Checkpoint(url: folder.url) }
    }

    private func write(
        _ names: [String],
        in folder: URL,
        named file: String = "model.safetensors"
    ) throws {
        var writer = SafetensorsWriter()
        for name in names { writer.add(name, shape: [1], floats: [1]) }
        try writer.write(to: folder.appending(path: file))
    }

    private func writeIndex(_ weightMap: JSONObject, in folder: URL) throws -> URL {
        let url = folder.appending(path: "model.safetensors.index.json")
        try Data(JSON.object(["weight_map": .object(weightMap)]).encoded()).write(to: url)
        return url
    }
}

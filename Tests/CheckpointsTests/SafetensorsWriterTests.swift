import Checkpoints
import Foundation
import TestSupport
import Testing

@Suite struct `Writing safetensors` {
    @Test func `what was written is read back`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "head.safetensors")
        var writer = SafetensorsWriter(metadata: ["format": "pt", "attributes": "5"])
        writer.add("weight", shape: [2, 3], floats: [1, 2, 3, 4, 5, -0.1])
        writer.add("bias", shape: [2], floats: [1.0 / 3, 1e30], as: .bf16)
        writer.add("scale", shape: [], floats: [2])
        writer.add("none", shape: [0, 7], floats: [])
        try writer.write(to: url)

        let file = try SafetensorsFile(url: url)
        #expect(file.metadata == ["format": "pt", "attributes": "5"])
        #expect(Set(file.names) == ["weight", "bias", "scale", "none"])
        let weight = try #require(file.tensors["weight"])
        #expect(weight.shape == [2, 3])
        #expect(try weight.floats() == [1, 2, 3, 4, 5, -0.1])
        #expect(try #require(file.tensors["bias"]).type == .bf16)
        #expect(try #require(file.tensors["scale"]).floats() == [2])
        #expect(try #require(file.tensors["none"]).floats() == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func `equal contents give equal bytes, whatever the order of adding`() throws {
        let folder = try TemporaryFolder()
        let urls = [folder.appending(path: "1"), folder.appending(path: "2")]
        for (url, names) in zip(urls, [["a", "b", "c"], ["c", "a", "b"]]) {
            var writer = SafetensorsWriter()
            for name in names { writer.add(name, shape: [3], floats: [1, 2, 3]) }
            try writer.write(to: url)
        }
        let bytes = try urls.map { try Data(contentsOf: $0) }
        #expect(bytes[0] == bytes[1])
    }

    @Test func `a tensor longer than one chunk is written whole`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "long")
        let floats = Array(repeating: Float(1.5), count: 600_001)
        var writer = SafetensorsWriter(metadata: [:])
        writer.add("t", shape: [600_001], floats: floats, as: .f16)
        try writer.write(to: url)
        #expect(try #require(try SafetensorsFile(url: url).tensors["t"]).floats() == floats)
    }

    @Test func `a folder above the limit has several files and an index`() throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter()
        for name in ["c", "a", "d", "b"] {
            writer.add(TensorSource(name, shape: [2, 8]) { [Float](repeating: 2, count: 16) })
        }
        let names = try writer.write(into: folder.url, shardLimit: 130)
        #expect(
            names == [
                "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
                "model.safetensors.index.json",
            ])
        let checkpoint = try Checkpoint(url: folder.url)
        #expect(checkpoint.names == ["a", "b", "c", "d"])
        for name in checkpoint.names {
            #expect(try checkpoint.tensor(name).floats() == [Float](repeating: 2, count: 16))
        }
    }

    @Test func `an error of a tensor's source leaves the folder as it was`() throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter()
        writer.add(
            TensorSource("a", shape: [1]) { () throws(TensorError) in
                throw .cannotOpen(path: "x", reason: "gone")
            })
        #expect(throws: TensorError.cannotOpen(path: "x", reason: "gone")) {
            try writer.write(to: folder.appending(path: "m.safetensors"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a failed write leaves the folder as it was`() throws {
        let folder = try TemporaryFolder()
        let taken = folder.appending(path: "taken")
        try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
        let error = #expect(throws: TensorError.self) {
            try SafetensorsWriter().write(to: taken)
        }
        guard case .cannotWrite(let path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == taken.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
    }

    @Test func `an open tensor keeps its bytes when its file is replaced`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "t")
        for value in [1, 2] as [Float] {
            var writer = SafetensorsWriter()
            writer.add("t", shape: [1], floats: [value])
            let old = try? SafetensorsFile(url: url).tensors["t"]
            try writer.write(to: url)
            if let old { #expect(try old.floats() == [1]) }
        }
    }
}

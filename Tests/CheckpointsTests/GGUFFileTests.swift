import Checkpoints
import JSON
import TestSupport
import Testing

@Suite struct `GGUF files` {
    private func open(_ bytes: [UInt8]) throws -> GGUFFile {
        let folder = try TemporaryFolder()
        return try GGUFFile(url: folder.write("model.gguf", bytes))
    }

    private func fault(_ bytes: [UInt8]) throws -> FileFault? {
        let error = #expect(throws: TensorError.self) { try open(bytes) }
        guard case .damaged(_, let fault) = error else { return nil }
        return fault
    }

    @Test func `metadata become JSON in the file's order`() throws {
        let file = try open(GGUFBytes.sample)
        #expect(file.version == 3)
        #expect(file.alignment == 64)
        #expect(
            file.metadata == [
                "general.architecture": "sample", "general.alignment": 64,
                "names": ["a", "b\u{FFFD}"], "nested": [[7, 8]],
                "large": 18446744073709551616.0, "small": .integer(.min),
                "third": .double(Double(Float(1.0 / 3))), "yes": true,
            ]
        )
    }

    @Test func `shapes are outermost first and rows are contiguous`() throws {
        let file = try open(GGUFBytes.sample)
        #expect(file.names == ["matrix", "quantised", "fp16"])
        let matrix = try #require(file.tensors["matrix"])
        #expect(matrix.shape == [2, 3])
        #expect(try matrix.floats() == [0, 1, 2, 3, 4, 5])
        #expect(try matrix.floats(rows: 1..<2) == [3, 4, 5])
        let quantised = try #require(file.tensors["quantised"])
        let halves = Array(repeating: Float(0), count: 16) + Array(repeating: 1, count: 16)
        #expect(try quantised.floats() == halves)
        #expect(try #require(file.tensors["fp16"]).floats() == [1, -2])
    }

    @Test func `a tensor outlives the file value it came from`() throws {
        let tensor = try #require(try open(GGUFBytes.sample).tensors["matrix"])
        #expect(try tensor.floats().count == 6)
    }

    @Test func `every cut of a file is an error`() throws {
        let whole = GGUFBytes.sample
        for count in 0..<whole.count {
            #expect(try fault(Array(whole[..<count])) != nil, "cut to \(count) bytes")
        }
    }

    @Test(arguments: Fixtures.folders(in: "tokenizers"))
    func `a vocabulary without tensors opens`(folder: String) throws {
        let path = "tokenizers/\(folder)/vocab.gguf"
        guard Fixtures.has(path) else { return }
        let file = try GGUFFile(url: Fixtures.url(path))
        #expect(file.tensors.isEmpty)
        #expect(file.metadata["tokenizer.ggml.tokens"]?.array?.isEmpty == false)
    }

    @Test func `offsets must be aligned`() throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.tensor("t", .f32, [1], at: 4)
        file.data([0, 0, 0, 0, 0, 0, 0, 0])
        #expect(try fault(file.bytes) == .misaligned(tensor: "t", offset: 4, alignment: 32))
    }

    @Test func `tensors must not share bytes`() throws {
        var file = GGUFBytes(tensors: 2, keys: 0)
        file.tensor("a", .f32, [9], at: 0)
        file.tensor("b", .f32, [1], at: 32)
        file.data(Array(repeating: 0, count: 64))
        #expect(try fault(file.bytes) == .overlap("a", "b"))
    }

    @Test func `rows must be whole blocks`() throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.tensor("t", .q4_0, [16, 2], at: 0)
        file.data(Array(repeating: 0, count: 18))
        #expect(try fault(file.bytes) == .partialBlock(tensor: "t", type: .q4_0, rowLength: 16))
    }

    @Test func `a big-endian file is named as such`() throws {
        #expect(try fault(GGUFBytes(version: 0x0300_0000, tensors: 0, keys: 0).bytes) == .bigEndian)
    }

    @Test func `a key given twice is an error`() throws {
        var file = GGUFBytes(tensors: 0, keys: 2)
        for _ in 0..<2 {
            file.key("k", type: 7)
            file.append(UInt8(1))
        }
        #expect(try fault(file.bytes) == .repeatedName("k"))
    }

    @Test(
        arguments: [
            UInt64.max, UInt64.max - 31, 1 << 63, (1 << 63) - 32, 1 << 62, 1 << 40,
        ] as [UInt64]
    )
    func `huge offsets are outside the file`(offset: UInt64) throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.tensor("t", .f32, [1], at: offset & ~31)
        file.data([0, 0, 0, 0])
        #expect(
            try fault(file.bytes)
                == .outOfBounds(tensor: "t", begin: offset & ~31, byteCount: 4, dataBytes: 4)
        )
    }

    @Test(
        arguments: [
            [UInt64.max], [1 << 32, 1 << 32], [1 << 62], [0, .max], [1 << 32, 1 << 32, 0],
        ] as [[UInt64]]
    )
    func `impossible shapes are errors`(shape: [UInt64]) throws {
        var file = GGUFBytes(tensors: 1, keys: 0)
        file.tensor("t", .f32, shape, at: 0)
        file.data([0, 0, 0, 0])
        #expect(try fault(file.bytes) == .tooLarge(tensor: "t", shape: shape.reversed()))
    }

    @Test(
        arguments: fixtureFiles(in: "gguf_models", suffix: ".gguf")
            + fixtureFiles(in: "gguf_kquant_models", suffix: ".gguf")
    )
    func `every tensor of a complete model can be read`(path: String) throws {
        let file = try GGUFFile(url: Fixtures.url(path))
        #expect(file.metadata["general.architecture"]?.string != nil)
        for tensor in file.tensors.values {
            #expect(try tensor.floats(rows: 0..<1).allSatisfy(\.isFinite))
        }
    }
}

import Checkpoints
import Foundation
import JSON
import TestSupport

/// A checkpoint whose tensors may be anything, of a fixture's configuration.
struct HandMadeCheckpoint {
    struct Tensor {
        var type: String
        var shape: [Int]
        var bytes: [UInt8]

        init(_ type: String, _ shape: [Int], _ bytes: [UInt8]) {
            (self.type, self.shape, self.bytes) = (type, shape, bytes)
        }

        init(_ type: ElementType, _ shape: [Int], _ floats: [Float]) {
            self.init(type.name, shape, type.encode(floats))
        }
    }

    var tensors: [String: Tensor]
    var config: JSONObject

    /// The tensors of a fixture as 32-bit floats.
    init(_ fixture: ModelFixture) throws {
        config = try fixture.json("config.json").object ?? [:]
        let checkpoint = try Checkpoint(url: fixture.url)
        tensors = try checkpoint.tensors.mapValues {
            Tensor(.f32, $0.shape, try $0.floats())
        }
    }

    /// The layers' matrices.
    var matrices: [String] {
        tensors.keys.filter { $0.contains("layers.") && tensors[$0]?.shape.count == 2 }.sorted()
    }

    /// Calls `body` with the checkpoint's folder, which is removed afterwards.
    func write<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = try TemporaryFolder()
        try folder.write("config.json", JSON.object(config).encoded())
        try folder.write("model.safetensors", file)
        return try body(folder.url)
    }

    private var file: [UInt8] {
        var (header, data) = (JSONObject(), [UInt8]())
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let end = data.count + tensor.bytes.count
            header[name] = [
                "dtype": .string(tensor.type), "shape": .array(tensor.shape.map(JSON.integer)),
                "data_offsets": [.integer(data.count), .integer(end)],
            ]
            data += tensor.bytes
        }
        let text = JSON.object(header).encoded()
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + data
    }
}

import CUDA
import Checkpoints
import EmulatedGPU
import TestSupport
import Testing

@testable import Compute
@testable import Models

/// The scales of weights that are packed to 8-bit floats.
@Suite struct FP8WeightTests {
    /// A tensor whose row `r` has the greatest size `sizes[r]`, at another column in each.
    private static func tensor(_ shape: [Int], sizes: [Float]) throws -> StoredTensor {
        let width = shape[shape.count - 1]
        let floats = sizes.enumerated().flatMap { row, size in
            (0..<width).map { column in
                column == row % width ? (row % 2 == 0 ? -size : size) : size / Float(column + 2)
            }
        }
        var writer = SafetensorsWriter()
        writer.add("t", shape: shape, floats: floats)
        let folder = try TemporaryFolder()
        let file = folder.appending(path: "t.safetensors")
        try writer.write(to: file)
        return try #require(try SafetensorsFile(url: file).tensors["t"])
    }

    /// The scale of each output as a GPU has it.
    private static func scales(_ parts: [MatrixWeights], _ kind: FP8Scales) throws -> [Float] {
        let context = try CUDAContext(EmulatedGPU.device())
        let budget = MemoryBudget(of: context, owner: "test")
        let stream = try context.makeStream()
        let matrix = try DeviceMatrix(parts, fp8: kind, budget, stream)
        return try #require(matrix.scales).read(matrix.outputs, of: Float.self, on: stream)
    }

    private static func sizes(_ count: Int, _ unit: Float) -> [Float] {
        (0..<count).map { unit * Float(1 + $0 * 7 % count) }
    }

    @Test(arguments: [1, 7, 65], [[3, 1, 18], [16, 16, 16], [33, 5, 2]])
    func `each output has its own scale, or all of a tensor's, of whatever lies beside it`(
        inputs: Int, outputs: [Int]
    ) throws {
        let sizes = zip(outputs, [0.03, 2, 500] as [Float]).map { Self.sizes($0, $1) }
        let parts = try sizes.map {
            MatrixWeights(try Self.tensor([$0.count, inputs], sizes: $0))
        }
        #expect(try Self.scales(parts, .channel) == sizes.joined().map { $0 / 448 })
        let greatest = sizes.flatMap { sizes in sizes.map { _ in (sizes.max() ?? 0) / 448 } }
        #expect(try Self.scales(parts, .tensor) == greatest)
    }

    @Test func `of experts in one tensor each has its own scale`() throws {
        let sizes = Self.sizes(15, 3)
        let all = try Self.tensor([3, 5, 9], sizes: sizes)
        for expert in 0..<3 {
            let rows = expert * 5..<(expert + 1) * 5
            let part = MatrixWeights(all, rows: rows)
            let most = sizes[rows].max() ?? 0
            #expect(try Self.scales([part], .tensor) == [Float](repeating: most / 448, count: 5))
            #expect(try Self.scales([part], .channel) == sizes[rows].map { $0 / 448 })
        }
    }

    @Test(arguments: FP8Scales.allCases)
    func `zeros have the scale 1, and a number that is none shows in its scale`(
        kind: FP8Scales
    ) throws {
        let zeros = MatrixWeights(try Self.tensor([5, 3], sizes: [0, 0, 0, 0, 0]))
        let others = MatrixWeights(try Self.tensor([2, 3], sizes: [448, 224]))
        let wrong = MatrixWeights(try Self.tensor([3, 3], sizes: [1, .nan, 2]))
        let scales = try Self.scales([zeros, others, wrong], kind)
        #expect(scales[..<5] == [1, 1, 1, 1, 1])
        #expect(scales[5..<7] == (kind == .channel ? [1, 0.5] : [1, 1]))
        #expect(scales[8].isNaN && scales[7].isNaN == (kind == .tensor))
    }

    @Test(arguments: FP8Scales.allCases)
    func `the cache is given what the layers' weights no longer take`(kind: FP8Scales) throws {
        let model = try #require(ModelFixture.all.first { $0.name.hasPrefix("llama") })
        let native = try Decoder(url: model.url)
        let shape = native.configuration
        let layer =
            2 * shape.hiddenSize * (shape.queryWidth + shape.keyValueWidth)
            + 3 * shape.hiddenSize * shape.feedForwardSize
        let eight = try Decoder(url: model.url, arithmetic: Arithmetic(kind))
        #expect(
            CUDABackend.weightBytes(native) - CUDABackend.weightBytes(eight)
                == shape.layerCount * layer)
    }
}

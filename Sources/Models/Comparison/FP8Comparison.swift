import CCUDA
import CKernels
import CUDA
import Foundation

/// Compares products of 8-bit floats on a card with the same sums on the processor, of operands that
/// are rounded there by the card's scales.
struct FP8Comparison {
    let device: ComputeDevice
    let seed: UInt64
    let folder: URL
    let team: WorkerTeam

    /// Rows of products: one for each kernel of few rows, and many.
    private static let rowCounts = [3, 13, 111]
    /// Tensor cores of some generations add up products of E4M3 with fewer bits than a float's; a
    /// number that is rounded otherwise is wrong by a sixteenth.
    private static let sums: Float = 2e-3
    /// What the rounding itself does: about 4 % of an output's size, here at the worst of thousands.
    private static let rounding: Float = 0.3

    /// Why there is nothing to compare on this device; `nil` if there is.
    var reasonToSkip: String? {
        guard !device.hasFP8, let card = device.card?.device else { return nil }
        return "a card of compute capability 8.9 or newer has 8-bit floats, this one is "
            + "\(card.capability.major).\(card.capability.minor)"
    }

    /// Products with a bias and without, of odd widths.
    func run() throws -> [OperationResult] {
        try RandomModel.all.filter { ["llama", "qwen2"].contains($0.name) }.flatMap { model in
            let decoder = try model.decoder(seed: seed, in: folder, arithmetic: .fp8)
            let made = try device.backend(
                for: decoder, limits: OperationComparison.limits, team: team)
            guard let backend = made as? CUDABackend else { return [OperationResult]() }
            let side = try Side(backend, decoder)
            var random = RandomNumbers(seed: seed)
            return try Self.rowCounts.flatMap { rows in
                try compare(side, rows, "\(model.name), \(rows) rows", &random)
            }
        }
    }

    /// The first layer's queries, keys and values on the card.
    private struct Side {
        let backend: CUDABackend
        let loaded: LoadedDecoder
        let weights: [[Float]]
        let bias: [Float]

        init(_ backend: CUDABackend, _ decoder: Decoder) throws {
            self.backend = backend
            loaded = try LoadedDecoder(decoder, on: backend)
            let parts = decoder.weights.layers[0].queryKeyValue
            weights = try parts.flatMap { part in
                try part.rows.map { try part.stored.floats(rows: $0..<$0 + 1) }
            }
            bias = parts.flatMap { $0.bias ?? [Float](repeating: 0, count: $0.rows.count) }
        }

        var matrix: DeviceMatrix { backend[loaded.layers[0].queryKeyValue] }
    }

    private func compare(
        _ side: Side, _ rows: Int, _ name: String, _ random: inout RandomNumbers
    ) throws -> [OperationResult] {
        let (backend, loaded) = (side.backend, side.loaded)
        let width = side.matrix.inputs
        let x = random.brains(rows * width)
        backend.beginInspected(ComparisonBatch.one(rows: rows))
        try backend.write(x, to: loaded.normed)
        let poison = [Float](repeating: .nan, count: rows * side.weights.count)
        try backend.write(poison, to: loaded.queryKeyValue)
        backend.project(
            loaded.normed, by: loaded.layers[0].queryKeyValue, into: loaded.queryKeyValue)
        let found = try backend.read(loaded.queryKeyValue, rows: rows)

        let stream = backend.stream
        let rowScales = try backend.roundedRows(inputs: width).scales.read(
            rows, of: Float.self, on: stream)
        let scales = try side.matrix.scales?.read(
            side.weights.count, of: Float.self, on: stream)
        let input = (0..<rows).map { Array(x[$0 * width..<($0 + 1) * width]) }
        let rounded = Self.products(
            zip(input, rowScales).map(Self.rounded),
            zip(side.weights, scales ?? []).map(Self.rounded), side.bias)
        return [
            OperationResult(
                "project in 8-bit floats", name, found: found, expected: rounded,
                tolerance: Self.sums),
            OperationResult(
                "project in 8-bit floats, beside floats", name, found: found,
                expected: Self.products(input, side.weights, side.bias), tolerance: Self.rounding),
        ]
    }

    private static func products(_ x: [[Float]], _ weights: [[Float]], _ bias: [Float]) -> [Float] {
        x.flatMap { x in
            zip(weights, bias).map { weights, bias in
                Float(zip(x, weights).reduce(Double(bias)) { $0 + Double($1.0) * Double($1.1) })
            }
        }
    }

    /// The numbers as E4M3 times `scale` has them.
    private static func rounded(_ numbers: [Float], scale: Float) -> [Float] {
        let codes = numbers.map { cc_to_e4m3(min(448, max(-448, $0 / scale))) }
        var values = numbers
        ck_dequantize_f8_e4m3(&values, codes, Int64(codes.count))
        return values.map { $0 * scale }
    }
}

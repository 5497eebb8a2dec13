import CCUDA
import CKernels
import CUDA
import Compute
import Foundation
import Hashing
import Models

/// Compares fp8 matmuls on a GPU with the CPU.
///
/// The CPU rounds the operands with the GPU's scales and adds the same products. The weights'
/// scales are compared with those that the weights' largest magnitudes give.
struct FP8Comparison {
    let device: ComputeDevice
    let seed: UInt64
    let folder: URL
    let team: WorkerTeam

    /// Numbers of rows: one for each kernel of few rows, and one of many.
    private static let rowCounts = [3, 13, 111]
    /// Tolerance of sums: some tensor cores add E4M3 products with fewer bits than float32 has. A
    /// number that is rounded otherwise is wrong by a sixteenth.
    private static let sums: Float = 2e-3
    /// Tolerance of scales: one division, rounded once.
    private static let division: Float = 1e-6
    /// Tolerance of rounding to fp8 itself: about 4 % of an output's size, but this is the worst
    /// of thousands.
    private static let rounding: Float = 0.3

    /// Why the comparison is skipped on this device; `nil` if it is not.
    var reasonToSkip: String? {
        guard !device.hasFP8, let gpu = device.gpu?.device else { return nil }
        return "a GPU of compute capability 8.9 or newer has 8-bit floats, this one is "
            + "\(gpu.capability.major).\(gpu.capability.minor)"
    }

    /// Compares matmuls with bias and without, of odd widths, with both kinds of scales.
    func run() throws -> [OperationResult] {
        try RandomModel.all.filter { ["llama", "qwen2"].contains($0.name) }.flatMap { model in
            try FP8Scales.allCases.flatMap { try run(model, $0) }
        }
    }

    private func run(_ model: RandomModel, _ scales: FP8Scales) throws -> [OperationResult] {
        let decoder = try model.decoder(seed: seed, in: folder, arithmetic: Arithmetic(scales))
        let made = try device.backend(for: decoder, limits: OperationComparison.limits, team: team)
        guard let backend = made as? CUDABackend else { return [] }
        let side = try Side(backend, decoder)
        var random = SplitMix64(seed: seed)
        let name = "\(model.name), a scale for each \(scales)"
        let found = OperationResult(
            "scales of 8-bit floats", name, found: side.scales,
            expected: side.expectedScales(scales), tolerance: Self.division)
        return try [found]
            + Self.rowCounts.flatMap { try compare(side, $0, "\(name), \($0) rows", &random) }
    }

    /// The first layer's query, key and value projections on the GPU.
    private struct Side {
        let backend: CUDABackend
        let loaded: LoadedDecoder
        /// Weights of each part, `[part][output][input]`.
        let parts: [[[Float]]]
        let bias: [Float]
        /// Scale of each output, as the GPU has it.
        let scales: [Float]

        init(_ backend: CUDABackend, _ decoder: Decoder) throws {
            self.backend = backend
            loaded = try LoadedDecoder(decoder, on: backend)
            let parts = decoder.weights.layers[0].queryKeyValue
            self.parts = try parts.map { part in
                try part.rows.map { try part.stored.floats(rows: $0..<$0 + 1) }
            }
            bias = parts.flatMap { $0.bias ?? [Float](repeating: 0, count: $0.rows.count) }
            scales =
                try backend[loaded.layers[0].queryKeyValue].scales?.read(
                    bias.count, of: Float.self, on: backend.stream) ?? []
        }

        var weights: [[Float]] { parts.flatMap { $0 } }
        var inputs: Int { parts[0][0].count }

        func expectedScales(_ kind: FP8Scales) -> [Float] {
            parts.flatMap { part in
                let sizes = part.map { $0.reduce(0) { max($0, abs($1)) } }
                let most = sizes.max() ?? 0
                // 448 is the largest number of E4M3.
                return sizes.map { (kind == .channel ? $0 : most) / 448 }
            }
        }
    }

    private func compare(
        _ side: Side, _ rows: Int, _ name: String, _ random: inout SplitMix64
    ) throws -> [OperationResult] {
        let (backend, loaded) = (side.backend, side.loaded)
        let (width, weights) = (side.inputs, side.weights)
        let x = random.bf16(rows * width)
        backend.beginInspected(ComparisonBatch.one(rows: rows))
        try backend.write(x, to: loaded.normed)
        // An element that the kernel does not write shows as NaN.
        let poison = [Float](repeating: .nan, count: rows * weights.count)
        try backend.write(poison, to: loaded.queryKeyValue)
        backend.project(
            loaded.normed, by: loaded.layers[0].queryKeyValue, into: loaded.queryKeyValue)
        let found = try backend.read(loaded.queryKeyValue, rows: rows)

        let rowScales = try backend.roundedRows(inputs: width).scales.read(
            rows, of: Float.self, on: backend.stream)
        let input = (0..<rows).map { Array(x[$0 * width..<($0 + 1) * width]) }
        let rounded = Self.products(
            zip(input, rowScales).map(Self.rounded),
            zip(weights, side.scales).map(Self.rounded), side.bias)
        return [
            OperationResult(
                "project in 8-bit floats", name, found: found, expected: rounded,
                tolerance: Self.sums),
            OperationResult(
                "project in 8-bit floats, beside floats", name, found: found,
                expected: Self.products(input, weights, side.bias), tolerance: Self.rounding),
        ]
    }

    private static func products(_ x: [[Float]], _ weights: [[Float]], _ bias: [Float]) -> [Float] {
        x.flatMap { x in
            zip(weights, bias).map { weights, bias in
                Float(zip(x, weights).reduce(Double(bias)) { $0 + Double($1.0) * Double($1.1) })
            }
        }
    }

    /// Rounds the numbers to E4M3 times `scale`.
    private static func rounded(_ numbers: [Float], scale: Float) -> [Float] {
        let codes = numbers.map { cc_to_e4m3(min(448, max(-448, $0 / scale))) }
        var values = numbers
        ck_dequantize_f8_e4m3(&values, codes, Int64(codes.count))
        return values.map { $0 * scale }
    }
}

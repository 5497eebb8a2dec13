import CUDA
import Compute
import Foundation
import Hashing

/// Compares this package's matmul with cuBLASLt's, an independent implementation.
struct CublasComparison {
    let device: ComputeDevice
    let seed: UInt64
    let folder: URL
    let team: WorkerTeam

    /// Rows, inputs and outputs.
    private static let size = 256
    /// cuBLASLt rounds its outputs to bf16, by 1/512 of themselves; some outputs are five times
    /// the usual size.
    private static let tolerance: Float = 0.02

    /// Multiplies random matrices on both sides; `nil` if the device is no GPU.
    func run(_ blasLt: BlasLt) throws -> OperationResult? {
        guard var model = RandomModel.all.first, let gpu = device.gpu?.device else { return nil }
        (model.hidden, model.heads, model.headDimension) = (Self.size, 4, Self.size / 4)
        let decoder = try model.decoder(seed: seed, in: folder)
        let limits = BackendLimits(rows: Self.size, positions: Self.size, blocks: 20)
        let made = try device.backend(for: decoder, limits: limits, team: team)
        guard let backend = made as? CUDABackend else { return nil }
        let loaded = try LoadedDecoder(decoder, on: backend)

        var random = SplitMix64(seed: seed)
        let x = random.bf16(Self.size * Self.size)
        backend.beginInspected(ComparisonBatch.one(rows: Self.size))
        try backend.write(x, to: loaded.attended)
        try backend.write([Float](repeating: 0, count: x.count), to: loaded.hidden)
        backend.project(loaded.attended, by: loaded.layers[0].output, addingTo: loaded.hidden)
        let found = try backend.read(loaded.hidden, rows: Self.size)

        let weights = try decoder.weights.layers[0].output.stored.floats()
        let theirs = try blasLt.product(
            of: x.map(Self.bf16), by: weights.map(Self.bf16), size: Self.size,
            in: CUDAContext(gpu))
        return OperationResult(
            "project, beside cuBLASLt \(blasLt.version)", "\(Self.size) rows", found: found,
            expected: theirs.map { Float(bitPattern: UInt32($0) << 16) },
            tolerance: Self.tolerance)
    }

    /// Returns the bf16 code of a float that bf16 has exactly: its upper half.
    private static func bf16(_ number: Float) -> UInt16 { UInt16(number.bitPattern >> 16) }
}

package import Compute
package import Foundation
import Hashing

/// A trial of a GPU's sampler: rows of random logits on the GPU, and the tokens drawn from them.
///
/// The logits are products of a matmul, as in every step. ``logits()`` returns the same bits that
/// ``draw(_:)`` draws from, since a row's product depends on that row alone.
package final class DrawTrial {
    package let rows: Int
    package let vocabularySize: Int
    private let backend: any InspectableBackend & SamplingBackend
    private let loaded: LoadedDecoder

    /// Computes the logits, spread over about 3, 12 and 36 nats; every second row has many equal
    /// ones.
    ///
    /// - Parameter folder: Where the random weights' file is written; it must exist.
    /// - Returns: `nil` if the device leaves drawing to the CPU.
    package init?(
        on device: ComputeDevice, rows: Int, vocabularySize: Int, seed: UInt64, in folder: URL,
        team: WorkerTeam
    ) throws {
        (self.rows, self.vocabularySize) = (rows, vocabularySize)
        guard var model = RandomModel.all.first else { return nil }
        model.vocabulary = vocabularySize
        let decoder = try model.decoder(seed: seed, in: folder)
        let limits = BackendLimits(rows: rows, positions: 64, blocks: 4)
        let made = try device.backend(for: decoder, limits: limits, team: team)
        guard let backend = made as? any InspectableBackend & SamplingBackend else { return nil }
        self.backend = backend
        loaded = try LoadedDecoder(decoder, on: backend)
        backend.beginInspected(ComparisonBatch.one(rows: 1))
        var random = SplitMix64(seed: seed)
        try backend.write(
            (0..<rows).flatMap { Self.row($0, width: model.hidden, &random) }, to: loaded.final)
    }

    /// Returns a row of numbers that bf16 has exactly.
    ///
    /// A row with one nonzero number gives equal logits where weights are equal, and those have
    /// eight bits of mantissa.
    private static func row(_ row: Int, width: Int, _ random: inout SplitMix64) -> [Float] {
        let spread = Float([1, 4, 12][row / 2 % 3])
        guard row % 2 == 1 else { return random.bf16(width).map { $0 * spread } }
        return [8 * spread] + [Float](repeating: 0, count: width - 1)
    }

    /// Returns the rows of logits, `[rows, V]`.
    package func logits() throws -> [Float] {
        var logits = [Float](repeating: .nan, count: rows * vocabularySize)
        try backend.logits(
            loaded.final, rows: 0..<rows, by: loaded.head, softCap: nil, into: &logits)
        return logits
    }

    /// Draws a token for each row, all in one step.
    package func draw(_ draws: [TokenDraw]) throws -> [DrawnToken] {
        precondition(draws.count == rows, "a draw for each row")
        var drawn = [DrawnToken](repeating: DrawnToken(), count: rows)
        try backend.draw(loaded.final, rows: 0..<rows, by: loaded.head, softCap: nil, draws)
        try backend.takeDrawn(into: &drawn)
        return drawn
    }
}

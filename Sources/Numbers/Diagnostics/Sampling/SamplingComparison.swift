package import Compute
package import Foundation
import Inference

/// Compares the tokens that a GPU draws with those that the CPU's sampler draws from the same
/// logits, with the same seeds.
///
/// Every option is tried alone and all together; rows of all kinds share a step.
package struct SamplingComparison {
    private let seed: UInt64
    private let folder: URL
    private let team: WorkerTeam

    /// Sizes of vocabularies, odd ones up to a usual one.
    package static let vocabularies = [3, 33, 1_003, 49_157]

    /// Rows of each kind of options: three spreads of the logits, with and without equal ones.
    private static let rowsOfKind = 6
    /// In nats. The GPU adds weights in float32, which costs a millionth of a probability.
    private static let logProbabilityTolerance: Float = 1e-4

    /// A comparison on random numbers from `seed`.
    ///
    /// - Parameters:
    ///   - folder: Where the random weights' files are written; it must exist.
    ///   - team: Worker threads of the CPU.
    package init(seed: UInt64, folder: URL, team: WorkerTeam) {
        (self.seed, self.folder, self.team) = (seed, folder, team)
    }

    /// Compares every kind of options over each vocabulary; no results if the device leaves
    /// drawing to the CPU.
    package func run(
        on device: ComputeDevice, vocabularies: [Int] = vocabularies
    ) throws -> [OperationResult] {
        try vocabularies.flatMap { try run(on: device, vocabulary: $0) }
    }

    private func run(on device: ComputeDevice, vocabulary: Int) throws -> [OperationResult] {
        let kinds = SamplingCase.Kind.allCases
        let trial = try DrawTrial(
            on: device, rows: Self.rowsOfKind * kinds.count, vocabularySize: vocabulary, seed: seed,
            in: folder, team: team)
        guard let trial else { return [] }
        let logits = try trial.logits()
        return try logits.withUnsafeBufferPointer { logits in
            guard let start = logits.baseAddress else { return [] }
            let rows = (0..<trial.rows).map {
                LogitRow(start + $0 * vocabulary, count: vocabulary)
            }
            // Kinds alternate, so that a row's neighbours have other options.
            let cases = rows.enumerated().map { index, row in
                SamplingCase(kinds[index % kinds.count], row, seed: seed, row: index)
            }
            let drawn = try trial.draw(cases.map(\.draw))
            return results(cases, rows, drawn, "vocabulary of \(vocabulary)")
        }
    }

    private func results(
        _ cases: [SamplingCase], _ rows: [LogitRow], _ drawn: [DrawnToken], _ name: String
    ) -> [OperationResult] {
        let workspace = SamplerWorkspace(vocabularySize: rows.first?.count ?? 0)
        var others: [SamplingCase.Kind: Int] = [:]
        var farthest: Float = 0
        for (found, (one, row)) in zip(drawn, zip(cases, rows)) {
            guard one.allows(found.token, row, workspace) else {
                others[one.kind, default: 0] += 1
                continue
            }
            let difference = abs(found.logProbability - row.logProbability(of: found.token))
            farthest = difference.isNaN ? .infinity : max(farthest, difference)
        }
        return SamplingCase.Kind.allCases.map { kind in
            OperationResult(
                "draw, \(kind.rawValue)", name,
                worst: Float(others[kind] ?? 0) / Float(Self.rowsOfKind), tolerance: 0)
        } + [
            OperationResult(
                "log-probabilities of tokens drawn", name, worst: farthest,
                tolerance: Self.logProbabilityTolerance)
        ]
    }
}

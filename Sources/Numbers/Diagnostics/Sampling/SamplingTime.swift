import Compute
import Foundation
import Inference

/// The time to draw eight tokens from a usual vocabulary.
///
/// Every token of the vocabulary needs an exponential, so this is far below the rate of memory.
enum SamplingTime {
    private static let (rows, vocabulary) = (8, 49_157)

    static func measure(
        on device: ComputeDevice, in folder: URL, team: WorkerTeam
    ) throws -> OperationTime {
        OperationTime(
            "sampling, \(rows) rows of 49,157 tokens",
            seconds: try device.isGPU
                ? onGPU(device, folder, team) : onCPU(team),
            bytes: rows * vocabulary * 4, .float32, usualShare: 0.04)
    }

    private static var options: SamplingOptions {
        var options = SamplingOptions()
        options.topP = 0.95
        return options
    }

    /// Measures draws with the matmul of the logits, which is a small part: its rows are narrow.
    private static func onGPU(
        _ device: ComputeDevice, _ folder: URL, _ team: WorkerTeam
    ) throws -> Double {
        let trial = try DrawTrial(
            on: device, rows: rows, vocabularySize: vocabulary, seed: 1, in: folder, team: team)
        guard let trial else { return .infinity }
        let draws = (0..<rows).map { row in
            TokenDraw(
                options, tokens: [], replyStart: 0,
                uniform: CounterRandom.uniform(seed: 1, counter: UInt64(row)))
        }
        return try OperationTime.seconds(isGPU: true) { _ = try trial.draw(draws) }
    }

    private static func onCPU(_ team: WorkerTeam) throws -> Double {
        // Sums of uniforms are nearly normal: some hundred tokens share most of the probability.
        let logits = (0..<rows * vocabulary).map { index in
            (0..<4 as Range<UInt64>).reduce(Float(0)) { sum, part in
                sum + 6 * Float(CounterRandom.uniform(seed: part, counter: UInt64(index)))
            }
        }
        let workspaces = (0..<team.threads).map { _ in
            SamplerWorkspace(vocabularySize: vocabulary)
        }
        return try logits.withUnsafeBufferPointer { logits in
            guard let start = logits.baseAddress else { return .infinity }
            return try OperationTime.seconds(isGPU: false) {
                team.run(rows) { row, worker in
                    let sampler = Sampler(options, workspaces[worker])
                    let row = LogitRow(start + row * vocabulary, count: vocabulary)
                    _ = sampler.choose(row, tokens: [], replyStart: 0, u: 0.5)
                }
            }
        }
    }
}

import Checkpoints
import Compute
import Foundation
import Models

/// A decoder with a cache of its own that runs one sequence in steps of any size.
final class SingleSequence {
    private let runner: DecoderRunner
    private let team: WorkerTeam
    private let vocabularySize: Int
    private let hiddenSize: Int
    private let blocks: [Int32]
    private let step: Int
    private let shortLimit: Int?

    init(
        _ decoder: Decoder, on device: ComputeDevice = .cpu, positions: Int = 256, step: Int = 64,
        threads: Int = 2, rounding: ActivationRounding? = nil
    ) throws {
        let blockCount = positions / KVCache.positionsPerBlock + 1
        team = WorkerTeam(threads: threads)
        let limits = BackendLimits(rows: step, positions: positions, blocks: blockCount)
        let backend: any Backend =
            if let rounding {
                CPUBackend(
                    decoder.configuration, arithmetic: decoder.arithmetic, rounding: rounding,
                    limits: limits, team: team)
            } else {
                try device.backend(for: decoder, limits: limits, team: team)
            }
        runner = try DecoderRunner(decoder, on: backend)
        vocabularySize = decoder.configuration.vocabularySize
        hiddenSize = decoder.configuration.hiddenSize
        // Blocks in an order of no meaning.
        blocks = (0..<Int32(blockCount)).reversed()
        self.step = step
        shortLimit = decoder.configuration.rotary.shortLimit
    }

    deinit { team.stop() }

    /// Logits and final hidden states of each token, which take the positions from `position` on.
    func run(
        _ tokens: [Int32], from position: Int = 0
    ) throws -> (logits: [[Float]], hidden: [[Float]]) {
        var logits: [[Float]] = []
        var hidden: [[Float]] = []
        for start in stride(from: 0, to: tokens.count, by: step) {
            let part = tokens[start..<min(start + step, tokens.count)]
            let batch = TokenBatch()
            batch.add(
                part,
                from: position + start,
                blocks: blocks,
                sequenceLength: position + tokens.count
            )
            batch.outputs = Array(part.indices.map { $0 - start })
            runner.run(batch)
            let rows = 0..<part.count
            logits += try floats(rows.count, vocabularySize) { try runner.logits(rows, into: $0) }
            hidden += try floats(rows.count, hiddenSize) { try runner.finalHidden(rows, into: $0) }
        }
        return (logits, hidden)
    }

    private func floats(
        _ rows: Int,
        _ width: Int,
        _ write: (UnsafeMutablePointer<Float>) throws -> Void
    ) throws -> [[Float]] {
        let all = try [Float](unsafeUninitializedCapacity: rows * width) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            try write(start)
            filled = rows * width
        }
        return (0..<rows).map { Array(all[$0 * width..<($0 + 1) * width]) }
    }

    /// The greedy continuation, and the logits of the prompt.
    func greedy(_ prompt: [Int32], count: Int) throws -> (tokens: [Int32], promptLogits: [[Float]])
    {
        let promptLogits = try run(prompt).logits
        var tokens: [Int32] = []
        var last = promptLogits[promptLogits.count - 1]
        while true {
            let best = last.indices.max { last[$0] < last[$1] || (last[$0] == last[$1] && $0 > $1) }
            tokens.append(Int32(best ?? 0))
            guard tokens.count < count else { return (tokens, promptLogits) }
            let length = prompt.count + tokens.count
            // A sequence that outgrows the limit is computed anew.
            let from = shortLimit.map { length == $0 + 1 } == true ? 0 : length - 1
            let next = try run(Array((prompt + tokens)[from...]), from: from).logits
            last = next[next.count - 1]
        }
    }
}

/// The greatest absolute difference; infinite if the counts differ or a value is not a number.
func worstDifference(_ found: some Collection<Float>, _ expected: some Collection<Float>) -> Float {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}

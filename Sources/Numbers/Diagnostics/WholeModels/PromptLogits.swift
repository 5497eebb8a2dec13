import Compute
import Models

/// The logits of whole prompts, at every position.
struct PromptLogits {
    let vocabulary: Int
    /// `[T, V]` for each prompt.
    let rows: [[Float]]

    init(vocabulary: Int, rows: [[Float]]) { (self.vocabulary, self.rows) = (vocabulary, rows) }

    /// Computes a model's logits for prompts.
    ///
    /// - Parameter oneByOne: Positions at a prompt's end that are computed one a step, like those
    ///   of replies.
    /// - Throws: The error that keeps the model from running on the device.
    init(
        _ decoder: Decoder, on device: ComputeDevice, _ prompts: [[Int32]], oneByOne: Int = 0,
        threads: Int
    ) throws {
        let longest = max(1, prompts.map(\.count).max() ?? 1)
        let blocks = longest / KVCache.positionsPerBlock + 1
        let team = WorkerTeam(threads: threads)
        defer { team.stop() }
        let limits = BackendLimits(rows: longest, positions: longest, blocks: blocks)
        let runner = try DecoderRunner(
            decoder, on: device.backend(for: decoder, limits: limits, team: team))
        vocabulary = decoder.configuration.vocabularySize
        rows = try prompts.map { prompt in
            let cut = max(min(1, prompt.count), prompt.count - oneByOne)
            let steps = [0..<cut] + (cut..<prompt.count).map { $0..<$0 + 1 }
            return try steps.flatMap { step in
                let batch = TokenBatch()
                // Any order of blocks must give the same logits: here the reverse.
                batch.add(
                    prompt[step], from: step.lowerBound,
                    blocks: (0..<Int32(blocks)).reversed(), sequenceLength: prompt.count)
                batch.outputs = Array(0..<step.count)
                runner.run(batch)
                return try runner.logits(step.count)
            }
        }
    }

    /// Returns the difference from a reference for the same prompts.
    func difference(
        from expected: PromptLogits, of prompts: [[Int32]]
    ) -> LogProbabilityDifference {
        var difference = LogProbabilityDifference()
        for (prompt, (found, expected)) in zip(prompts, zip(rows, expected.rows)) {
            difference.add(
                found: found, expected: expected, vocabulary: vocabulary,
                following: prompt.dropFirst())
        }
        return difference
    }
}

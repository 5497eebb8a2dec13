import Compute
import Models

/// Compares a whole model's log-probabilities on two backends.
enum WholeModelComparison {
    /// Returns the mean difference over prompts of several lengths, in nats.
    static func run(
        _ decoder: Decoder, name: String, of found: any Backend, with reference: any Backend,
        tolerance: Float
    ) throws -> OperationResult {
        let expected = try logits(decoder, on: reference)
        let given = try logits(decoder, on: found)
        var difference = LogProbabilityDifference()
        difference.add(
            found: given, expected: expected, vocabulary: decoder.configuration.vocabularySize)
        return OperationResult(
            "whole model, log-probabilities", name, worst: Float(difference.mean),
            tolerance: tolerance)
    }

    private static func logits(_ decoder: Decoder, on backend: any Backend) throws -> [Float] {
        let runner = try DecoderRunner(decoder, on: backend)
        let batch = ComparisonBatch.prompts(vocabulary: decoder.configuration.vocabularySize)
        runner.run(batch)
        return try runner.logits(batch.outputs.count)
    }
}

extension DecoderRunner {
    /// Returns the logits of the first `rows` outputs, `[rows, V]`; those not written are NaN.
    func logits(_ rows: Int) throws -> [Float] {
        // A few rows at a time, which bounds the memory.
        let atOnce = 32, width = decoder.configuration.vocabularySize
        var all = [Float](repeating: .nan, count: rows * width)
        try all.withUnsafeMutableBufferPointer { all in
            guard let start = all.baseAddress else { return }
            for first in stride(from: 0, to: rows, by: atOnce) {
                try logits(first..<min(rows, first + atOnce), into: start + first * width)
            }
        }
        return all
    }
}

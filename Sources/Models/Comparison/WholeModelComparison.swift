import Foundation

/// Compares a whole model's log-probabilities on two backends.
enum WholeModelComparison {
    /// The mean difference over prompts of several lengths, in nats.
    static func run(
        _ decoder: Decoder, name: String, of found: any Backend, with reference: any Backend,
        tolerance: Float
    ) throws -> OperationResult {
        let expected = try logProbabilities(decoder, on: reference)
        let given = try logProbabilities(decoder, on: found)
        let sum = zip(given, expected).reduce(0.0) { $0 + Double(abs($1.0 - $1.1)) }
        return OperationResult(
            "whole model, log-probabilities", name,
            worst: Float(sum / Double(max(1, expected.count))), tolerance: tolerance)
    }

    private static func logProbabilities(
        _ decoder: Decoder, on backend: any Backend
    ) throws -> [Float] {
        let runner = try DecoderRunner(decoder, on: backend)
        let vocabulary = decoder.configuration.vocabularySize
        let batch = ComparisonBatch.prompts(vocabulary: vocabulary)
        runner.run(batch)
        let rows = batch.outputs.count
        var logits = [Float](repeating: .nan, count: rows * vocabulary)
        try runner.logits(0..<rows, into: &logits)
        return (0..<rows).flatMap { row in
            normalised(logits[row * vocabulary..<(row + 1) * vocabulary])
        }
    }

    private static func normalised(_ logits: ArraySlice<Float>) -> [Float] {
        let most = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - most) }
        return logits.map { $0 - most - log(sum) }
    }
}

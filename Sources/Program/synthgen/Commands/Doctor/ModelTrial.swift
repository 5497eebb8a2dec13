import Compute
import Diagnostics
import Foundation
import Models
import Text

/// A trial of whole models on a device against their references.
struct ModelTrial {
    let device: ComputeDevice
    let arithmetics: [Arithmetic]

    /// Compares a model on the device with its references.
    ///
    /// - Throws: The error that keeps the model from running.
    func run(_ model: TriedModel) throws -> ModelTrialReport {
        let comparison = try ModelComparison(
            url: model.url, adapter: model.adapter, device: device,
            threads: ProcessInfo.processInfo.activeProcessorCount)
        // Golden numbers are those of the model without an adapter.
        let golden =
            try model.adapter == nil
            ? GoldenNumbers(in: model.url, vocabulary: comparison.vocabularySize) : nil
        let (prompts, kind) = try prompts(for: model, vocabulary: comparison.vocabularySize)
        return ModelTrialReport(
            name: model.name, path: model.url.path,
            prompts: golden == nil ? kind : "golden.json",
            results: try comparison.run(arithmetics, prompts: prompts, golden: golden))
    }

    /// Returns four prompts: prose, or arbitrary token ids if there is no tokenizer.
    private func prompts(
        for model: TriedModel, vocabulary: Int
    ) throws -> (prompts: [[Int32]], kind: String) {
        guard model.hasTokenizer else {
            let lengths = [1, 17, 40, 64]
            return (
                lengths.enumerated().map { index, length in
                    ComparisonBatch.tokens(length, index: index, vocabulary: vocabulary)
                }, "token ids of no meaning: there is no tokenizer"
            )
        }
        let tokenizer = try Tokenizer(modelAt: model.url)
        return ((0..<4).map { BenchTexts.prompt(980_000 + $0, count: 64, tokenizer) }, "prose")
    }
}

package import Compute
package import Foundation
package import Models

/// Compares a whole model's log-probabilities on a device with two references: float32 on the CPU,
/// and golden numbers beside the model.
///
/// The CPU uses its fastest kernels for the reference, since the trial of operations holds them to
/// plain C's bits.
package struct ModelComparison {
    private let url: URL
    private let adapter: URL?
    private let reference: Decoder
    private let device: ComputeDevice
    private let threads: Int

    /// A comparison of the model at `url`, with the adapter in a folder if one is given.
    ///
    /// - Throws: `TensorError` or ``ModelError`` if it is not a model that synthgen can run.
    package init(
        url: URL, adapter: URL? = nil, device: ComputeDevice, threads: Int
    ) throws {
        (self.url, self.adapter, self.device, self.threads) = (url, adapter, device, threads)
        reference = try Decoder(
            url: url, adapter: adapter, form: .beside, arithmetic: .float32)
    }

    /// Size of the model's vocabulary.
    package var vocabularySize: Int { reference.configuration.vocabularySize }

    /// Runs the prompts, or those of `golden` if it is given, in each arithmetic.
    ///
    /// - Throws: The error that keeps the model from running: of its files, the device's memory.
    package func run(
        _ arithmetics: [Arithmetic], prompts: [[Int32]], golden: GoldenNumbers?
    ) throws -> [ModelResult] {
        let prompts = golden?.prompts.map(\.tokens) ?? prompts
        let reference = try PromptLogits(reference, on: .cpu, prompts, threads: threads)
        let expected = golden.map { golden in
            PromptLogits(vocabulary: reference.vocabulary, rows: golden.prompts.map(\.logits))
        }
        var results: [ModelResult] = []
        if let expected {
            results.append(
                ModelResult(
                    .float32, .cpu, .golden, reference.difference(from: expected, of: prompts)))
        }
        for arithmetic in arithmetics {
            let found = try PromptLogits(
                Decoder(
                    url: url, adapter: adapter, form: device.isGPU ? .merged : .beside,
                    arithmetic: arithmetic),
                on: device, prompts, oneByOne: 8, threads: threads)
            results.append(
                ModelResult(
                    arithmetic, device, .float32, found.difference(from: reference, of: prompts)))
            guard let expected else { continue }
            results.append(
                ModelResult(
                    arithmetic, device, .golden, found.difference(from: expected, of: prompts)))
        }
        return results
    }
}

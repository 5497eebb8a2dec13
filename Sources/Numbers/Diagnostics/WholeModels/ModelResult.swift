import Compute
package import Models

/// How far a whole model on a device is from one of its references.
package struct ModelResult: Sendable {
    /// What a model is compared with.
    package enum Reference: String, Sendable {
        /// The same files in 32-bit floats on the CPU.
        case float32
        /// The numbers beside the model, which somebody else's code computed.
        case golden
    }

    package let arithmetic: Arithmetic
    private let isGPU: Bool
    /// "cpu", or "cuda:0 (NVIDIA H200)".
    package let device: String
    package let reference: Reference
    package let difference: LogProbabilityDifference

    init(
        _ arithmetic: Arithmetic, _ device: ComputeDevice, _ reference: Reference,
        _ difference: LogProbabilityDifference
    ) {
        (self.arithmetic, self.device, isGPU) = (arithmetic, device.description, device.isGPU)
        (self.reference, self.difference) = (reference, difference)
    }

    /// The greatest mean difference that is no mistake, in nats; `nil` where it is a price to be
    /// looked at: 8-bit floats make another model.
    ///
    /// 32-bit floats differ by 1e-5 between any two programs. Rounding to bfloat16, on GPUs, costs
    /// up to 0.04, most in models of random weights; to 8-bit integers, on the CPU, 0.12 in a
    /// quantised SmolLM2, whose unlikely tokens move most. A wrong formula moves whole nats.
    package var limit: Double? {
        switch arithmetic {
        case .float32: 1e-4
        case .native: isGPU ? 0.1 : 0.3
        case .fp8, .fp8Tensor: nil
        }
    }

    /// Whether the difference is what the arithmetic costs, and all logits are numbers.
    package var isRight: Bool { difference.mean <= limit ?? .greatestFiniteMagnitude }
}

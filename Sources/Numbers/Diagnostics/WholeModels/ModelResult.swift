import Compute
package import Models

/// The difference between a whole model on a device and one of its references.
package struct ModelResult: Sendable {
    /// The reference that a model is compared with.
    package enum Reference: String, Sendable {
        /// The same files in float32 on the CPU.
        case float32
        /// The golden numbers beside the model, computed by other code.
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

    /// Largest mean difference that is right, in nats; `nil` for fp8, whose difference is reported
    /// as a cost: 8-bit floats make another model.
    ///
    /// In float32 any two programs differ by 1e-5. Rounding to bf16, on GPUs, costs up to 0.04,
    /// most in models of random weights; rounding to 8-bit integers, on the CPU, 0.12 in a
    /// quantised SmolLM2, whose unlikely tokens move most. A wrong formula costs whole nats.
    package var limit: Double? {
        switch arithmetic {
        case .float32: 1e-4
        case .native: isGPU ? 0.1 : 0.3
        case .fp8, .fp8Tensor: nil
        }
    }

    /// Whether the mean difference is within ``limit``, and no logit is NaN.
    package var isRight: Bool { difference.mean <= limit ?? .greatestFiniteMagnitude }
}

import Compute
import Foundation

/// AdamW's settings: decoupled weight decay on matrices, gradients clipped to a global norm.
public struct AdamW: Sendable, Equatable {
    /// How slowly the mean of gradients changes.
    public var beta1: Double
    /// How slowly the mean of squared gradients changes.
    public var beta2: Double
    /// Added to the root of the mean square.
    public var epsilon: Double
    /// Of tensors of two or more dimensions; norms and biases do not decay.
    public var weightDecay: Double
    /// Largest global norm of the gradients; nil leaves them as they are.
    public var maximumNorm: Double?

    /// Defaults: those of the trainers of language models, not of Adam's paper.
    public init(
        beta1: Double = 0.9, beta2: Double = 0.95, epsilon: Double = 1e-8,
        weightDecay: Double = 0.1, maximumNorm: Double? = 1
    ) {
        (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        (self.weightDecay, self.maximumNorm) = (weightDecay, maximumNorm)
    }

    /// The factor that clips gradients of this norm, as torch's `clip_grad_norm_` has it.
    func clipping(norm: Double) -> Double {
        guard let maximumNorm else { return 1 }
        return min(1, maximumNorm / (norm + 1e-6))
    }

    /// Updates every parameter by its gradient.
    ///
    /// - Parameters:
    ///   - number: Steps so far, this one included.
    ///   - norm: The gradients' global norm.
    func step(
        _ parameters: [Parameter], number: Int, learningRate: Double, norm: Double,
        on backend: any DifferentiableBackend
    ) {
        var step = AdamStep(
            learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            decay: weightDecay, correction1: 1 - pow(beta1, Double(number)),
            correction2: 1 - pow(beta2, Double(number)), gradientScale: clipping(norm: norm))
        for parameter in parameters {
            guard let training = parameter.training else { continue }
            step.decay = parameter.decays ? weightDecay : 0
            let update =
                switch training.moments {
                case .float32: backend.adamStep
                case .eightBit: backend.adamStep8Bit
                }
            update(
                parameter.value, training.gradient, training.firstMoment, training.secondMoment,
                step)
        }
    }

    /// The global norm of the parameters' gradients: the root of the sum of all squares.
    static func globalNorm(
        _ parameters: [Parameter], on backend: any DifferentiableBackend
    ) throws -> Double {
        var total = 0.0
        for parameter in parameters {
            if let gradient = parameter.gradient { total += try backend.squaredNorm(gradient) }
        }
        return total.squareRoot()
    }
}

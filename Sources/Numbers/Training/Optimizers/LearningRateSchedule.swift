import Foundation

/// How the learning rate goes on over the steps of a training, as transformers' schedules do.
///
/// While warming up, step `n` (from 0) has `n / warmupSteps` of the peak: the first step's learning
/// rate is zero.
public struct LearningRateSchedule: Sendable, Equatable {
    /// The course after the warm-up.
    public enum Shape: String, Sendable, CaseIterable {
        /// The peak to the end.
        case constant
        /// Down in a line, to zero after the last step.
        case linear
        /// Down along half a cosine, to zero after the last step.
        case cosine
    }

    /// The course after the warm-up.
    public var shape: Shape
    /// The learning rate after the warm-up.
    public var peak: Double
    /// Steps before the peak is reached.
    public var warmupSteps: Int
    /// All steps of the training.
    public var totalSteps: Int

    /// A schedule of these settings.
    public init(shape: Shape = .constant, peak: Double, warmupSteps: Int = 0, totalSteps: Int) {
        (self.shape, self.peak) = (shape, peak)
        (self.warmupSteps, self.totalSteps) = (warmupSteps, totalSteps)
    }

    /// The learning rate of a step, counted from 0.
    public func rate(ofStep step: Int) -> Double {
        if step < warmupSteps { return peak * (Double(step) / Double(max(1, warmupSteps))) }
        let left = max(1, totalSteps - warmupSteps)
        let progress = Double(step - warmupSteps) / Double(left)
        switch shape {
        case .constant: return peak
        case .linear: return peak * max(0, Double(totalSteps - step) / Double(left))
        case .cosine: return peak * max(0, 0.5 * (1 + cos(Double.pi * progress)))
        }
    }
}

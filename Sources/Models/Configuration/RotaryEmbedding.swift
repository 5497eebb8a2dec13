import Foundation

/// Rotary position embedding: which dimensions turn, how fast, and how the pairs lie.
public struct RotaryEmbedding: Sendable, Hashable {
    /// How frequencies are changed to reach further than the model was first trained for.
    public enum Scaling: Sendable, Hashable {
        case none
        /// Every frequency divided by the factor (Chen et al. 2023, arXiv:2306.15595).
        case linear(factor: Double)
        /// Low frequencies divided, high ones kept, a blend between (Llama 3.1).
        case llama3(
            factor: Double,
            lowFrequencyFactor: Double,
            highFrequencyFactor: Double,
            originalContextLength: Int
        )
        /// Each frequency divided by its own factor, as GGUF's `rope_freqs.weight` stores them.
        case factors([Float])
    }

    /// Dimensions of each head that turn, from the first on; even.
    public var dimensions: Int
    /// The base of the geometric series of wavelengths ("theta").
    public var base: Double
    /// How the frequencies are changed.
    public var scaling: Scaling
    /// Whether pairs are neighbours (2i, 2i+1), the row order of llama.cpp's Llama files, instead of
    /// (i, i + dimensions/2).
    public var isInterleaved: Bool

    /// The angle per position of each pair, in radians; `dimensions / 2` values.
    public var frequencies: [Float] {
        (0..<dimensions / 2).map { pair in
            let plain = Float(1 / pow(base, Double(2 * pair) / Double(dimensions)))
            return scaled(plain, pair: pair)
        }
    }

    private func scaled(_ frequency: Float, pair: Int) -> Float {
        switch scaling {
        case .none: return frequency
        case .linear(let factor): return Float(Double(frequency) / factor)
        case .factors(let factors): return frequency / factors[pair]
        case .llama3(let factor, let low, let high, let original):
            let frequency = Double(frequency)
            let wavelength = 2 * Double.pi / frequency
            let turns = Double(original) / wavelength
            if turns < low { return Float(frequency / factor) }
            if turns > high { return Float(frequency) }
            let share = (turns - low) / (high - low)
            return Float((1 - share) * frequency / factor + share * frequency)
        }
    }
}

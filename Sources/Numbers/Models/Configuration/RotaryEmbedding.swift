import Foundation

/// Rotary position embedding: which dimensions are rotated, how fast, and how the pairs lie.
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
        /// Low frequencies divided, high ones kept, a ramp over the pairs between those that rotate
        /// `betaFast` and `betaSlow` times in the original context (Peng et al. 2023,
        /// arXiv:2309.00071). `truncates`: the ramp's ends are whole pairs.
        case yarn(
            factor: Double,
            betaFast: Double,
            betaSlow: Double,
            originalContextLength: Int,
            truncates: Bool
        )
        /// Each frequency divided by its own factor: by a short one in sequences up to the original
        /// length, in longer ones by a long one (Ding et al. 2024, arXiv:2402.13753).
        case longRoPE(short: [Float], long: [Float], originalContextLength: Int)
        /// Each frequency divided by its own factor, as GGUF's `rope_freqs.weight` stores them.
        case factors([Float])
    }

    /// Dimensions of each head that are rotated, from the first on; even.
    public var dimensions: Int
    /// The base of the geometric series of wavelengths ("theta").
    public var base: Double
    /// How the frequencies are changed.
    public var scaling: Scaling
    /// Factor for cosines and sines.
    public var attentionFactor: Double
    /// Whether pairs are neighbours (2i, 2i+1), the row order of llama.cpp's Llama files, instead
    /// of (i, i + dimensions/2).
    public var isInterleaved: Bool

    /// Longest sequence that uses the short factors (LongRoPE), ``frequencies``; every position of
    /// a longer one uses ``longFrequencies``. `nil` if there is one set.
    public var shortLimit: Int? {
        guard case .longRoPE(_, _, let length) = scaling else { return nil }
        return length
    }

    /// The angle per position of each pair, in radians; `dimensions / 2` values.
    public var frequencies: [Float] {
        switch scaling {
        case .none: return plain
        case .linear(let factor): return plain.map { Float(Double($0) / factor) }
        case .factors(let factors): return zip(plain, factors).map { $0 / $1 }
        case .longRoPE(let short, _, _): return zip(plain, short).map { $0 / $1 }
        case .yarn: return yarn
        case .llama3(let factor, let low, let high, let original):
            return plain.map {
                let frequency = Double($0)
                let rotations = Double(original) * frequency / (2 * Double.pi)
                if rotations < low { return Float(frequency / factor) }
                if rotations > high { return Float(frequency) }
                let share = (rotations - low) / (high - low)
                return Float((1 - share) * frequency / factor + share * frequency)
            }
        }
    }

    /// The angles per position in sequences that are longer than ``shortLimit``.
    public var longFrequencies: [Float]? {
        guard case .longRoPE(_, let long, _) = scaling else { return nil }
        return zip(plain, long).map { $0 / $1 }
    }

    private var plain: [Float] {
        (0..<dimensions / 2).map { pair in
            Float(1 / pow(base, Double(2 * pair) / Double(dimensions)))
        }
    }

    private var yarn: [Float] {
        guard case .yarn(let factor, let fast, let slow, let length, let truncates) = scaling else {
            return plain
        }
        /// The pair that rotates this often in the original context.
        func pair(rotating rotations: Double) -> Double {
            let wavelength = Double(length) / (rotations * 2 * Double.pi)
            return Double(dimensions) * log(wavelength) / (2 * log(base))
        }
        var (low, high) = (pair(rotating: fast), pair(rotating: slow))
        if truncates { (low, high) = (low.rounded(.down), high.rounded(.up)) }
        (low, high) = (max(low, 0), min(high, Double(dimensions - 1)))
        if low == high { high += 0.001 }
        return plain.enumerated().map { pair, frequency in
            let share = 1 - min(max((Double(pair) - low) / (high - low), 0), 1)
            return Float(Double(frequency) * ((1 - share) / factor + share))
        }
    }
}

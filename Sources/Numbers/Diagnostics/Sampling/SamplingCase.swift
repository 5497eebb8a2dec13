import Compute
import Inference

/// A row's sampling options and draw, for the GPU's sampler and for the CPU's.
struct SamplingCase {
    /// The options that are tried: each alone, then all.
    enum Kind: String, CaseIterable {
        case greedy, temperature
        case topK = "top-k"
        case topP = "top-p"
        case minP = "min-p"
        case typicalP = "typical-p"
        case penalties
        case together = "everything together"
    }

    let kind: Kind
    private(set) var options = SamplingOptions()
    /// Prompt and reply so far.
    private(set) var tokens: [Int32] = []
    private let uniform: Double

    private static let promptLength = 5
    private static let replyLength = 12
    /// How far float32 may shift the border between two tokens, as a share of the probability.
    private static let reach = 1e-5

    /// The case of a row; half of the tokens so far are the row's most likely ones.
    init(_ kind: Kind, _ logits: LogitRow, seed: UInt64, row: Int) {
        self.kind = kind
        let vocabulary = logits.count
        var counter = UInt64(row) << 8
        func next() -> Double {
            counter += 1
            return CounterRandom.uniform(seed: seed, counter: counter)
        }
        func one<Value>(of values: [Value]) -> Value { values[Int(next() * Double(values.count))] }
        uniform = next()
        options.temperature = kind == .greedy ? 0 : one(of: [0.3, 0.8, 1, 1.7])
        let isAll = kind == .together
        if isAll || kind == .topK {
            options.topK = one(of: [1, 7, vocabulary / 2 + 1, vocabulary, vocabulary + 5])
        }
        if isAll || kind == .topP { options.topP = one(of: [0.95, 0.5, 0.01]) }
        if isAll || kind == .minP { options.minP = one(of: [0.02, 0.1, 0.7]) }
        if isAll || kind == .typicalP { options.typicalP = one(of: [0.9, 0.2]) }
        guard isAll || kind == .penalties else { return }
        // Numbers that float32 has exactly: both sides penalise to the same bits.
        options.repetitionPenalty = one(of: [1, 1.25])
        options.presencePenalty = one(of: [0, 0.5])
        options.frequencyPenalty = one(of: [0.25, -0.25])
        options.noRepeatNGram = one(of: [0, 2])
        if kind == .penalties, next() < 0.5 { options.temperature = 0 }
        let some =
            logits.top(3).map(\.token) + (0..<3).map { _ in Int32(next() * Double(vocabulary)) }
        tokens = (0..<Self.promptLength + Self.replyLength).map { _ in one(of: some) }
    }

    private var replyStart: Int { min(Self.promptLength, tokens.count) }

    /// The draw that the GPU is asked for.
    var draw: TokenDraw {
        TokenDraw(options, tokens: tokens, replyStart: replyStart, uniform: uniform)
    }

    /// Returns whether the CPU's sampler draws this token, too, up to rounding.
    ///
    /// The GPU's weights are multiples of 2⁻⁴⁰ computed in float32, the CPU's are floats or
    /// doubles; their sums and shares agree up to 3 millionths. So the draw, or the threshold of
    /// top-p, min-p or typical-p, may fall between the two samplers' borders of a token. Another
    /// token is right only if the CPU draws it when the draw, these thresholds or the temperature
    /// are moved by a hundred-thousandth. Greedy choices and top-k compare logits alone, so nothing
    /// is moved for them.
    func allows(_ token: Int32, _ row: LogitRow, _ workspace: SamplerWorkspace) -> Bool {
        guard token >= 0, Int(token) < row.count else { return false }
        func draws(_ options: SamplingOptions, _ u: Double) -> Bool {
            let sampler = Sampler(options, workspace)
            return sampler.choose(row, tokens: tokens, replyStart: replyStart, u: u) == token
        }
        if draws(options, uniform) { return true }
        guard options.temperature > 0 else { return false }
        return moved.contains { options in
            [-1, 0, 1].contains { step in
                draws(options, min(max(uniform + step * Self.reach, 0), 1 - 0x1p-53))
            }
        }
    }

    /// The options, and variants moved by ``reach`` to either side.
    private var moved: [SamplingOptions] {
        var all = [options]
        func move(_ option: WritableKeyPath<SamplingOptions, Double>, off: Double) {
            guard options[keyPath: option] != off else { return }
            all = all.flatMap { options in
                [-1, 0, 1].map { step in
                    var moved = options
                    moved[keyPath: option] *= 1 + step * Self.reach
                    return moved
                }
            }
        }
        move(\.temperature, off: 0)
        move(\.topP, off: 1)
        move(\.minP, off: 0)
        move(\.typicalP, off: 1)
        return all
    }
}

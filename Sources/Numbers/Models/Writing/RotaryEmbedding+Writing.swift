import Foundation
import JSON

extension RotaryEmbedding {
    /// `rope_scaling` of a `config.json`; null if frequencies are not changed.
    func huggingFaceScaling(context: Int) -> JSON {
        switch scaling {
        case .none:
            attentionFactor == 1
                ? .null : ownFactors(plainFactors, original: context)
        case .linear(let factor):
            attentionFactor == 1
                ? ["rope_type": "linear", "factor": .double(factor)]
                : ownFactors(plainFactors.map { $0 * Float(factor) }, original: context)
        case .llama3(let factor, let low, let high, let length):
            [
                "rope_type": "llama3", "factor": .double(factor),
                "low_freq_factor": .double(low), "high_freq_factor": .double(high),
                "original_max_position_embeddings": .integer(length),
            ]
        case .yarn(let factor, let fast, let slow, let length, let truncates):
            yarn(factor, fast, slow, length, truncates)
        case .longRoPE(let short, let long, let length):
            longRoPE(short, long, original: length, context: context)
        case .factors(let factors):
            llama3(of: factors)?.huggingFaceScaling(context: context)
                ?? ownFactors(factors, original: context)
        }
    }

    private var plainFactors: [Float] { [Float](repeating: 1, count: dimensions / 2) }

    private func yarn(
        _ factor: Double, _ fast: Double, _ slow: Double, _ length: Int, _ truncates: Bool
    ) -> JSON {
        var options: JSONObject = [
            "rope_type": "yarn", "factor": .double(factor),
            "original_max_position_embeddings": .integer(length),
            "beta_fast": .double(fast), "beta_slow": .double(slow),
        ]
        if !truncates { options["truncate"] = false }
        if attentionFactor != Self.yarnFactor(factor) {
            options["attention_factor"] = .double(attentionFactor)
        }
        return .object(options)
    }

    /// Phi-3's class of transformers 4 wants just these three keys.
    private func longRoPE(
        _ short: [Float], _ long: [Float], original length: Int, context: Int
    ) -> JSON {
        var options: JSONObject = [
            "type": "longrope",
            "short_factor": .array(short.map(JSON.shortest)),
            "long_factor": .array(long.map(JSON.shortest)),
        ]
        let usual = Self.longRoPEFactor(
            Double(context) / Double(length), originalContextLength: length)
        if abs(attentionFactor - usual) > 1e-6 {
            options["attention_factor"] = .double(attentionFactor)
        }
        return .object(options)
    }

    /// Factors of each frequency that follow no rule: LongRoPE whose two sets are the same.
    private func ownFactors(_ factors: [Float], original length: Int) -> JSON {
        let list = JSON.array(factors.map(JSON.shortest))
        return [
            "rope_type": "longrope", "short_factor": list, "long_factor": list, "factor": 1,
            "original_max_position_embeddings": .integer(length),
            "attention_factor": .double(attentionFactor),
        ]
    }

    /// The rule of Llama 3.1 that gives these factors; nil if none with its usual bounds does.
    ///
    /// GGUF files have the factors in place of the rule.
    private func llama3(of factors: [Float]) -> RotaryEmbedding? {
        guard attentionFactor == 1, let greatest = factors.max(), greatest > 1 else { return nil }
        var plain = self
        plain.scaling = .none
        let expected = zip(plain.frequencies, factors).map { $0 / $1 }
        for power in 5...20 {
            var candidate = self
            candidate.scaling = .llama3(
                factor: Double("\(greatest)") ?? Double(greatest), lowFrequencyFactor: 1,
                highFrequencyFactor: 4, originalContextLength: 1 << power)
            let isSame = zip(candidate.frequencies, expected).allSatisfy { found, expected in
                abs(found - expected) <= 1e-6 * expected
            }
            if isSame { return candidate }
        }
        return nil
    }
}

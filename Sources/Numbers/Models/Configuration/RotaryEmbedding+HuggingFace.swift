import Foundation
import JSON

extension RotaryEmbedding {
    /// `rope_parameters` of transformers 5, or `rope_theta` and `rope_scaling` beside each other.
    init(
        huggingFace reader: ConfigurationReader,
        _ family: Family,
        headDimension: Int
    ) throws {
        let parameters = try reader.object("rope_parameters") ?? reader
        let scaling =
            try reader.has("rope_parameters") ? parameters : reader.object("rope_scaling")
        let theta = try reader.positive("rope_theta", or: family.rotaryBase)
        base = try parameters.positive("rope_theta", or: theta)
        let share = try parameters.positive(
            "partial_rotary_factor",
            or: reader.positive(["partial_rotary_factor", "rope_percent"], or: family.rotaryShare)
        )
        guard share <= 1 else {
            throw ModelError.badValue(
                path: reader.path,
                key: "partial_rotary_factor",
                found: "\(share)",
                expected: "at most 1"
            )
        }
        dimensions = Int(Double(headDimension) * share)
        isInterleaved = false
        (self.scaling, attentionFactor) = (.none, 1)
        if let scaling { try read(scaling, reader) }
    }

    private mutating func read(
        _ options: ConfigurationReader,
        _ reader: ConfigurationReader
    ) throws {
        let context = try reader.count("max_position_embeddings")
        func original(or fallback: Int) throws -> Int {
            let key = "original_max_position_embeddings"
            return try options.count(key, or: reader.count(key, or: fallback))
        }
        for (kind, value) in options.values.object?.pairs.map({ ($0, $1) }) ?? []
        where value.object != nil {
            throw options.unsupported(kind, "an object", "one kind of rotation for all layers")
        }
        switch try options.text("rope_type") ?? options.text("type") ?? "default" {
        case "default": break
        case "linear": scaling = .linear(factor: try options.positive("factor"))
        case "llama3":
            scaling = .llama3(
                factor: try options.positive("factor"),
                lowFrequencyFactor: try options.positive("low_freq_factor"),
                highFrequencyFactor: try options.positive("high_freq_factor"),
                originalContextLength: try original(or: 8192)
            )
        case "yarn":
            let length = try original(or: context)
            let factor = try options.positive("factor", or: Double(context) / Double(length))
            scaling = .yarn(
                factor: factor,
                betaFast: try options.positive("beta_fast", or: 32),
                betaSlow: try options.positive("beta_slow", or: 1),
                originalContextLength: length,
                truncates: try options.flag("truncate", or: true)
            )
            attentionFactor = try Self.yarnFactor(options, factor)
        case "longrope", "su":
            let length = try original(or: context)
            let factor = try options.positive("factor", or: Double(context) / Double(length))
            scaling = .longRoPE(
                short: try options.factors("short_factor", count: dimensions / 2),
                long: try options.factors("long_factor", count: dimensions / 2),
                originalContextLength: length
            )
            attentionFactor = try options.positive(
                "attention_factor",
                or: Self.longRoPEFactor(factor, originalContextLength: length)
            )
        case let other:
            throw options.unsupported(
                "rope_type",
                "'\(other)'",
                "default, linear, llama3, yarn, longrope"
            )
        }
    }

    /// √(1 + ln factor / ln length) (Ding et al. 2024, arXiv:2402.13753).
    static func longRoPEFactor(_ factor: Double, originalContextLength length: Int) -> Double {
        factor <= 1 ? 1 : (1 + log(factor) / log(Double(length))).squareRoot()
    }

    /// 0.1·ln factor + 1 (Peng et al. 2023, arXiv:2309.00071, eq. 22); `share` is of the logarithm.
    static func yarnFactor(_ factor: Double, share: Double = 1) -> Double {
        factor <= 1 ? 1 : 0.1 * share * log(factor) + 1
    }

    private static func yarnFactor(
        _ options: ConfigurationReader,
        _ factor: Double
    ) throws -> Double {
        var fallback = yarnFactor(factor)
        if let share = try options.optionalPositive("mscale"),
            let ofAll = try options.optionalPositive("mscale_all_dim")
        {
            fallback = yarnFactor(factor, share: share) / yarnFactor(factor, share: ofAll)
        }
        return try options.positive("attention_factor", or: fallback)
    }
}

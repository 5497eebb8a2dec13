extension ModelConfiguration {
    /// The options that this configuration asks for, in words, with their names.
    public var options: [(name: String, value: String)] {
        let described: [(String, String?)] = [
            ("norm", normOption),
            ("positions", rotary.option),
            ("attention", attentionOption),
            ("window", windowOption),
            ("feedForward", feedForwardOption),
            ("biases", biasOption),
            ("headNorms", hasQueryKeyNorm ? "queries and keys, before they are rotated" : nil),
            ("branchNorms", hasBranchNorms ? "attention and feed-forward, before the sum" : nil),
            ("embeddingScale", embeddingScale == 1 ? nil : "\(embeddingScale)"),
            ("logitSoftCap", logitSoftCap.map { "\($0)" }),
            ("tiedEmbeddings", "\(tiesEmbeddings)"),
        ]
        return described.compactMap { name, value in value.map { (name, $0) } }
    }

    private var normOption: String {
        switch norm {
        case .rms(let onePlus): "rms\(onePlus ? ", 1 + weight" : ""), epsilon \(epsilon)"
        case .layer(let onePlus): "layer\(onePlus ? ", 1 + weight" : ""), epsilon \(epsilon)"
        }
    }

    private var attentionOption: String {
        "scale \(attention.scale)" + (attention.softCap.map { ", scores capped at \($0)" } ?? "")
    }

    private var windowOption: String? {
        let windows = attention.windows.compactMap(\.self)
        guard let widest = windows.max() else { return nil }
        let layers = windows.count == layerCount ? "every layer" : "\(windows.count) layers"
        return "\(widest) positions in \(layers)"
    }

    private var feedForwardOption: String {
        guard let experts else { return feedForward.rawValue }
        let shares = experts.normalisesWeights ? "" : ", shares of all"
        return "\(feedForward.rawValue), \(experts.used) of \(experts.count) experts\(shares)"
    }

    private var biasOption: String? {
        let biased = [
            (hasQueryKeyValueBias, "query, key, value"), (hasOutputBias, "attention output"),
            (hasFeedForwardBias, "feed-forward"),
        ].filter(\.0).map(\.1)
        return biased.isEmpty ? nil : biased.joined(separator: ", ")
    }
}

extension RotaryEmbedding {
    fileprivate var option: String {
        let pairs = isInterleaved ? ", neighbours paired" : ""
        return "rotary, \(dimensions) dimensions, base \(base)\(scaling.option)\(pairs)"
    }
}

extension RotaryEmbedding.Scaling {
    fileprivate var option: String {
        switch self {
        case .none: ""
        case .linear(let factor): ", linear scaling by \(factor)"
        case .llama3(let factor, _, _, let length): ", llama3 scaling by \(factor) from \(length)"
        case .yarn(let factor, _, _, let length, _): ", yarn scaling by \(factor) from \(length)"
        case .longRoPE(_, _, let length): ", longrope scaling from \(length)"
        case .factors: ", a factor for each pair"
        }
    }
}

import Checkpoints

/// Finds tensors by their role, checks their shapes, and notes which were asked for.
final class WeightLoader {
    let names: WeightNames

    private let checkpoint: Checkpoint
    private let configuration: ModelConfiguration
    private var asked: Set<String> = []
    private let adapter: AppliedAdapter?
    private var changed: Set<String> = []
    /// What adapters call the modules.
    private let standard: WeightNames

    init(
        _ checkpoint: Checkpoint, _ configuration: ModelConfiguration,
        _ adapter: AppliedAdapter? = nil
    ) {
        self.checkpoint = checkpoint
        self.configuration = configuration
        self.adapter = adapter
        standard = .huggingFace(hasBranchNorms: configuration.hasBranchNorms)
        names =
            checkpoint.source == .gguf
            ? .gguf : .huggingFace(hasBranchNorms: configuration.hasBranchNorms)
    }

    /// A layer's weights.
    func layer(_ index: Int) throws -> LayerWeights {
        let shape = configuration
        func norm(_ role: WeightNames.Role, _ width: Int) throws -> NormWeights {
            try self.norm(names.stems(role, layer: index), width)
        }
        let (isHeadNormed, isBranchNormed) = (shape.hasQueryKeyNorm, shape.hasBranchNorms)
        let (hidden, head) = (shape.hiddenSize, shape.headDimension)
        return LayerWeights(
            attentionNorm: try norm(.attentionNorm, hidden),
            queryKeyValue: try queryKeyValue(index),
            queryNorm: try isHeadNormed ? norm(.queryNorm, head) : nil,
            keyNorm: try isHeadNormed ? norm(.keyNorm, head) : nil,
            output: try matrix(
                .output, index, hidden, shape.queryWidth, hasBias: shape.hasOutputBias),
            attentionBranchNorm: try isBranchNormed ? norm(.attentionBranchNorm, hidden) : nil,
            feedForwardNorm: try norm(.feedForwardNorm, hidden),
            feedForward: try shape.experts.map { .experts(try experts(index, $0)) }
                ?? feedForward(index),
            feedForwardBranchNorm: try isBranchNormed ? norm(.feedForwardBranchNorm, hidden) : nil
        )
    }

    /// A norm by the first of its names that is there. Its gain is stored as it is, or minus one.
    func norm(_ stems: [String], _ width: Int) throws -> NormWeights {
        let stem = stems.first { checkpoint.tensors[$0 + ".weight"] != nil } ?? stems[0]
        let stored = try vector(stem + ".weight", width)
        switch configuration.norm {
        case .rms(let onePlus):
            return NormWeights(gain: onePlus ? stored.map { $0 + 1 } : stored, bias: nil)
        case .layer(let onePlus):
            return NormWeights(
                gain: onePlus ? stored.map { $0 + 1 } : stored,
                bias: try vector(stem + ".bias", width)
            )
        }
    }

    /// The tensor of this name, of this shape and of a type that can be decoded, times its scales.
    func tensor(_ name: String, _ shape: [Int]) throws -> StoredTensor {
        let stored = try checkpoint.tensor(name)
        asked.insert(name)
        guard stored.shape == shape else {
            throw ModelError.wrongShape(
                path: stored.path,
                tensor: name,
                found: stored.shape,
                expected: shape
            )
        }
        // Fails now rather than in the middle of a step if the element type has no decoder.
        _ = try stored.floats(rows: 0..<0)
        guard let scales = try WeightScales(of: stored, in: checkpoint) else { return stored }
        asked.insert(scales.name)
        return stored.scaled(byRow: scales.rows)
    }

    /// - Throws: ``ModelError/leftoverTensors(path:names:)`` if the checkpoint has tensors that were
    ///   not asked for and that would change what the model computes.
    func checkNothingIsLeft() throws {
        try adapter?.adapter.checkNothingIsLeft(
            Set(adapter?.adapter.names ?? []).subtracting(changed))
        let derived = ["rotary_emb.inv_freq", "attn_rot_embd.weight", "attn.masked_bias"]
        // What somebody else's activations, keys and values were divided by; here they are rounded by
        // scales of their own, or less.
        let scales = [".input_scale", ".input_scale_ub", ".output_scale", ".k_scale", ".v_scale"]
        let classifier = WeightNames.classifier(of: checkpoint)
        let known = [
            "rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight",
            classifier + ".weight", classifier + ".bias",
        ]
        let left = checkpoint.names.filter { name in
            !asked.contains(name) && !known.contains(name) && name != names.head
                && !(derived + scales).contains(where: name.hasSuffix)
        }
        guard left.isEmpty else {
            throw ModelError.leftoverTensors(path: checkpoint.path, names: left)
        }
    }

    private func vector(_ name: String, _ count: Int) throws -> [Float] {
        try tensor(name, [count]).floats()
    }

    /// The first of a role's names that is there; the first of all if none is.
    private func name(
        _ role: WeightNames.Role,
        _ layer: Int,
        _ kind: String = "weight",
        expert: Int = 0
    ) -> String {
        let candidates = names.candidates(role, layer: layer, kind, expert: expert)
        return candidates.first { checkpoint.tensors[$0] != nil } ?? candidates.first ?? ""
    }

    private func has(_ role: WeightNames.Role, _ layer: Int) -> Bool {
        checkpoint.tensors[name(role, layer)] != nil
    }

    private func matrix(
        _ role: WeightNames.Role,
        _ layer: Int,
        _ rows: Int,
        _ columns: Int,
        hasBias: Bool = false
    ) throws -> MatrixWeights {
        let matrix = MatrixWeights(
            try tensor(name(role, layer), [rows, columns]),
            bias: try hasBias ? vector(name(role, layer, "bias"), rows) : nil
        )
        let isRotated = role == .query || role == .key
        return try changed(
            matrix, by: standard.stems(role, layer: layer),
            order: isRotated ? configuration.rotatedRows : .asStored)
    }

    /// The matrix with the adapter's change of the module, if there is one.
    ///
    /// - Parameters:
    ///   - names: Those that an adapter may call the module.
    ///   - merges: Whether the change is added to the matrix in any case.
    func changed(
        _ matrix: MatrixWeights, by names: [String], order: RowOrder = .asStored,
        merges: Bool = false
    ) throws -> MatrixWeights {
        guard let adapter, let name = names.first(where: { adapter.adapter.modules[$0] != nil })
        else { return matrix }
        changed.insert(name)
        return try adapter.changing(matrix, name, order, merges: merges)
    }

    private func queryKeyValue(_ layer: Int) throws -> [MatrixWeights] {
        let (queries, keys) = (configuration.queryWidth, configuration.keyValueWidth)
        let (hidden, hasBias) = (configuration.hiddenSize, configuration.hasQueryKeyValueBias)
        let isFused = has(.queryKeyValue, layer)
        let parts: [(WeightNames.Role, Int)] =
            isFused
            ? [(.queryKeyValue, queries + 2 * keys)]
            : [(.query, queries), (.key, keys), (.value, keys)]
        return try parts.map { try matrix($0.0, layer, $0.1, hidden, hasBias: hasBias) }
    }

    private func feedForward(_ layer: Int) throws -> FeedForwardWeights {
        let (hidden, inner) = (configuration.hiddenSize, configuration.feedForwardSize)
        let hasBias = configuration.hasFeedForwardBias
        let isGated = configuration.feedForward.isGated
        let isFused = isGated && has(.gateAndUp, layer) && !has(.gate, layer)
        let parts: [(WeightNames.Role, Int)] =
            isFused
            ? [(.gateAndUp, 2 * inner)] : (isGated ? [(.gate, inner)] : []) + [(.up, inner)]
        return .dense(
            expand: try parts.map { try matrix($0.0, layer, $0.1, hidden, hasBias: hasBias) },
            contract: try matrix(.down, layer, hidden, inner, hasBias: hasBias)
        )
    }

    private func experts(
        _ layer: Int,
        _ options: ModelConfiguration.Experts
    ) throws -> ExpertWeights {
        let (hidden, inner) = (configuration.hiddenSize, configuration.feedForwardSize)
        /// An expert's matrix: by itself, or rows of the tensor of all.
        func piece(
            _ role: WeightNames.Role,
            all: WeightNames.Role,
            _ expert: Int,
            _ rows: Int,
            _ columns: Int
        ) throws -> MatrixWeights {
            let modules = standard.stems(role, layer: layer, expert: expert)
            guard has(all, layer) else {
                let name = name(role, layer, expert: expert)
                let stored = try tensor(name, [rows, columns])
                return try changed(MatrixWeights(stored), by: modules, merges: true)
            }
            let stored = try tensor(name(all, layer), [options.count, rows, columns])
            let matrix = MatrixWeights(stored, rows: expert * rows..<(expert + 1) * rows)
            return try changed(matrix, by: modules, merges: true)
        }
        let isFused = has(.allGatesAndUps, layer)
        return ExpertWeights(
            router: try matrix(.router, layer, options.count, hidden),
            expand: try (0..<options.count).map { expert in
                if isFused {
                    return [try piece(.gateAndUp, all: .allGatesAndUps, expert, 2 * inner, hidden)]
                }
                return [
                    try piece(.expertGate, all: .allGates, expert, inner, hidden),
                    try piece(.expertUp, all: .allUps, expert, inner, hidden),
                ]
            },
            contract: try (0..<options.count).map {
                try piece(.expertDown, all: .allDowns, $0, hidden, inner)
            },
            options: options,
            activation: configuration.feedForward
        )
    }
}

package import Checkpoints

/// A decoder's tensor as Hugging Face's checkpoints have it, whatever file it came from.
package struct DecoderTensor: Sendable {
    /// What the tensor is for.
    package enum Role: Hashable, Sendable {
        case embedding, finalNorm, head
        /// A tensor of a layer; `expert` is its number for a matrix of one expert.
        case layer(Int, WeightNames.Role, expert: Int?)
    }

    package let role: Role
    /// Whether this is the bias that belongs to the role's weight.
    package let isBias: Bool
    /// Hugging Face's name: "model.layers.0.self_attn.q_proj.weight".
    package let name: String
    /// Row-major, outermost first.
    package let shape: [Int]

    private let stored: StoredTensor
    /// The rows of `stored`, or elements if it is a vector, that are this tensor.
    private let rows: Range<Int>
    private let order: RowOrder
    /// Added to every element.
    private let offset: Float

    /// The elements, row by row, rounded nowhere but where the file's own type is decoded.
    ///
    /// - Throws: `TensorError` if the file's type has no decoder.
    package func floats() throws(TensorError) -> [Float] {
        var floats =
            try stored.shape.count > 1
            ? stored.floats(rows: rows) : Array(stored.floats()[rows])
        floats = order.restored(floats, rowCount: rows.count)
        return offset == 0 ? floats : floats.map { $0 + offset }
    }

    /// The tensor as it is written to a file.
    package var source: TensorSource {
        TensorSource(name, shape: shape) { () throws(TensorError) in try floats() }
    }

    /// The type in which the source has the elements.
    package var storedType: ElementType { stored.type }

    /// Whether this is the gain or bias of a norm.
    package var isNorm: Bool {
        switch role {
        case .finalNorm: true
        case .embedding, .head: false
        case .layer(_, let role, _):
            switch role {
            case .attentionNorm, .queryNorm, .keyNorm, .attentionBranchNorm, .feedForwardNorm,
                .feedForwardBranchNorm:
                true
            default: false
            }
        }
    }

    /// - Parameters:
    ///   - shape: `nil` for that of `stored`.
    ///   - rows: `nil` for all.
    fileprivate init(
        _ role: Role, _ stored: StoredTensor, name: String, isBias: Bool = false,
        shape: [Int]? = nil, rows: Range<Int>? = nil, order: RowOrder = .asStored,
        offset: Float = 0
    ) {
        (self.role, self.stored, self.name, self.isBias) = (role, stored, name, isBias)
        self.shape = shape ?? stored.shape
        let isVector = stored.shape.count < 2
        self.rows = rows ?? 0..<(isVector ? stored.elementCount : stored.rowCount)
        (self.order, self.offset) = (order, offset)
    }
}

extension Decoder {
    /// All tensors, in Hugging Face's names, shapes and conventions: the embedding, the layers from
    /// the first on, the final norm, and the head unless it is the embedding.
    ///
    /// Those of a Hugging Face folder are as stored. Those of a GGUF file are put back: the order of
    /// query and key rows that llama.cpp changes for Llama and Mistral, the one that Gemma's and
    /// Nemotron's norms store less, and each expert by itself. A classifier's head is not among them, and an adapter's changes are not in
    /// them.
    ///
    /// - Throws: ``ModelError`` if scales of 8-bit floats are missing.
    package func tensors() throws -> [DecoderTensor] {
        try TensorList(checkpoint, configuration).all()
    }
}

/// Finds the tensors of a checkpoint and names them as Hugging Face does.
private struct TensorList {
    private let checkpoint: Checkpoint
    private let configuration: ModelConfiguration
    private let names: WeightNames
    private let standard: WeightNames
    private var isGGUF: Bool { checkpoint.source == .gguf }

    init(_ checkpoint: Checkpoint, _ configuration: ModelConfiguration) {
        (self.checkpoint, self.configuration) = (checkpoint, configuration)
        standard = .huggingFace(hasBranchNorms: configuration.hasBranchNorms)
        names = checkpoint.source == .gguf ? .gguf : standard
    }

    func all() throws -> [DecoderTensor] {
        var tensors = [
            DecoderTensor(.embedding, try stored(names.embedding), name: standard.embedding)
        ]
        for layer in 0..<configuration.layerCount { tensors += try self.layer(layer) }
        for kind in ["weight", "bias"] {
            let name = "\(names.finalNorm).\(kind)"
            guard checkpoint.tensors[name] != nil else { continue }
            tensors.append(
                DecoderTensor(
                    .finalNorm, try stored(name), name: "\(standard.finalNorm).\(kind)",
                    isBias: kind == "bias", offset: kind == "bias" ? 0 : normOffset))
        }
        if !configuration.tiesEmbeddings {
            tensors.append(DecoderTensor(.head, try stored(names.head), name: standard.head))
        }
        return tensors
    }

    private func layer(_ layer: Int) throws -> [DecoderTensor] {
        try norm(.attentionNorm, layer) + queryKeyValue(layer)
            + norm(.queryNorm, layer) + norm(.keyNorm, layer)
            + whole(.output, layer) + norm(.attentionBranchNorm, layer)
            + norm(.feedForwardNorm, layer)
            + (configuration.experts.map { try experts(layer, $0.count) } ?? feedForward(layer))
            + norm(.feedForwardBranchNorm, layer)
    }

    private func norm(_ role: WeightNames.Role, _ layer: Int) throws -> [DecoderTensor] {
        switch role {
        case .queryNorm, .keyNorm: guard configuration.hasQueryKeyNorm else { return [] }
        case .attentionBranchNorm, .feedForwardBranchNorm:
            guard configuration.hasBranchNorms else { return [] }
        default: break
        }
        return try whole(role, layer, offset: normOffset)
    }

    private func queryKeyValue(_ layer: Int) throws -> [DecoderTensor] {
        let (queries, keys) = (configuration.queryWidth, configuration.keyValueWidth)
        let order = configuration.rotatedRows
        guard has(.queryKeyValue, layer) else {
            return try whole(.query, layer, order: order) + whole(.key, layer, order: order)
                + whole(.value, layer)
        }
        guard isGGUF, configuration.architecture != .phi3 else {
            return try whole(.queryKeyValue, layer)
        }
        return try part(.query, of: .queryKeyValue, layer, 0..<queries, order: order)
            + part(.key, of: .queryKeyValue, layer, queries..<queries + keys, order: order)
            + part(.value, of: .queryKeyValue, layer, queries + keys..<queries + 2 * keys)
    }

    private func feedForward(_ layer: Int) throws -> [DecoderTensor] {
        let inner = configuration.feedForwardSize
        let isFused =
            configuration.feedForward.isGated && has(.gateAndUp, layer) && !has(.gate, layer)
        guard isFused else {
            let gate = configuration.feedForward.isGated ? try whole(.gate, layer) : []
            return try gate + whole(.up, layer) + whole(.down, layer)
        }
        guard isGGUF, configuration.architecture != .phi3 else {
            return try whole(.gateAndUp, layer) + whole(.down, layer)
        }
        return try part(.gate, of: .gateAndUp, layer, 0..<inner)
            + part(.up, of: .gateAndUp, layer, inner..<2 * inner) + whole(.down, layer)
    }

    private func experts(_ layer: Int, _ count: Int) throws -> [DecoderTensor] {
        let (hidden, inner) = (configuration.hiddenSize, configuration.feedForwardSize)
        var tensors = try whole(.router, layer)
        if !isGGUF, has(.allGatesAndUps, layer) {
            return try tensors + whole(.allGatesAndUps, layer) + whole(.allDowns, layer)
        }
        for expert in 0..<count {
            /// The expert's rows in the tensor of all, from `start` of its `size` on.
            func rows(_ start: Int, _ count: Int, of size: Int) -> Range<Int> {
                expert * size + start..<expert * size + start + count
            }
            let isFused = has(.allGatesAndUps, layer)
            let (size, up) = isFused ? (2 * inner, inner) : (inner, 0)
            tensors += try part(
                .expertGate, of: isFused ? .allGatesAndUps : .allGates, layer,
                rows(0, inner, of: size), expert: expert)
            tensors += try part(
                .expertUp, of: isFused ? .allGatesAndUps : .allUps, layer,
                rows(up, inner, of: size), expert: expert)
            tensors += try part(
                .expertDown, of: .allDowns, layer, rows(0, hidden, of: hidden), expert: expert)
        }
        return tensors
    }

    /// The weight, and the bias if there is one, of a role that has a tensor of its own.
    private func whole(
        _ role: WeightNames.Role, _ layer: Int, expert: Int? = nil, order: RowOrder = .asStored,
        offset: Float = 0
    ) throws -> [DecoderTensor] {
        try ["weight", "bias"].compactMap { kind in
            guard let stored = try stored(role, layer, kind, expert) else { return nil }
            return DecoderTensor(
                .layer(layer, role, expert: expert), stored,
                name: isGGUF ? standardName(role, layer, kind, expert) : stored.name,
                isBias: kind == "bias", order: order, offset: kind == "bias" ? 0 : offset)
        }
    }

    /// The rows of a tensor that is several, or the role's own tensor if there is no such.
    private func part(
        _ role: WeightNames.Role, of all: WeightNames.Role, _ layer: Int, _ rows: Range<Int>,
        expert: Int? = nil, order: RowOrder = .asStored
    ) throws -> [DecoderTensor] {
        guard has(all, layer) else { return try whole(role, layer, expert: expert, order: order) }
        return try ["weight", "bias"].compactMap { kind in
            guard let stored = try stored(all, layer, kind, nil) else { return nil }
            return DecoderTensor(
                .layer(layer, role, expert: expert), stored,
                name: standardName(role, layer, kind, expert), isBias: kind == "bias",
                shape: kind == "bias" ? [rows.count] : [rows.count, stored.rowLength],
                rows: rows, order: order)
        }
    }

    /// What Hugging Face stores less than GGUF in a norm's weight.
    private var normOffset: Float {
        guard isGGUF else { return 0 }
        switch configuration.architecture.family.norm {
        case .rms(let onePlus), .layer(let onePlus): return onePlus ? -1 : 0
        }
    }

    private func has(_ role: WeightNames.Role, _ layer: Int) -> Bool {
        names.candidates(role, layer: layer, "weight").contains { checkpoint.tensors[$0] != nil }
    }

    private func stored(
        _ role: WeightNames.Role, _ layer: Int, _ kind: String, _ expert: Int?
    ) throws -> StoredTensor? {
        let candidates = names.candidates(role, layer: layer, kind, expert: expert ?? 0)
        return try candidates.first { checkpoint.tensors[$0] != nil }.map(stored)
    }

    /// The tensor of this name in the file, times its scales.
    private func stored(_ name: String) throws -> StoredTensor {
        let stored = try checkpoint.tensor(name)
        return try WeightScales(of: stored, in: checkpoint).map { stored.scaled(byRow: $0.rows) }
            ?? stored
    }

    /// Hugging Face's name; Mixtral's experts have other names than Qwen's.
    private func standardName(
        _ role: WeightNames.Role, _ layer: Int, _ kind: String, _ expert: Int?
    ) -> String {
        let candidates = standard.candidates(role, layer: layer, kind, expert: expert ?? 0)
        let isQwen = configuration.architecture == .qwen3MoE
        return (isQwen ? candidates.last : candidates.first) ?? ""
    }
}

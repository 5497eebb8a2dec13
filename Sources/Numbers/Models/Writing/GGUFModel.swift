package import Checkpoints
import Foundation
package import JSON

/// A decoder as a GGUF file, to be written.
package struct GGUFModel {
    private let decoder: Decoder
    private let type: ElementType
    private var writer = GGUFWriter()

    /// The types in which matrices can be stored.
    package static let types: [ElementType] = [.f32, .f16, .bf16, .q8_0, .q4_1]

    /// The file of a decoder.
    ///
    /// Matrices are stored as `type`; vectors, routers, and matrices whose rows are not whole blocks
    /// of a quantised type, as F32 or F16. With Q4_1 the output head, or the embedding that it is
    /// tied to, is Q8_0, as quantisers of llama.cpp keep it finer than the rest.
    ///
    /// - Parameters:
    ///   - tensors: Other weights of the same names and shapes, by name; the decoder's own if nil.
    ///   - tokenizer: Keys of the tokenizer (`tokenizer.ggml.*`); those of the source if that is a
    ///     GGUF file, whose metadata are kept.
    ///   - name: What the metadata call the model.
    /// - Throws: ``ModelError/unsupportedOption(path:key:found:supported:remedy:)`` for what GGUF
    ///   cannot say.
    package init(
        _ decoder: Decoder, tensors: [TensorSource]? = nil, tokenizer: JSONObject, name: String,
        as type: ElementType
    ) throws {
        (self.decoder, self.type) = (decoder, type)
        try addMetadata(tokenizer, name)
        let own = try decoder.tensors()
        let given = Dictionary(
            (tensors ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        try addFactors()
        try add(own.map { ($0, given[$0.name] ?? $0.source) })
    }

    /// Writes the file at `path`.
    package func write(to path: String) throws { try writer.write(to: path) }

    // MARK: Tensors

    private typealias Item = (tensor: DecoderTensor, source: TensorSource)

    private mutating func add(_ items: [Item]) throws {
        var index = 0
        while index < items.count {
            let item = items[index]
            guard case .layer(let layer, let role, let expert) = item.tensor.role else {
                add(item, name: topName(item.tensor), order: .asStored)
                index += 1
                continue
            }
            if expert != nil {
                let all = items[index...].prefix {
                    if case .layer(layer, _, expert: .some) = $0.tensor.role { true } else { false }
                }
                addExperts(Array(all), layer)
                index += all.count
                continue
            }
            if role == .allGatesAndUps {
                addHalves(item.source, layer)
            } else {
                let isRotated = role == .query || role == .key
                add(
                    item, name: name(role, layer, item.tensor.isBias),
                    order: isRotated && isInterleaved ? rotatedRows : .asStored)
            }
            index += 1
        }
    }

    private func topName(_ tensor: DecoderTensor) -> String {
        switch tensor.role {
        case .embedding: WeightNames.gguf.embedding
        case .head: WeightNames.gguf.head
        default: WeightNames.gguf.finalNorm + (tensor.isBias ? ".bias" : ".weight")
        }
    }

    private func name(_ role: WeightNames.Role, _ layer: Int, _ isBias: Bool = false) -> String {
        let kind = isBias ? "bias" : "weight"
        return WeightNames.gguf.candidates(role, layer: layer, kind).first ?? ""
    }

    /// Whether llama.cpp wants neighbours as pairs of rotation.
    private var isInterleaved: Bool {
        decoder.configuration.architecture.family.interleavesRotaryInGGUF
    }

    private var rotatedRows: RowOrder {
        .neighbours(
            head: decoder.configuration.headDimension,
            rotated: decoder.configuration.rotary.dimensions)
    }

    private mutating func add(_ item: Item, name: String, order: RowOrder) {
        let (source, isNorm) = (item.source, item.tensor.isNorm)
        let offset: Float = isNorm && !item.tensor.isBias ? normOffset : 0
        let rows = source.shape.first ?? 1
        writer.add(
            TensorSource(name, shape: source.shape) { () throws(TensorError) in
                var floats = try source.floats()
                floats = order.stored(floats, rowCount: rows)
                return offset == 0 ? floats : floats.map { $0 + offset }
            },
            as: storedType(of: item.tensor.role, source.shape))
    }

    /// What GGUF stores more than Hugging Face in a norm's weight.
    private var normOffset: Float {
        switch decoder.configuration.architecture.family.norm {
        case .rms(let onePlus), .layer(let onePlus): onePlus ? 1 : 0
        }
    }

    private func storedType(of role: DecoderTensor.Role, _ shape: [Int]) -> ElementType {
        guard shape.count > 1 else { return .f32 }
        if case .layer(_, .router, _) = role { return .f32 }
        let isHead =
            role == .head || (role == .embedding && decoder.configuration.tiesEmbeddings)
        let wanted = type == .q4_1 && isHead ? .q8_0 : type
        return (shape.last ?? 1) % wanted.blockSize == 0 ? wanted : .f16
    }

    /// Each kind of matrix of all experts in one tensor.
    private mutating func addExperts(_ items: [Item], _ layer: Int) {
        for (one, all) in [
            (WeightNames.Role.expertGate, WeightNames.Role.allGates), (.expertUp, .allUps),
            (.expertDown, .allDowns),
        ] {
            let parts = items.filter { item in
                if case .layer(_, one, _) = item.tensor.role { true } else { false }
            }.map(\.source)
            guard let first = parts.first else { continue }
            let shape = [parts.count] + first.shape
            writer.add(
                TensorSource(name(all, layer), shape: shape) { () throws(TensorError) in
                    var floats: [Float] = []
                    for part in parts { floats += try part.floats() }
                    return floats
                },
                as: storedType(of: items[0].tensor.role, shape))
        }
    }

    /// Gates and ups of a tensor that has both of every expert.
    private mutating func addHalves(_ source: TensorSource, _ layer: Int) {
        let (experts, rows, width) = (source.shape[0], source.shape[1] / 2, source.shape[2])
        for (half, role) in [WeightNames.Role.allGates, .allUps].enumerated() {
            let shape = [experts, rows, width]
            writer.add(
                TensorSource(name(role, layer), shape: shape) { () throws(TensorError) in
                    let floats = try source.floats()
                    return (0..<experts).flatMap { expert in
                        let start = (2 * expert + half) * rows * width
                        return floats[start..<start + rows * width]
                    }
                },
                as: storedType(of: .layer(layer, role, expert: nil), shape))
        }
    }

    /// Factors of rotary frequencies, which GGUF has as tensors.
    private mutating func addFactors() throws {
        for name in ["rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight"] {
            guard decoder.checkpoint.source == .gguf,
                let stored = decoder.checkpoint.tensors[name]
            else { continue }
            add(name, try stored.floats())
        }
        guard decoder.checkpoint.source != .gguf else { return }
        let rotary = decoder.configuration.rotary
        var plain = rotary
        plain.scaling = .none
        switch rotary.scaling {
        case .llama3, .factors:
            add("rope_freqs.weight", zip(plain.frequencies, rotary.frequencies).map { $0 / $1 })
        case .longRoPE(let short, let long, _):
            add("rope_factors_long.weight", long)
            add("rope_factors_short.weight", short)
        default: break
        }
    }

    private mutating func add(_ name: String, _ floats: [Float]) {
        writer.add(TensorSource(name, shape: [floats.count]) { floats }, as: .f32)
    }
}

// MARK: Metadata

extension GGUFModel {
    private mutating func addMetadata(_ tokenizer: JSONObject, _ name: String) throws {
        if decoder.checkpoint.source == .gguf {
            let left = ["general.alignment", "split.no", "split.count", "split.tensors.count"]
            for (key, value) in try GGUFFile.values(in: URL(filePath: decoder.path))
            where !left.contains(key) {
                writer.set(key, to: value)
            }
        } else {
            let prefix = decoder.configuration.architecture.ggufName
            writer.set("general.architecture", to: .string(prefix))
            writer.set("general.type", to: .string("model"))
            writer.set("general.name", to: .string(name))
            for (key, value) in try decoder.configuration.ggufValues(path: decoder.path) {
                writer.set("\(prefix).\(key)", to: value)
            }
        }
        writer.set("general.file_type", to: .count(type.ggufFileType))
        writer.set("general.quantization_version", to: .count(2))
        for (key, json) in tokenizer.pairs {
            if let value = GGUFValue(json) { writer.set(key, to: value) }
        }
    }
}

extension ElementType {
    /// llama.cpp's number for a file whose matrices are mostly of this type.
    fileprivate var ggufFileType: Int {
        switch self {
        case .f16: 1
        case .q4_1: 3
        case .q8_0: 7
        case .bf16: 32
        default: 0
        }
    }
}

extension ModelConfiguration {
    /// The keys of a GGUF file's metadata, without the architecture's prefix.
    fileprivate func ggufValues(path: String) throws -> [(String, GGUFValue)] {
        var values: [(String, GGUFValue)] = [
            ("vocab_size", .count(vocabularySize)), ("context_length", .count(contextLength)),
            ("embedding_length", .count(hiddenSize)), ("block_count", .count(layerCount)),
            ("feed_forward_length", .count(feedForwardSize)),
            ("attention.head_count", .count(headCount)),
            ("attention.head_count_kv", .count(keyValueHeadCount)),
            ("attention.key_length", .count(headDimension)),
            ("attention.value_length", .count(headDimension)),
        ]
        switch norm {
        case .rms: values.append(("attention.layer_norm_rms_epsilon", .float(epsilon)))
        case .layer: values.append(("attention.layer_norm_epsilon", .float(epsilon)))
        }
        if attention.scale != Float(1 / Double(headDimension).squareRoot()) {
            values.append(("attention.scale", .float(attention.scale)))
        }
        if let cap = attention.softCap { values.append(("attn_logit_softcapping", .float(cap))) }
        if let cap = logitSoftCap { values.append(("final_logit_softcapping", .float(cap))) }
        if let experts {
            values += [
                ("expert_count", .count(experts.count)),
                ("expert_used_count", .count(experts.used)),
                ("expert_feed_forward_length", .count(feedForwardSize)),
                ("expert_weights_norm", .bool(experts.normalisesWeights)),
            ]
        }
        return try values + ggufWindows() + ggufRotation(path)
    }

    private func ggufWindows() -> [(String, GGUFValue)] {
        guard let window = attention.windows.compactMap({ $0 }).first else { return [] }
        let slides = attention.windows.map { $0 != nil }
        let usual = (0..<layerCount).map { architecture != .gemma2 || $0 % 2 == 0 }
        return [("attention.sliding_window", .count(window))]
            + (slides == usual ? [] : [("attention.sliding_window_pattern", .bools(slides))])
    }

    private func ggufRotation(_ path: String) throws -> [(String, GGUFValue)] {
        var values: [(String, GGUFValue)] = [
            ("rope.dimension_count", .count(rotary.dimensions)),
            ("rope.freq_base", .float(Float(rotary.base))),
        ]
        var factorSoFar = 1.0
        switch rotary.scaling {
        case .none, .llama3, .factors: break
        case .linear(let factor):
            values += [
                ("rope.scaling.type", .string("linear")),
                ("rope.scaling.factor", .float(Float(factor))),
            ]
        case .yarn(let factor, let fast, let slow, let length, let truncates):
            guard truncates else {
                throw ModelError.unsupportedOption(
                    path: path, key: "rope_scaling.truncate", found: "false", supported: "true",
                    remedy: "keep the model in Hugging Face's layout; GGUF cannot say this")
            }
            factorSoFar = RotaryEmbedding.yarnFactor(factor)
            values += [
                ("rope.scaling.type", .string("yarn")),
                ("rope.scaling.factor", .float(Float(factor))),
                ("rope.scaling.original_context_length", .count(length)),
                ("rope.scaling.yarn_beta_fast", .float(Float(fast))),
                ("rope.scaling.yarn_beta_slow", .float(Float(slow))),
            ]
        case .longRoPE(_, _, let length):
            values.append(("rope.scaling.original_context_length", .count(length)))
        }
        if rotary.attentionFactor != factorSoFar {
            let factor = Float(rotary.attentionFactor / factorSoFar)
            values.append(("rope.scaling.attn_factor", .float(factor)))
        }
        return values
    }
}

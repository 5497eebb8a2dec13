package import Compute
package import Models

/// All weights of a decoder in a device's memory, in float32.
package final class DecoderParameters {
    /// A norm's gain, as stored, and bias.
    struct Norm {
        let gain: Parameter
        let bias: Parameter?

        var parameters: [Parameter] { [gain] + (bias.map { [$0] } ?? []) }
    }

    /// A layer's feed-forward.
    enum FeedForward {
        /// `expand` is gate and up, one below the other, or up alone.
        case dense(expand: LinearLayer, contract: LinearLayer)
        case experts(router: LinearLayer, [(expand: LinearLayer, contract: LinearLayer)])
    }

    /// One layer.
    struct Layer {
        let attentionNorm: Norm
        /// Query, key and value, one below the other.
        let queryKeyValue: LinearLayer
        let queryNorm: Norm?
        let keyNorm: Norm?
        let output: LinearLayer
        let attentionBranchNorm: Norm?
        let feedForwardNorm: Norm
        let feedForward: FeedForward
        let feedForwardBranchNorm: Norm?

        /// Every linear layer, in the order of the forward pass.
        var linearLayers: [LinearLayer] {
            switch feedForward {
            case .dense(let expand, let contract): [queryKeyValue, output, expand, contract]
            case .experts(let router, let experts):
                [queryKeyValue, output, router] + experts.flatMap { [$0.expand, $0.contract] }
            }
        }

        var parameters: [Parameter] {
            let norms = [
                attentionNorm, queryNorm, keyNorm, attentionBranchNorm, feedForwardNorm,
                feedForwardBranchNorm,
            ]
            return norms.compactMap { $0?.parameters }.joined()
                + linearLayers.flatMap(\.parameters)
        }
    }

    /// As the checkpoint's, but for norms: parameters are in Hugging Face's form whatever the file.
    package let configuration: ModelConfiguration
    let embedding: Parameter
    let layers: [Layer]
    let finalNorm: Norm
    /// Nil if the head is the embedding.
    let untiedHead: Parameter?

    /// Copies a decoder's weights to a device; all are frozen.
    ///
    /// - Throws: `TensorError`, ``ComputeError``,
    ///   ``TrainingError/untrainable(architecture:part:)``.
    package init(_ decoder: Decoder, on backend: any DifferentiableBackend) throws {
        var configuration = decoder.configuration
        configuration.norm = configuration.architecture.huggingFaceNorm
        self.configuration = configuration
        let reader = try ParameterReader(decoder, on: backend)
        embedding = try reader.parameter([.embedding])
        layers = try (0..<configuration.layerCount).map { try reader.layer($0) }
        finalNorm = try reader.norm(.finalNorm)
        untiedHead = configuration.tiesEmbeddings ? nil : try reader.parameter([.head])
    }

    /// The matrix that gives logits, `[V, C]`.
    var head: Parameter { untiedHead ?? embedding }

    /// Every parameter, in the order of the forward pass.
    package var all: [Parameter] {
        [embedding] + layers.flatMap(\.parameters) + finalNorm.parameters
            + (untiedHead.map { [$0] } ?? [])
    }

    /// Those that are trained, in the same order.
    package var trained: [Parameter] { all.filter { $0.training != nil } }
}

/// Finds a decoder's tensors by their roles and puts them into parameters.
private struct ParameterReader {
    private let configuration: ModelConfiguration
    private let backend: any DifferentiableBackend
    private var weights: [DecoderTensor.Role: DecoderTensor] = [:]
    private var biases: [DecoderTensor.Role: DecoderTensor] = [:]

    init(_ decoder: Decoder, on backend: any DifferentiableBackend) throws {
        configuration = decoder.configuration
        self.backend = backend
        for tensor in try decoder.tensors() {
            if case .layer(_, .allGatesAndUps, _) = tensor.role {
                throw TrainingError.untrainable(
                    architecture: configuration.architecture.rawValue,
                    part: "its experts lie in one tensor")
            }
            if tensor.isBias {
                biases[tensor.role] = tensor
            } else {
                weights[tensor.role] = tensor
            }
        }
    }

    /// The tensors of these roles that the model has, in one parameter.
    func parameter(_ roles: [DecoderTensor.Role]) throws -> Parameter {
        try Parameter(roles.compactMap { weights[$0] }.map(named), on: backend)
    }

    func linear(_ roles: [DecoderTensor.Role]) throws -> LinearLayer {
        let biases = roles.compactMap { self.biases[$0] }
        return LinearLayer(
            weight: try parameter(roles),
            bias: biases.isEmpty ? nil : try Parameter(biases.map(named), on: backend))
    }

    func norm(_ role: DecoderTensor.Role) throws -> DecoderParameters.Norm {
        DecoderParameters.Norm(
            gain: try parameter([role]),
            bias: try biases[role].map { try Parameter([named($0)], on: backend) })
    }

    func layer(_ index: Int) throws -> DecoderParameters.Layer {
        func role(_ role: WeightNames.Role) -> DecoderTensor.Role {
            .layer(index, role, expert: nil)
        }
        func optionalNorm(_ name: WeightNames.Role) throws -> DecoderParameters.Norm? {
            weights[role(name)] == nil ? nil : try norm(role(name))
        }
        return DecoderParameters.Layer(
            attentionNorm: try norm(role(.attentionNorm)),
            queryKeyValue: try linear(
                [.queryKeyValue, .query, .key, .value].map(role)),
            queryNorm: try optionalNorm(.queryNorm), keyNorm: try optionalNorm(.keyNorm),
            output: try linear([role(.output)]),
            attentionBranchNorm: try optionalNorm(.attentionBranchNorm),
            feedForwardNorm: try norm(role(.feedForwardNorm)),
            feedForward: try configuration.experts.map { try experts(index, $0.count) }
                ?? .dense(
                    expand: linear([.gateAndUp, .gate, .up].map(role)),
                    contract: linear([role(.down)])),
            feedForwardBranchNorm: try optionalNorm(.feedForwardBranchNorm))
    }

    private func experts(_ index: Int, _ count: Int) throws -> DecoderParameters.FeedForward {
        .experts(
            router: try linear([.layer(index, .router, expert: nil)]),
            try (0..<count).map { expert in
                (
                    expand: try linear([
                        .layer(index, .expertGate, expert: expert),
                        .layer(index, .expertUp, expert: expert),
                    ]),
                    contract: try linear([.layer(index, .expertDown, expert: expert)])
                )
            })
    }

    private func named(_ tensor: DecoderTensor) -> NamedFloats {
        NamedFloats(name: tensor.name, shape: tensor.shape) { try tensor.floats() }
    }
}

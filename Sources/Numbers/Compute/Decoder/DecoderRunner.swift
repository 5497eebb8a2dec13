package import Models

/// Runs a decoder over batches of tokens: the model's formulae, in a backend's operations.
///
/// A row's results are the same bits whatever else is in the batch, and however a prompt is cut into
/// steps: every operation of a ``Backend`` keeps to that.
///
/// Not for two callers at a time.
package final class DecoderRunner {
    package let decoder: Decoder

    private let backend: any Backend
    private let sampler: (any SamplingBackend)?
    private let loaded: LoadedDecoder

    /// Loads a decoder's weights onto a backend.
    ///
    /// - Throws: `TensorError` if an element type cannot be decoded.
    package init(_ decoder: Decoder, on backend: any Backend) throws {
        self.decoder = decoder
        self.backend = backend
        sampler = backend as? any SamplingBackend
        loaded = try LoadedDecoder(decoder, on: backend)
    }

    /// Runs all layers over the batch, writing the keys and values of its rows.
    ///
    /// The rows that the batch asks for can be read until the next call.
    package func run(_ batch: TokenBatch) {
        let scale = decoder.configuration.embeddingScale
        backend.begin(batch)
        backend.embed(loaded.embedding, scale: scale, into: loaded.hidden)
        for (index, layer) in loaded.layers.enumerated() {
            attention(layer, index)
            feedForward(layer)
        }
        backend.normaliseOutputs(loaded.hidden, by: loaded.finalNorm, into: loaded.final)
    }

    /// hidden += attention(norm(hidden))·O
    private func attention(_ layer: LoadedLayer, _ index: Int) {
        backend.normalise(loaded.hidden, by: layer.attentionNorm, into: loaded.normed)
        backend.project(loaded.normed, by: layer.queryKeyValue, into: loaded.queryKeyValue)
        backend.store(loaded.queryKeyValue, norms: layer.headNorms, layer: index)
        backend.attend(loaded.queryKeyValue, layer: index, into: loaded.attended)
        add(loaded.attended, by: layer.output, layer.attentionBranchNorm)
    }

    /// hidden += activation(norm(hidden)·E)·C
    private func feedForward(_ layer: LoadedLayer) {
        backend.normalise(loaded.hidden, by: layer.feedForwardNorm, into: loaded.normed)
        switch layer.feedForward {
        case .dense(let expand, let contract):
            let kind = decoder.configuration.feedForward
            backend.project(
                loaded.normed, by: expand, activatedAs: kind, into: loaded.activated)
            add(loaded.activated, by: contract, layer.feedForwardBranchNorm)
        case .experts(let experts):
            backend.mix(loaded.normed, by: experts, addingTo: loaded.hidden)
        }
    }

    /// hidden += x·Wᵀ, or norm(x·Wᵀ) where branches are normalised.
    private func add(_ x: Operand, by matrix: MatrixHandle, _ norm: NormHandle?) {
        guard let norm else {
            backend.project(x, by: matrix, addingTo: loaded.hidden)
            return
        }
        backend.project(x, by: matrix, into: loaded.branch)
        backend.add(loaded.branch, normalisedBy: norm, to: loaded.hidden)
    }

    /// The logits of some of the outputs, the first a multiple of 32: `[rows, V]` into `logits`.
    package func logits(_ rows: Range<Int>, into logits: UnsafeMutablePointer<Float>) throws {
        let softCap = decoder.configuration.logitSoftCap
        try backend.logits(
            loaded.final, rows: rows, by: loaded.head, softCap: softCap, into: logits)
    }

    /// The final norm's output of some of the outputs: `[rows, C]` into `hidden`.
    package func finalHidden(_ rows: Range<Int>, into hidden: UnsafeMutablePointer<Float>) throws {
        try backend.read(loaded.final, rows: rows, into: hidden)
    }

    /// Whether the backend chooses tokens itself.
    package var samples: Bool { sampler != nil }

    /// Chooses a token for each of some of the outputs, on a backend that ``samples``.
    package func draw(_ rows: Range<Int>, _ draws: [TokenDraw]) throws {
        let softCap = decoder.configuration.logitSoftCap
        try sampler?.draw(loaded.final, rows: rows, by: loaded.head, softCap: softCap, draws)
    }

    /// Writes the tokens of the oldest draw that was not taken; waits for them.
    package func takeDrawn(into tokens: UnsafeMutablePointer<DrawnToken>) throws {
        try sampler?.takeDrawn(into: tokens)
    }
}

package import Compute
import Models

/// A decoder's forward pass that remembers, and its backward pass: the page to be read beside
/// `DecoderRunner`, which is the same forward in the operations of inference.
///
/// Work of a micro-batch: ``forward(_:remembering:)``, then ``DecoderHead`` on the rows that have
/// targets, then ``backward()`` from the derivative that the head left in ``dHidden``. Gradients are
/// added to those of the parameters.
///
/// Not for two callers at a time.
package final class DecoderGradient {
    package let parameters: DecoderParameters
    package let backend: any DifferentiableBackend
    /// Most rows of a micro-batch.
    package let capacity: Int

    /// The residual stream before each layer and after the last: `[layers + 1]` of `[T, C]`.
    private let streams: [FloatMatrix]
    /// One for each layer, or a single one that each layer's backward fills anew.
    private let activations: [LayerActivations]
    private let scratch: GradientScratch
    /// Nil without mixtures of experts.
    private let experts: ExpertsGradient?
    private let rotary: RotaryAngles
    /// Derivative by the residual stream at the point that the backward pass has reached.
    package let dHidden: FloatMatrix
    /// The embedding's gradient as a table that tokens are looked up in, where it is the head too:
    /// the head's gradient must not be summed in between, or micro-batches would change the bits.
    private let dLookup: FloatMatrix?
    private var batch = PackedBatch()

    private var shape: ModelConfiguration { parameters.configuration }
    private var recomputes: Bool { activations.count < parameters.layers.count }

    /// - Parameters:
    ///   - capacity: Most rows of a micro-batch; also the longest document.
    ///   - recomputing: Keeps only the residual stream before each layer and computes the rest a
    ///     second time in the backward pass: less memory, up to a third more time.
    package init(
        _ parameters: DecoderParameters, capacity: Int, recomputing: Bool = false,
        on backend: any DifferentiableBackend
    ) throws {
        (self.parameters, self.capacity, self.backend) = (parameters, capacity, backend)
        let shape = parameters.configuration
        let layers = parameters.layers.count
        streams = try (0...layers).map { _ in
            try backend.makeMatrix(rows: capacity, width: shape.hiddenSize)
        }
        activations = try (0..<(recomputing ? min(1, layers) : layers)).map { _ in
            try LayerActivations(rows: capacity, shape, on: backend)
        }
        scratch = try GradientScratch(rows: capacity, parameters, on: backend)
        experts = try shape.experts.map {
            try ExpertsGradient(rows: capacity, shape, $0, on: backend)
        }
        rotary = try RotaryAngles(shape.rotary, positions: max(capacity, 1), on: backend)
        dHidden = try backend.makeMatrix(rows: capacity, width: shape.hiddenSize)
        let embedding = parameters.embedding
        dLookup =
            try shape.tiesEmbeddings && embedding.gradient != nil
            ? backend.makeMatrix(rows: embedding.value.rows, width: embedding.value.width) : nil
    }

    /// The residual stream after the last layer, before the final norm.
    package var hidden: MatrixView { streams[streams.count - 1].first(batch.rowCount) }

    // MARK: Forward

    /// Runs all layers over a micro-batch; throws what becomes of the device.
    ///
    /// - Precondition: No more rows than ``capacity``.
    package func forward(_ batch: PackedBatch) throws {
        precondition(batch.rowCount <= capacity, "\(batch.rowCount) rows, room for \(capacity)")
        self.batch = batch
        backend.embed(
            batch.tokens, in: parameters.embedding.value, scale: shape.embeddingScale,
            into: rows(streams[0]))
        for index in parameters.layers.indices { try forward(index) }
    }

    private func forward(_ index: Int) throws {
        let layer = parameters.layers[index]
        let saved = activations[recomputes ? 0 : index]
        attention(layer, index, from: rows(streams[index]), saved)
        try feedForward(layer, saved, into: rows(streams[index + 1]))
    }

    /// Computes what the backward pass needs of a layer a second time.
    private func recompute(_ index: Int) throws {
        let layer = parameters.layers[index]
        attention(layer, index, from: rows(streams[index]), activations[0])
        if layer.feedForwardBranchNorm != nil {
            try feedForward(layer, activations[0], into: rows(streams[index + 1]))
        } else if case .dense(let expand, _) = layer.feedForward {
            self.expand(expand, layer, activations[0])
        }
    }

    /// middle = x + attention(norm(x))·Oᵀ
    private func attention(
        _ layer: DecoderParameters.Layer, _ index: Int, from x: MatrixView,
        _ saved: LayerActivations
    ) {
        let normed = rows(scratch.normed)
        let queryKeyValue = rows(saved.queryKeyValue)
        backend.normalise(x, by: norm(layer.attentionNorm), into: normed)
        linear(layer.queryKeyValue, normed, into: queryKeyValue)
        if let raw = saved.rawQueryKey.map(rows) {
            backend.copy(queryKeyValue.columns(queryAndKey), into: raw)
            for (part, norm) in headNorms(layer) {
                backend.normalise(raw.columns(part), by: norm, into: queryKeyValue.columns(part))
            }
        }
        backend.rotate(
            queryKeyValue.columns(queryAndKey), batch: batch, by: rotary,
            headDimension: shape.headDimension, backward: false)
        backend.attend(
            queryKeyValue, batch: batch, shape: AttentionParameters(shape, layer: index),
            into: rows(saved.attended), logSum: rows(saved.logSum))
        let middle = rows(saved.middle)
        backend.copy(x, into: middle)
        add(
            rows(saved.attended), by: layer.output, layer.attentionBranchNorm,
            branch: saved.attentionBranch, to: middle)
    }

    /// y = middle + activation(norm(middle)·Eᵀ)·Cᵀ
    private func feedForward(
        _ layer: DecoderParameters.Layer, _ saved: LayerActivations, into y: MatrixView
    ) throws {
        backend.copy(rows(saved.middle), into: y)
        switch layer.feedForward {
        case .dense(let expand, let contract):
            guard let expanded = saved.expanded.map(rows) else { return }
            self.expand(expand, layer, saved)
            let activated = rows(scratch.activated)
            backend.activate(expanded, as: shape.feedForward, into: activated)
            add(
                activated, by: contract, layer.feedForwardBranchNorm,
                branch: saved.feedForwardBranch, to: y)
        case .experts(let router, let all):
            let normed = rows(scratch.normed)
            backend.normalise(rows(saved.middle), by: norm(layer.feedForwardNorm), into: normed)
            try experts?.forward(
                normed, router: router, all, addingTo: y, scratch: scratch.lowRank)
        }
    }

    /// expanded = norm(middle)·Eᵀ
    private func expand(
        _ matrix: LinearLayer, _ layer: DecoderParameters.Layer, _ saved: LayerActivations
    ) {
        guard let expanded = saved.expanded.map(rows) else { return }
        let normed = rows(scratch.normed)
        backend.normalise(rows(saved.middle), by: norm(layer.feedForwardNorm), into: normed)
        linear(matrix, normed, into: expanded)
    }

    /// y = y + x·Wᵀ, or y + norm(x·Wᵀ) where branches are normalised.
    private func add(
        _ x: MatrixView, by matrix: LinearLayer, _ branchNorm: DecoderParameters.Norm?,
        branch: FloatMatrix?, to y: MatrixView
    ) {
        guard let branchNorm, let branch = branch.map(rows) else {
            linear(matrix, x, into: y, adding: true)
            return
        }
        linear(matrix, x, into: branch)
        let normed = rows(scratch.dBranch)
        backend.normalise(branch, by: norm(branchNorm), into: normed)
        backend.add(normed, to: y)
    }

    // MARK: Backward

    /// Sets all gradients to zero, those of `others` too.
    package func beginStep(alsoOf others: [Parameter] = []) {
        for gradient in (parameters.trained + others).compactMap(\.gradient) {
            backend.fill(gradient.all, with: 0)
        }
        if let dLookup { backend.fill(dLookup.all, with: 0) }
    }

    /// Completes the gradients, after the last micro-batch of a step.
    package func endStep() {
        guard let dLookup, let gradient = parameters.embedding.gradient else { return }
        backend.add(dLookup.all, to: gradient.all)
    }

    /// Takes ``dHidden`` back through all layers, adding to the parameters' gradients.
    package func backward() throws {
        for index in parameters.layers.indices.reversed() {
            if recomputes { try recompute(index) }
            let saved = activations[recomputes ? 0 : index]
            try feedForwardBackward(parameters.layers[index], saved)
            attentionBackward(
                parameters.layers[index], index, x: rows(streams[index]), saved)
        }
        if let gradient = dLookup ?? parameters.embedding.gradient {
            backend.embedBackward(
                rows(dHidden), tokens: batch.tokens, scale: shape.embeddingScale, into: gradient)
        }
    }

    private func feedForwardBackward(
        _ layer: DecoderParameters.Layer, _ saved: LayerActivations
    ) throws {
        let middle = rows(saved.middle)
        switch layer.feedForward {
        case .dense(let expand, let contract):
            guard let expanded = saved.expanded.map(rows) else { return }
            let dBranch = branchBackward(layer.feedForwardBranchNorm, saved.feedForwardBranch)
            let activated = rows(scratch.activated)
            let dActivated = rows(scratch.dActivated)
            let dExpanded = rows(scratch.dExpanded)
            backend.activate(expanded, as: shape.feedForward, into: activated)
            linearBackward(contract, dBranch, x: activated, into: dActivated)
            backend.activateBackward(
                dActivated, x: expanded, as: shape.feedForward, into: dExpanded)
            normedBackward(layer.feedForwardNorm, x: middle) { normed, dNormed in
                linearBackward(expand, dExpanded, x: normed, into: dNormed)
            }
        case .experts(let router, let all):
            try normedBackward(layer.feedForwardNorm, x: middle) { normed, dNormed in
                try experts?.backward(
                    rows(dHidden), x: normed, router: router, all, into: dNormed,
                    blocks: batch.blocks, scratch: scratch.lowRank)
            }
        }
    }

    private func attentionBackward(
        _ layer: DecoderParameters.Layer, _ index: Int, x: MatrixView, _ saved: LayerActivations
    ) {
        let dBranch = branchBackward(layer.attentionBranchNorm, saved.attentionBranch)
        let dAttended = rows(scratch.dAttended)
        let dQueryKeyValue = rows(scratch.dQueryKeyValue)
        linearBackward(layer.output, dBranch, x: rows(saved.attended), into: dAttended)
        backend.attendBackward(
            dAttended, queryKeyValue: rows(saved.queryKeyValue), o: rows(saved.attended),
            logSum: rows(saved.logSum), batch: batch,
            shape: AttentionParameters(shape, layer: index), into: dQueryKeyValue)
        backend.rotate(
            dQueryKeyValue.columns(queryAndKey), batch: batch, by: rotary,
            headDimension: shape.headDimension, backward: true)
        if let raw = saved.rawQueryKey.map(rows) {
            for (part, norm) in headNorms(layer) {
                let norms = part == query ? layer.queryNorm : layer.keyNorm
                let d = dQueryKeyValue.columns(part)
                backend.normaliseBackward(
                    d, x: raw.columns(part), by: norm, into: d, adding: false,
                    dGain: norms?.gain.gradient, dBias: norms?.bias?.gradient,
                    blocks: batch.blocks)
            }
        }
        normedBackward(layer.attentionNorm, x: x) { normed, dNormed in
            linearBackward(layer.queryKeyValue, dQueryKeyValue, x: normed, into: dNormed)
        }
    }

    /// Adds to ``dHidden`` what comes back through a norm of `x`.
    ///
    /// - Parameter body: Given norm(x), writes the derivative by it.
    private func normedBackward(
        _ norms: DecoderParameters.Norm, x: MatrixView,
        _ body: (_ normed: MatrixView, _ dNormed: MatrixView) throws -> Void
    ) rethrows {
        let normed = rows(scratch.normed)
        let dNormed = rows(scratch.dNormed)
        backend.normalise(x, by: norm(norms), into: normed)
        try body(normed, dNormed)
        backend.normaliseBackward(
            dNormed, x: x, by: norm(norms), into: rows(dHidden), adding: true,
            dGain: norms.gain.gradient, dBias: norms.bias?.gradient, blocks: batch.blocks)
    }

    /// The derivative by what a branch gave before its norm: ``dHidden`` itself if it has none.
    private func branchBackward(
        _ branchNorm: DecoderParameters.Norm?, _ branch: FloatMatrix?
    ) -> MatrixView {
        guard let branchNorm, let branch = branch.map(rows) else { return rows(dHidden) }
        let dBranch = rows(scratch.dBranch)
        backend.normaliseBackward(
            rows(dHidden), x: branch, by: norm(branchNorm), into: dBranch, adding: false,
            dGain: branchNorm.gain.gradient, dBias: branchNorm.bias?.gradient,
            blocks: batch.blocks)
        return dBranch
    }

    // MARK: Small steps

    private var query: Range<Int> { 0..<shape.queryWidth }
    private var key: Range<Int> { shape.queryWidth..<shape.queryWidth + shape.keyValueWidth }
    private var queryAndKey: Range<Int> { 0..<shape.queryWidth + shape.keyValueWidth }

    private func headNorms(
        _ layer: DecoderParameters.Layer
    ) -> [(part: Range<Int>, norm: NormParameters)] {
        guard let queryNorm = layer.queryNorm, let keyNorm = layer.keyNorm else { return [] }
        return [(query, norm(queryNorm)), (key, norm(keyNorm))]
    }

    /// The rows of the micro-batch.
    private func rows(_ matrix: FloatMatrix) -> MatrixView { matrix.first(batch.rowCount) }

    private func norm(_ norm: DecoderParameters.Norm) -> NormParameters {
        NormParameters(norm, of: shape)
    }

    private func linear(
        _ layer: LinearLayer, _ x: MatrixView, into y: MatrixView, adding: Bool = false
    ) {
        layer.forward(x, into: y, adding: adding, scratch: scratch.lowRank, on: backend)
    }

    private func linearBackward(
        _ layer: LinearLayer, _ dY: MatrixView, x: MatrixView, into dX: MatrixView
    ) {
        layer.backward(
            dY, x: x, into: dX, blocks: batch.blocks, scratch: scratch.lowRank, on: backend)
    }
}

extension NormParameters {
    /// A decoder's norm.
    init(_ norm: DecoderParameters.Norm, of shape: ModelConfiguration) {
        self.init(
            kind: shape.norm, gain: norm.gain.value, bias: norm.bias?.value,
            epsilon: shape.epsilon)
    }
}

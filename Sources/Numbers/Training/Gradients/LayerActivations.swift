import Compute
import Models

/// What a layer's backward needs of its forward, a row for each token.
final class LayerActivations {
    /// Rotated queries and keys, and values, side by side.
    let queryKeyValue: FloatMatrix
    /// Queries and keys before their norms; nil if heads are not normalised.
    let rawQueryKey: FloatMatrix?
    let attended: FloatMatrix
    /// The logarithm of each softmax's denominator, `[T, heads]`.
    let logSum: FloatMatrix
    /// What attention gives before its norm; nil if branches are not normalised.
    let attentionBranch: FloatMatrix?
    /// The residual stream between attention and feed-forward.
    let middle: FloatMatrix
    /// Gate and up side by side, or up alone; nil with experts, which keep their own.
    let expanded: FloatMatrix?
    /// What the feed-forward gives before its norm; nil if branches are not normalised.
    let feedForwardBranch: FloatMatrix?

    init(rows: Int, _ shape: ModelConfiguration, on backend: any DifferentiableBackend) throws {
        func matrix(_ width: Int) throws -> FloatMatrix {
            try backend.makeMatrix(rows: rows, width: width)
        }
        let (hidden, query, keyValue) = (shape.hiddenSize, shape.queryWidth, shape.keyValueWidth)
        queryKeyValue = try matrix(query + 2 * keyValue)
        rawQueryKey = try shape.hasQueryKeyNorm ? matrix(query + keyValue) : nil
        attended = try matrix(query)
        logSum = try matrix(shape.headCount)
        attentionBranch = try shape.hasBranchNorms ? matrix(hidden) : nil
        middle = try matrix(hidden)
        expanded = try shape.experts == nil ? matrix(shape.expandedWidth) : nil
        feedForwardBranch = try shape.hasBranchNorms ? matrix(hidden) : nil
    }
}

/// Memory of one operation after another, which nothing outlives.
final class GradientScratch {
    let normed: FloatMatrix
    let activated: FloatMatrix
    let dNormed: FloatMatrix
    let dBranch: FloatMatrix
    let dActivated: FloatMatrix
    let dExpanded: FloatMatrix
    let dAttended: FloatMatrix
    let dQueryKeyValue: FloatMatrix
    let lowRank: LowRankScratch?

    init(rows: Int, _ parameters: DecoderParameters, on backend: any DifferentiableBackend) throws {
        let shape = parameters.configuration
        func matrix(_ width: Int) throws -> FloatMatrix {
            try backend.makeMatrix(rows: rows, width: width)
        }
        let hidden = shape.hiddenSize
        normed = try matrix(hidden)
        // Experts have memory of their own.
        let inner = shape.experts == nil ? shape.feedForwardSize : 0
        activated = try matrix(inner)
        dNormed = try matrix(hidden)
        dBranch = try matrix(hidden)
        dActivated = try matrix(inner)
        dExpanded = try matrix(inner * (shape.feedForward.isGated ? 2 : 1))
        dAttended = try matrix(shape.queryWidth)
        dQueryKeyValue = try matrix(shape.queryWidth + 2 * shape.keyValueWidth)
        let rank = parameters.layers.flatMap { $0.linearLayers.map(\.rank) }.max() ?? 0
        lowRank = try rank > 0 ? LowRankScratch(rows: rows, width: rank, on: backend) : nil
    }
}

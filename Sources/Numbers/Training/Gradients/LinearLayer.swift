import Compute

/// A linear layer, y = x·Wᵀ + b, with low-rank adapters on some of its parts.
///
/// An adapter adds scale·(x·Aᵀ)·Bᵀ to its part's outputs. Source: Hu et al. 2021 (arXiv:2106.09685),
/// eq. 3.
package final class LinearLayer {
    /// The adapters of a layer: their A matrices one below the other, for they read the same input.
    package struct Adapters {
        /// `[Σ rank, inputs]`
        package let a: Parameter
        /// For each adapted part, `[outputs of the part, rank]`.
        package let b: [Parameter]
        /// For each adapted part, its outputs among the layer's.
        let outputs: [Range<Int>]
        /// For each adapted part, its rows of ``a``.
        let ranks: [Range<Int>]
        /// alpha / rank.
        let scale: Float
    }

    package let weight: Parameter
    package let bias: Parameter?
    package var adapters: Adapters?

    init(weight: Parameter, bias: Parameter?) {
        (self.weight, self.bias) = (weight, bias)
    }

    var outputs: Int { weight.value.rows }
    var inputs: Int { weight.value.width }
    /// Columns of scratch memory that adapters need.
    var rank: Int { adapters?.a.value.rows ?? 0 }
    var parameters: [Parameter] {
        [weight] + (bias.map { [$0] } ?? []) + (adapters.map { [$0.a] + $0.b } ?? [])
    }

    /// y = x·Wᵀ + b, or that added to y.
    func forward(
        _ x: MatrixView, into y: MatrixView, adding: Bool, scratch: LowRankScratch?,
        on backend: any DifferentiableBackend
    ) {
        backend.multiply(x, by: weight.value.all, bias: bias?.value.all, into: y, adding: adding)
        guard let adapters, let scratch else { return }
        let reduced = scratch.reduced.first(x.rowCount).columns(0..<rank)
        let scaled = scratch.scaled.first(x.rowCount).columns(0..<rank)
        backend.multiply(x, by: adapters.a.value.all, bias: nil, into: reduced, adding: false)
        for (index, b) in adapters.b.enumerated() {
            let u = scaled.columns(adapters.ranks[index])
            backend.fill(u, with: 0)
            backend.add(
                reduced.columns(adapters.ranks[index]), scaledBy: adapters.scale, to: u)
            backend.multiply(
                u, by: b.value.all, bias: nil, into: y.columns(adapters.outputs[index]),
                adding: true)
        }
    }

    /// Adds to the gradients of what is trained, and gives `dX`, overwritten or added to.
    ///
    /// - Parameter dX: nil if nobody needs it.
    func backward(
        _ dY: MatrixView, x: MatrixView, into dX: MatrixView?, adding: Bool = false,
        blocks: [Range<Int>], scratch: LowRankScratch?, on backend: any DifferentiableBackend
    ) {
        if let gradient = weight.gradient {
            backend.accumulate(dY, x, scale: 1, blocks: blocks, into: gradient.all)
        }
        if let gradient = bias?.gradient {
            backend.accumulateBias(dY, blocks: blocks, into: gradient.all)
        }
        if let dX {
            backend.multiplyBackward(dY, by: weight.value.all, into: dX, adding: adding)
        }
        if let adapters, let scratch {
            backward(adapters, dY, x: x, into: dX, blocks: blocks, scratch: scratch, on: backend)
        }
    }

    /// With u = x·Aᵀ: dB += scale·dYᵀ·u, dU = scale·dY·B, dA += dUᵀ·x, dX += dU·A.
    private func backward(
        _ adapters: Adapters, _ dY: MatrixView, x: MatrixView, into dX: MatrixView?,
        blocks: [Range<Int>], scratch: LowRankScratch, on backend: any DifferentiableBackend
    ) {
        let u = scratch.reduced.first(x.rowCount).columns(0..<rank)
        let dU = scratch.scaled.first(x.rowCount).columns(0..<rank)
        let spare = scratch.spare.first(x.rowCount)
        backend.multiply(x, by: adapters.a.value.all, bias: nil, into: u, adding: false)
        for (index, b) in adapters.b.enumerated() {
            let dPart = dY.columns(adapters.outputs[index])
            let (ranks, scale) = (adapters.ranks[index], adapters.scale)
            if let gradient = b.gradient {
                backend.accumulate(
                    dPart, u.columns(ranks), scale: scale, blocks: blocks, into: gradient.all)
            }
            let unscaled = spare.columns(0..<ranks.count)
            backend.multiplyBackward(dPart, by: b.value.all, into: unscaled, adding: false)
            backend.fill(dU.columns(ranks), with: 0)
            backend.add(unscaled, scaledBy: scale, to: dU.columns(ranks))
        }
        if let gradient = adapters.a.gradient {
            backend.accumulate(dU, x, scale: 1, blocks: blocks, into: gradient.all)
        }
        if let dX {
            backend.multiplyBackward(dU, by: adapters.a.value.all, into: dX, adding: true)
        }
    }
}

/// Memory of a step for adapters' narrow products, `[rows, widest Σ rank]` each.
final class LowRankScratch {
    let reduced: FloatMatrix
    let scaled: FloatMatrix
    let spare: FloatMatrix

    init(rows: Int, width: Int, on backend: any DifferentiableBackend) throws {
        reduced = try backend.makeMatrix(rows: rows, width: width)
        scaled = try backend.makeMatrix(rows: rows, width: width)
        spare = try backend.makeMatrix(rows: rows, width: width)
    }
}

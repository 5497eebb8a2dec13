import Compute
import Models

/// A mixture of experts, forward and backward: y = y + Σ weight · contract(activation(expand(x))).
///
/// Nothing is kept for the backward, which computes the experts a second time.
final class ExpertsGradient {
    private let options: ModelConfiguration.Experts
    private let kind: ModelConfiguration.FeedForward
    private let backend: any DifferentiableBackend
    private let outputs: FloatMatrix
    private let dOutputs: FloatMatrix
    private let input: FloatMatrix
    private let expanded: FloatMatrix
    private let activated: FloatMatrix
    private let result: FloatMatrix
    private let dResult: FloatMatrix
    private let dActivated: FloatMatrix
    private let dInput: FloatMatrix

    init(
        rows: Int, _ shape: ModelConfiguration, _ options: ModelConfiguration.Experts,
        on backend: any DifferentiableBackend
    ) throws {
        func matrix(_ width: Int) throws -> FloatMatrix {
            try backend.makeMatrix(rows: rows, width: width)
        }
        (self.options, self.backend, kind) = (options, backend, shape.feedForward)
        let (hidden, inner) = (shape.hiddenSize, shape.feedForwardSize)
        outputs = try matrix(options.count)
        dOutputs = try matrix(options.count)
        input = try matrix(hidden)
        expanded = try matrix(inner * (kind.isGated ? 2 : 1))
        activated = try matrix(inner)
        result = try matrix(hidden)
        dResult = try matrix(hidden)
        dActivated = try matrix(inner)
        dInput = try matrix(hidden)
    }

    typealias Expert = (expand: LinearLayer, contract: LinearLayer)

    /// Adds the mixture of `x` to `y`.
    func forward(
        _ x: MatrixView, router: LinearLayer, _ experts: [Expert], addingTo y: MatrixView,
        scratch: LowRankScratch?
    ) throws {
        let choice = try choose(x, router, scratch)
        for (index, expert) in experts.enumerated() {
            let (rows, weights) = choice.rows(of: index)
            guard !rows.isEmpty else { continue }
            run(expert, on: rows, of: x, scratch)
            backend.scaleRows(result.first(rows.count), by: weights)
            backend.scatter(result.first(rows.count), addingTo: y, at: rows)
        }
    }

    /// Writes the derivative by `x` into `dX`, and adds to the gradients of router and experts.
    func backward(
        _ dY: MatrixView, x: MatrixView, router: LinearLayer, _ experts: [Expert],
        into dX: MatrixView, blocks: [Range<Int>], scratch: LowRankScratch?
    ) throws {
        let choice = try choose(x, router, scratch)
        var dWeights = choice.chosen.map { $0.map { _ in 0.0 } }
        backend.fill(dX, with: 0)
        for (index, expert) in experts.enumerated() {
            let (rows, weights) = choice.rows(of: index)
            guard !rows.isEmpty else { continue }
            run(expert, on: rows, of: x, scratch)
            let dOut = dResult.first(rows.count)
            backend.gather(rows, of: dY, into: dOut)
            let products = try backend.rowProducts(dOut, result.first(rows.count))
            for (row, product) in zip(rows, products) {
                if let rank = choice.chosen[row].firstIndex(of: index) {
                    dWeights[row][rank] = Double(product)
                }
            }
            backend.scaleRows(dOut, by: weights)
            backward(expert, dOut, blocks: Self.blocks(rows, blocks), scratch)
            backend.scatter(dInput.first(rows.count), addingTo: dX, at: rows)
        }
        let dRouted = dOutputs.first(x.rowCount)
        try backend.write(choice.derivative(dWeights), to: dRouted)
        router.backward(
            dRouted, x: x, into: dX, adding: true, blocks: blocks, scratch: scratch, on: backend)
    }

    private func choose(
        _ x: MatrixView, _ router: LinearLayer, _ scratch: LowRankScratch?
    ) throws -> ExpertChoice {
        let routed = outputs.first(x.rowCount)
        router.forward(x, into: routed, adding: false, scratch: scratch, on: backend)
        var floats = [Float](repeating: 0, count: x.rowCount * options.count)
        try backend.read(routed, into: &floats)
        return ExpertChoice(floats, options)
    }

    /// Computes an expert for some rows into ``result``.
    private func run(
        _ expert: Expert, on rows: [Int], of x: MatrixView, _ scratch: LowRankScratch?
    ) {
        let count = rows.count
        backend.gather(rows, of: x, into: input.first(count))
        expert.expand.forward(
            input.first(count), into: expanded.first(count), adding: false, scratch: scratch,
            on: backend)
        backend.activate(expanded.first(count), as: kind, into: activated.first(count))
        expert.contract.forward(
            activated.first(count), into: result.first(count), adding: false, scratch: scratch,
            on: backend)
    }

    /// Takes `dOut` back through what ``run(_:on:of:_:)`` computed, into ``dInput``.
    private func backward(
        _ expert: Expert, _ dOut: MatrixView, blocks: [Range<Int>], _ scratch: LowRankScratch?
    ) {
        let count = dOut.rowCount
        expert.contract.backward(
            dOut, x: activated.first(count), into: dActivated.first(count), blocks: blocks,
            scratch: scratch, on: backend)
        backend.activateBackward(
            dActivated.first(count), x: expanded.first(count), as: kind,
            into: expanded.first(count))
        expert.expand.backward(
            expanded.first(count), x: input.first(count), into: dInput.first(count),
            blocks: blocks, scratch: scratch, on: backend)
    }

    /// The ranges of some rows that lie in each block of all rows.
    private static func blocks(_ rows: [Int], _ blocks: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var first = 0
        for block in blocks {
            var end = first
            while end < rows.count, rows[end] < block.upperBound { end += 1 }
            if end > first { result.append(first..<end) }
            first = end
        }
        return result
    }
}

package import Compute
import Models

/// Which tokens of a micro-batch are targets, and the rows that predict them.
package struct TargetRows: Sendable {
    /// The row whose state predicts each target. A prompt's last row may occur once for each branch.
    package private(set) var sources: [Int] = []
    package private(set) var tokens: [Int32] = []
    /// Targets whose contributions to a gradient are summed first: those in one block of the batch.
    package private(set) var blocks: [Range<Int>] = []

    /// The targets of a micro-batch.
    ///
    /// - Parameter isTarget: For each row, whether its token is a target; the first token of a
    ///   document never is.
    package init(_ batch: PackedBatch, isTarget: [Bool]) {
        precondition(isTarget.count == batch.rowCount, "a flag for every row")
        var before = Array(-1..<batch.rowCount - 1)
        for span in batch.spans {
            before[span.rows.lowerBound] =
                span.prefix.isEmpty ? -1 : span.prefix.upperBound - 1
        }
        for block in batch.blocks {
            let first = tokens.count
            for row in block where isTarget[row] && before[row] >= 0 {
                sources.append(before[row])
                tokens.append(batch.tokens[row])
            }
            if first < tokens.count { blocks.append(first..<tokens.count) }
        }
    }

    package var count: Int { tokens.count }
}

/// The final norm and the head, on the rows that predict targets alone.
package final class DecoderHead {
    private let gradient: DecoderGradient
    private let backend: any DifferentiableBackend
    /// States of the rows that predict, before and after the final norm.
    private let states: FloatMatrix
    private let normed: FloatMatrix
    private let dNormed: FloatMatrix
    private var rowCount = 0

    package init(_ gradient: DecoderGradient) throws {
        (self.gradient, backend) = (gradient, gradient.backend)
        let rows = gradient.capacity
        let width = gradient.parameters.configuration.hiddenSize
        states = try backend.makeMatrix(rows: rows, width: width)
        normed = try backend.makeMatrix(rows: rows, width: width)
        dNormed = try backend.makeMatrix(rows: rows, width: width)
    }

    private var norm: NormParameters {
        NormParameters(gradient.parameters.finalNorm, of: gradient.parameters.configuration)
    }

    /// The final norm's output at some rows of the last forward pass, `[rows, C]`.
    package func states(at rows: [Int]) -> MatrixView {
        rowCount = rows.count
        backend.gather(rows, of: gradient.hidden, into: states.first(rowCount))
        backend.normalise(states.first(rowCount), by: norm, into: normed.first(rowCount))
        return normed.first(rowCount)
    }

    /// What ``states(at:)`` gave last.
    package var lastStates: MatrixView { normed.first(rowCount) }

    /// Where the derivative by the last ``states(at:)`` goes before ``backward(at:blocks:)``.
    package var dStates: MatrixView { dNormed.first(rowCount) }

    /// Starts a backward pass: ``DecoderGradient/dHidden`` is what ``dStates`` says of these rows,
    /// taken through the final norm, and zero elsewhere.
    package func backward(at rows: [Int], blocks: [Range<Int>]) {
        let dHidden = gradient.dHidden.first(gradient.hidden.rowCount)
        let finalNorm = gradient.parameters.finalNorm
        backend.normaliseBackward(
            dStates, x: states.first(rowCount), by: norm, into: dStates, adding: false,
            dGain: finalNorm.gain.gradient, dBias: finalNorm.bias?.gradient, blocks: blocks)
        backend.fill(dHidden, with: 0)
        backend.scatter(dStates, addingTo: dHidden, at: rows)
    }

    /// log p of each target, after a forward pass.
    package func logProbabilities(of targets: TargetRows) throws -> [Float] {
        try crossEntropy(targets, backward: nil)
    }

    /// log p of each target, and ``DecoderGradient/dHidden`` for a loss whose derivative by each
    /// log p is `factors`; the head's gradient is added to.
    package func backward(_ targets: TargetRows, factors: [Float]) throws -> [Float] {
        _ = states(at: targets.sources)
        let logProbabilities = try crossEntropy(
            targets,
            backward: HeadBackward(
                factors: factors, blocks: targets.blocks, dX: dStates,
                dHead: gradient.parameters.head.gradient))
        backward(at: targets.sources, blocks: targets.blocks)
        return logProbabilities
    }

    private func crossEntropy(
        _ targets: TargetRows, backward: HeadBackward?
    ) throws -> [Float] {
        let x = backward == nil ? states(at: targets.sources) : lastStates
        var logProbabilities = [Float](repeating: 0, count: targets.count)
        try backend.crossEntropy(
            x, by: gradient.parameters.head.value,
            softCap: gradient.parameters.configuration.logitSoftCap, targets: targets.tokens,
            backward: backward, logProbabilities: &logProbabilities)
        return logProbabilities
    }
}

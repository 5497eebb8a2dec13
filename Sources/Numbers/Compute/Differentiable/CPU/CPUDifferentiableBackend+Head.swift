import CKernels

/// The head: logits of a chunk of rows at a time, which become their own derivatives.
extension CPUDifferentiableBackend {
    /// Most rows whose logits are in memory at a time: 512 of 49,152 logits are 96 MiB.
    package static let rowsPerChunk = 512

    package func crossEntropy(
        _ x: MatrixView, by head: FloatMatrix, softCap: Float?, targets: [Int32],
        backward: HeadBackward?, logProbabilities: UnsafeMutablePointer<Float>
    ) throws {
        precondition(x.width == head.width, "the head's inputs differ")
        precondition(targets.count == x.rowCount, "a target for each row")
        precondition(
            targets.allSatisfy { $0 >= 0 && $0 < head.rows }, "a target is not in the vocabulary")
        if let backward {
            precondition(backward.factors.count == x.rowCount, "a factor for each row")
        }
        let chunks = HeadChunks(
            rows: x.rowCount, blocks: backward?.blocks ?? [], limit: Self.rowsPerChunk)
        let logits = logits.matrix(rows: chunks.mostRows, width: head.rows)
        for chunk in chunks.chunks {
            let z = logits.first(chunk.count)
            multiply(x.rows(chunk), by: head.all, bias: nil, into: z, adding: false)
            finish(
                z, softCap: softCap, targets: targets[chunk],
                factors: backward.map { $0.factors[chunk] },
                logProbabilities: logProbabilities + chunk.lowerBound)
            guard let backward else { continue }
            multiplyBackward(z, by: head.all, into: backward.dX.rows(chunk), adding: false)
            guard let dHead = backward.dHead else { continue }
            accumulate(
                z, x.rows(chunk), scale: 1, blocks: chunk.own(backward.blocks), into: dHead.all)
        }
    }

    /// Log-probabilities of rows of logits; with `factors`, the logits' derivatives replace them.
    private func finish(
        _ logits: MatrixView, softCap: Float?, targets: ArraySlice<Int32>,
        factors: ArraySlice<Float>?, logProbabilities: UnsafeMutablePointer<Float>
    ) {
        let (z, width, isa) = (logits.floats, logits.width, isa)
        let cap = softCap ?? 0
        team.run(logits.rowCount) { row, _ in
            let target = Int64(targets[targets.startIndex + row])
            let log =
                if let factors {
                    ck_cross_entropy_f32(
                        z + row * width, Int64(width), target, cap,
                        factors[factors.startIndex + row], isa)
                } else {
                    ck_log_probability_f32(z + row * width, Int64(width), target, cap, isa)
                }
            logProbabilities[row] = Float(log)
        }
    }
}

extension Range<Int> {
    /// The blocks within this chunk, counted from its first row.
    fileprivate func own(_ blocks: [Range<Int>]) -> [Range<Int>] {
        blocks.filter { !$0.isEmpty && contains($0.lowerBound) }
            .map { $0.lowerBound - lowerBound..<$0.upperBound - lowerBound }
    }
}

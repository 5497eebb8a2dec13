/// Matrix products: a unit of work is a few groups of outputs, for all rows.
extension CPUBackend {
    package func project(_ x: Operand, by matrix: MatrixHandle, into y: Activations) {
        multiply(
            self[x], rows: 0..<batch.rows.count, self[matrix], into: self[y].floats,
            accumulate: false)
    }

    package func project(_ x: Operand, by matrix: MatrixHandle, addingTo y: Activations) {
        multiply(
            self[x], rows: 0..<batch.rows.count, self[matrix], into: self[y].floats,
            accumulate: true)
    }

    package func logits(
        _ x: Operand,
        rows: Range<Int>,
        by head: MatrixHandle,
        into logits: UnsafeMutablePointer<Float>
    ) {
        multiply(self[x], rows: rows, self[head], into: logits, accumulate: false)
    }

    private func multiply(
        _ x: OperandBuffer,
        rows: Range<Int>,
        _ projection: Projection,
        into y: UnsafeMutablePointer<Float>,
        accumulate: Bool
    ) {
        guard !rows.isEmpty else { return }
        team.run(projection.units.count) { unit, worker in
            projection.run(
                unit: unit,
                into: y,
                from: x,
                first: rows.lowerBound,
                rows: rows.count,
                accumulate: accumulate,
                scratch: scratch.of(worker),
                isa: isa
            )
        }
    }
}

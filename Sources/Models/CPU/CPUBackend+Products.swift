/// Matrix products: a unit of work is a few groups of outputs, for all rows.
extension CPUBackend {
    package func project(_ x: Operand, by matrix: MatrixHandle, into y: Activations) {
        multiply(
            self[x].floats, self[matrix], rows: batch.rows.count, into: self[y].floats,
            accumulate: false)
    }

    package func project(_ x: Operand, by matrix: MatrixHandle, addingTo y: Activations) {
        multiply(
            self[x].floats, self[matrix], rows: batch.rows.count, into: self[y].floats,
            accumulate: true)
    }

    package func logits(
        _ x: Operand,
        rows: Range<Int>,
        by head: MatrixHandle,
        into logits: UnsafeMutablePointer<Float>
    ) {
        multiply(
            self[x].row(rows.lowerBound), self[head], rows: rows.count, into: logits,
            accumulate: false)
    }

    private func multiply(
        _ x: UnsafePointer<Float>,
        _ projection: Projection,
        rows: Int,
        into y: UnsafeMutablePointer<Float>,
        accumulate: Bool
    ) {
        guard rows > 0 else { return }
        team.run(projection.units.count) { unit, worker in
            projection.run(
                unit: unit,
                into: y,
                yStride: projection.width,
                from: x,
                xStride: projection.inputs,
                rows: rows,
                accumulate: accumulate,
                scratch: scratch.of(worker),
                isa: isa
            )
        }
    }
}

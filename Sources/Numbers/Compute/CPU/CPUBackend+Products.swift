import CKernels
package import Models

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

    package func project(
        _ x: Operand, by matrix: MatrixHandle, activatedAs kind: ModelConfiguration.FeedForward,
        into y: Operand
    ) {
        let (projection, expanded, y) = (self[matrix], expanded.rows, self[y])
        let rows = 0..<batch.rows.count
        precondition(projection.width == expanded.width, "no feed-forward's matrix")
        multiply(self[x], rows: rows, projection, into: expanded.floats, accumulate: false)
        forEachRow(rows.count) { activate(expanded.row($0), as: kind, into: y, row: $0) }
    }

    package func logits(
        _ x: Operand,
        rows: Range<Int>,
        by head: MatrixHandle,
        softCap: Float?,
        into logits: UnsafeMutablePointer<Float>
    ) {
        let (head, isa) = (self[head], isa)
        multiply(self[x], rows: rows, head, into: logits, accumulate: false)
        guard let softCap else { return }
        team.run(rows.count) { row, _ in
            ck_soft_cap_f32(logits + row * head.width, Int64(head.width), softCap, isa)
        }
    }

    func multiply(
        _ x: OperandRows,
        rows: Range<Int>,
        _ projection: Projection,
        into y: UnsafeMutablePointer<Float>,
        accumulate: Bool
    ) {
        guard !rows.isEmpty else { return }
        let reduced = projection.change.map { reduce(x, rows: rows, by: $0.down) }
        let (scratch, workers, isa) = (scratch.rows, team.threads, isa)
        team.run(projection.units.count) { unit, worker in
            projection.run(
                unit: unit,
                into: y,
                from: x,
                first: rows.lowerBound,
                rows: rows.count,
                accumulate: accumulate,
                scratch: scratch.row(worker),
                workers: workers,
                isa: isa,
                reduced: reduced
            )
        }
    }

    /// Most rows that are reduced without the team, whose start would take longer.
    private static let fewRows = 4

    /// x·Aᵀ of low-rank changes.
    private func reduce(_ x: OperandRows, rows: Range<Int>, by down: Projection) -> Rows {
        let reduced = reducedRows(width: down.width)
        let (scratch, workers, isa) = (scratch.rows, team.threads, isa)
        func run(_ unit: Int, _ worker: Int) {
            down.run(
                unit: unit, into: reduced.floats, from: x, first: rows.lowerBound,
                rows: rows.count, accumulate: false, scratch: scratch.row(worker),
                workers: workers, isa: isa)
        }
        if rows.count <= Self.fewRows {
            for unit in down.units.indices { run(unit, 0) }
        } else {
            team.run(down.units.count) { unit, worker in run(unit, worker) }
        }
        return reduced
    }
}

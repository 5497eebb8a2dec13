import CKernels
import Foundation

/// Rows of a matrix on the CPU. Has no reference to count: threads would contend for the counts.
struct RowPointer: @unchecked Sendable {
    let floats: UnsafeMutablePointer<Float>
    let stride: Int

    init(_ x: MatrixView) { (floats, stride) = (x.floats, x.stride) }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats + index * stride }
}

extension CPUDifferentiableBackend {
    package func add(_ x: MatrixView, to y: MatrixView) { add(x, scaledBy: 1, to: y) }

    package func add(_ x: MatrixView, scaledBy scale: Float, to y: MatrixView) {
        precondition(x.rowCount == y.rowCount && x.width == y.width, "shapes differ")
        let (from, to, width, isa) = (RowPointer(x), RowPointer(y), x.width, isa)
        shareRows(x.rowCount, width: width) { row in
            ck_add_scaled_f32(to.row(row), from.row(row), scale, Int64(width), isa)
        }
    }

    package func gather(_ rows: [Int], of x: MatrixView, into y: MatrixView) {
        precondition(y.rowCount == rows.count && x.width == y.width, "shapes differ")
        precondition(rows.allSatisfy { $0 >= 0 && $0 < x.rowCount }, "rows out of bounds")
        let (from, to, width) = (RowPointer(x), RowPointer(y), x.width)
        shareRows(rows.count, width: width) { row in
            to.row(row).update(from: from.row(rows[row]), count: width)
        }
    }

    package func scatter(_ y: MatrixView, addingTo x: MatrixView, at rows: [Int]) {
        precondition(y.rowCount == rows.count && x.width == y.width, "shapes differ")
        precondition(rows.allSatisfy { $0 >= 0 && $0 < x.rowCount }, "rows out of bounds")
        for (row, target) in rows.enumerated() {
            ck_add_scaled_f32(x.row(target), y.row(row), 1, Int64(x.width), isa)
        }
    }

    package func embed(
        _ tokens: [Int32], in table: FloatMatrix, scale: Float, into x: MatrixView
    ) {
        checkTokens(tokens, table: table, rows: x)
        let (from, to, width, isa) = (RowPointer(table.all), RowPointer(x), x.width, isa)
        shareRows(tokens.count, width: width) { row in
            ck_scale_f32(to.row(row), from.row(Int(tokens[row])), scale, Int64(width), isa)
        }
    }

    /// Threads share out columns, so that a token's rows are added in order.
    package func embedBackward(
        _ dX: MatrixView, tokens: [Int32], scale: Float, into dTable: FloatMatrix
    ) {
        checkTokens(tokens, table: dTable, rows: dX)
        let (from, to, isa) = (RowPointer(dX), RowPointer(dTable.all), isa)
        share(dX.width, by: 128) { columns, _ in
            let (first, count) = (columns.lowerBound, Int64(columns.count))
            for (row, token) in tokens.enumerated() {
                let (sum, gradient) = (to.row(Int(token)) + first, from.row(row) + first)
                ck_add_scaled_f32(sum, gradient, scale, count, isa)
            }
        }
    }

    private func checkTokens(_ tokens: [Int32], table: FloatMatrix, rows x: MatrixView) {
        precondition(x.rowCount == tokens.count && x.width == table.width, "shapes differ")
        precondition(tokens.allSatisfy { $0 >= 0 && $0 < table.rows }, "tokens out of bounds")
    }
}

// MARK: Units of work

extension CPUDifferentiableBackend {
    /// Calls `body` with ranges of at most `size` of `count` items and the worker that claimed it.
    func share(_ count: Int, by size: Int, _ body: (_ items: Range<Int>, _ worker: Int) -> Void) {
        team.run((count + size - 1) / size) { unit, worker in
            body(unit * size..<min(unit * size + size, count), worker)
        }
    }

    /// Calls `body` with each of `count` rows; units are some 64 KiB of a matrix.
    func shareRows(_ count: Int, width: Int, _ body: (_ row: Int) -> Void) {
        share(count, by: Self.rowsOfUnit(width: width)) { rows, _ in
            for row in rows { body(row) }
        }
    }

    static func rowsOfUnit(width: Int) -> Int { max(1, 16_384 / max(width, 1)) }

    /// Scratch cut into one memory of `shared` floats and one of `each` floats for each worker, valid
    /// until the next call; all at multiples of 64 bytes.
    func workspace(
        shared: Int, each: Int
    ) -> (shared: UnsafeMutablePointer<Float>, workers: Rows) {
        let (start, width) = ((shared + 63) / 64 * 64, (each + 63) / 64 * 64)
        scratch.reserve((start + team.threads - 1) / team.threads + width)
        let all = scratch.rows.floats
        return (all, Rows(floats: all + start, width: width))
    }
}

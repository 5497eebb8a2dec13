/// Rows of 32-bit floats in a device's memory, `[rows, width]`, one row after the other.
///
/// Made by a ``DifferentiableBackend``, which alone knows what lies behind ``storage``.
package final class FloatMatrix {
    package let rows: Int
    package let width: Int
    /// The backend's memory.
    let storage: AnyObject

    init(rows: Int, width: Int, storage: AnyObject) {
        (self.rows, self.width, self.storage) = (rows, width, storage)
    }

    /// All of it.
    package var all: MatrixView { MatrixView(self, rows: 0..<rows, columns: 0..<width) }

    /// The first `count` rows.
    package func first(_ count: Int) -> MatrixView {
        MatrixView(self, rows: 0..<count, columns: 0..<width)
    }
}

/// A rectangle of a matrix.
package struct MatrixView {
    package let matrix: FloatMatrix
    package let rows: Range<Int>
    package let columns: Range<Int>

    package init(_ matrix: FloatMatrix, rows: Range<Int>, columns: Range<Int>) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= matrix.rows, "rows out of bounds")
        precondition(
            columns.lowerBound >= 0 && columns.upperBound <= matrix.width, "columns out of bounds")
        (self.matrix, self.rows, self.columns) = (matrix, rows, columns)
    }

    package var rowCount: Int { rows.count }
    package var width: Int { columns.count }

    /// Some of its columns, counted from its own first.
    package func columns(_ range: Range<Int>) -> MatrixView {
        let first = columns.lowerBound
        return MatrixView(
            matrix, rows: rows, columns: first + range.lowerBound..<first + range.upperBound)
    }

    /// Some of its rows, counted from its own first.
    package func rows(_ range: Range<Int>) -> MatrixView {
        let first = rows.lowerBound
        return MatrixView(
            matrix, rows: first + range.lowerBound..<first + range.upperBound, columns: columns)
    }
}

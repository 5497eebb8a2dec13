package import Compute

/// A matrix of a model's weights: one tensor of its checkpoint, or several that are applied to the
/// same input.
///
/// Matrices are stacked one below the other, vectors joined end to end in one row.
package final class Parameter {
    /// A tensor of the checkpoint and where it lies in the matrix.
    package struct Part: Sendable {
        /// As Hugging Face's checkpoints name it.
        package let name: String
        package let shape: [Int]
        let rows: Range<Int>
        let columns: Range<Int>
    }

    /// What training needs beside a value.
    package struct Training {
        /// Of the value's shape.
        package let gradient: FloatMatrix
        /// AdamW's moving mean of gradients: of the value's shape, or as ``EightBitMoments``.
        package let firstMoment: FloatMatrix
        /// AdamW's moving mean of squared gradients, in the same form.
        package let secondMoment: FloatMatrix
        package let moments: MomentFormat
    }

    package let parts: [Part]
    package let value: FloatMatrix
    /// Nil for a frozen parameter.
    package private(set) var training: Training?

    /// Stacks tensors; all are matrices with equal rows, or all are vectors.
    init(_ tensors: [NamedFloats], on backend: any DifferentiableBackend) throws {
        precondition(!tensors.isEmpty, "a parameter has at least one tensor")
        var parts: [Part] = []
        if tensors[0].shape.count == 1 {
            var column = 0
            for tensor in tensors {
                let columns = column..<column + tensor.shape[0]
                parts.append(
                    Part(name: tensor.name, shape: tensor.shape, rows: 0..<1, columns: columns))
                column = columns.upperBound
            }
            value = try backend.makeMatrix(rows: 1, width: column)
        } else {
            let width = tensors[0].shape[1]
            var row = 0
            for tensor in tensors {
                precondition(
                    tensor.shape.count == 2 && tensor.shape[1] == width, "rows of another length")
                let rows = row..<row + tensor.shape[0]
                parts.append(
                    Part(name: tensor.name, shape: tensor.shape, rows: rows, columns: 0..<width))
                row = rows.upperBound
            }
            value = try backend.makeMatrix(rows: row, width: width)
        }
        self.parts = parts
        for (part, tensor) in zip(parts, tensors) {
            try backend.write(tensor.floats(), to: view(part, of: value))
        }
    }

    /// Whether weight decay applies: to tensors of two or more dimensions.
    package var decays: Bool { parts[0].shape.count > 1 }
    /// Nil for a frozen parameter.
    package var gradient: FloatMatrix? { training?.gradient }
    /// The number of floats.
    package var count: Int { value.rows * value.width }

    /// Makes room for gradient and moments, all zeros.
    ///
    /// - Parameter moments: Of a matrix; a vector's are in float32.
    package func thaw(
        moments: MomentFormat = .float32, on backend: any DifferentiableBackend
    ) throws {
        guard training == nil else { return }
        let format = parts[0].shape.count > 1 ? moments : .float32
        func zeros() throws -> FloatMatrix {
            try backend.makeMatrix(rows: value.rows, width: value.width)
        }
        func moment() throws -> FloatMatrix {
            switch format {
            case .float32: try zeros()
            case .eightBit: try EightBitMoments.zeros(count, on: backend)
            }
        }
        training = Training(
            gradient: try zeros(), firstMoment: try moment(), secondMoment: try moment(),
            moments: format)
    }

    /// A part of a matrix of the value's shape.
    package func view(_ part: Part, of matrix: FloatMatrix) -> MatrixView {
        MatrixView(matrix, rows: part.rows, columns: part.columns)
    }

    /// A part of a matrix of the value's shape, row by row.
    package func floats(
        _ part: Part, of matrix: FloatMatrix, on backend: any DifferentiableBackend
    ) throws -> [Float] {
        let view = view(part, of: matrix)
        let count = view.rowCount * view.width
        var floats = [Float](repeating: 0, count: count)
        try backend.read(view, into: &floats)
        return floats
    }
}

/// A named tensor whose floats are made when they are asked for.
package struct NamedFloats {
    package let name: String
    package let shape: [Int]
    package let floats: () throws -> [Float]

    package init(name: String, shape: [Int], floats: @escaping () throws -> [Float]) {
        (self.name, self.shape, self.floats) = (name, shape, floats)
    }
}

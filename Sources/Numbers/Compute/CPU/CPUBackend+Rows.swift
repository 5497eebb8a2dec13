import CKernels
import Models

/// Operations on each row by itself.
extension CPUBackend {
    package func embed(_ table: EmbeddingHandle, scale: Float, into x: Activations) {
        let (table, x, rows) = (self[table], self[x], batch.rows)
        forEachRow(rows.count) { row in
            let token = Int(rows[row].token)
            let destination = UnsafeMutableBufferPointer(start: x.row(row), count: x.width)
            do {
                try table.copyFloats(rows: token..<token + 1, to: destination)
            } catch {
                preconditionFailure("the embedding was read when the model was loaded: \(error)")
            }
            guard scale != 1 else { return }
            for index in destination.indices { destination[index] *= scale }
        }
    }

    package func normalise(_ x: Activations, by norm: NormHandle, into y: Operand) {
        let (x, y, norm, isa) = (self[x], self[y], self[norm], isa)
        forEachRow(batch.rows.count) { row in
            normalise(x.row(row), norm, into: y.row(row))
            y.round(row, isa)
        }
    }

    package func add(_ x: Activations, normalisedBy norm: NormHandle, to y: Activations) {
        let (x, y, norm, isa) = (self[x], self[y], self[norm], isa)
        forEachRow(batch.rows.count) { row in
            normalise(x.row(row), norm, into: x.row(row))
            ck_add_scaled_f32(y.row(row), x.row(row), 1, Int64(y.width), isa)
        }
    }

    package func normaliseOutputs(_ x: Activations, by norm: NormHandle, into y: Operand) {
        let (x, y, norm, isa) = (self[x], self[y], self[norm], isa)
        let outputs = batch.outputs
        forEachRow(outputs.count) { output in
            normalise(x.row(outputs[output]), norm, into: y.row(output))
            y.round(output, isa)
        }
    }

    /// The activation of one row: of gate and up side by side, or of up alone.
    func activate(
        _ x: UnsafePointer<Float>,
        as kind: ModelConfiguration.FeedForward,
        into y: OperandRows,
        row: Int
    ) {
        let width = Int64(y.width)
        switch kind {
        case .swiGLU: ck_swiglu_f32(y.row(row), x, x + y.width, width, isa)
        case .geGLU: ck_geglu_f32(y.row(row), x, x + y.width, width, isa)
        case .squaredReLU:
            y.row(row).update(from: x, count: y.width)
            ck_squared_relu_f32(y.row(row), width)
        }
        y.round(row, isa)
    }

    package func read(
        _ x: Operand,
        rows: Range<Int>,
        into floats: UnsafeMutablePointer<Float>
    ) {
        let x = self[x]
        floats.update(from: x.row(rows.lowerBound), count: rows.count * x.width)
    }

    /// The norm of one vector; `x` and `y` may be the same.
    func normalise(
        _ x: UnsafePointer<Float>,
        _ norm: NormRows,
        into y: UnsafeMutablePointer<Float>
    ) {
        let (width, epsilon) = (Int64(norm.width), epsilon)
        if let bias = norm.bias {
            ck_layer_norm_f32(y, x, norm.gain, bias, width, epsilon, isa)
        } else {
            ck_rms_norm_f32(y, x, norm.gain, width, epsilon, isa)
        }
    }
}

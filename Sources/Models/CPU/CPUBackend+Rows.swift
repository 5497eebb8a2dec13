import CKernels

/// Operations on each row by itself.
extension CPUBackend {
    package func embed(_ table: EmbeddingHandle, into x: Activations) {
        let (table, x) = (self[table], self[x])
        forEachRow(batch.rows.count) { row in
            let token = Int(batch.rows[row].token)
            let destination = UnsafeMutableBufferPointer(start: x.row(row), count: x.width)
            do {
                try table.copyFloats(rows: token..<token + 1, to: destination)
            } catch {
                preconditionFailure("the embedding was read when the model was loaded: \(error)")
            }
        }
    }

    package func normalise(_ x: Activations, by norm: NormHandle, into y: Operand) {
        let (x, y, norm) = (self[x], self[y], self[norm])
        forEachRow(batch.rows.count) { row in
            normalise(x.row(row), norm, into: y.row(row))
            y.round(row, isa)
        }
    }

    package func normaliseOutputs(_ x: Activations, by norm: NormHandle, into y: Operand) {
        let (x, y, norm) = (self[x], self[y], self[norm])
        forEachRow(batch.outputs.count) { output in
            normalise(x.row(batch.outputs[output]), norm, into: y.row(output))
            y.round(output, isa)
        }
    }

    package func activate(
        _ x: Activations,
        as kind: ModelConfiguration.FeedForward,
        into y: Operand
    ) {
        let (x, y) = (self[x], self[y])
        let width = Int64(y.width)
        forEachRow(batch.rows.count) { row in
            switch kind {
            case .swiGLU: ck_swiglu_f32(y.row(row), x.row(row), x.row(row) + y.width, width, isa)
            case .squaredReLU:
                y.row(row).update(from: x.row(row), count: y.width)
                ck_squared_relu_f32(y.row(row), width)
            }
            y.round(row, isa)
        }
    }

    package func read(
        _ x: Operand,
        rows: Range<Int>,
        into floats: UnsafeMutablePointer<Float>
    ) {
        let x = self[x]
        floats.update(from: x.row(rows.lowerBound), count: rows.count * x.width)
    }

    private func normalise(
        _ x: UnsafePointer<Float>,
        _ norm: NormWeights,
        into y: UnsafeMutablePointer<Float>
    ) {
        let (width, epsilon) = (Int64(norm.gain.count), configuration.epsilon)
        norm.gain.withUnsafeBufferPointer { gain in
            guard let gain = gain.baseAddress else { return }
            guard let bias = norm.bias else {
                ck_rms_norm_f32(y, x, gain, width, epsilon, isa)
                return
            }
            bias.withUnsafeBufferPointer {
                ck_layer_norm_f32(y, x, gain, $0.baseAddress, width, epsilon, isa)
            }
        }
    }
}

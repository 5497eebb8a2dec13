import CUDA
package import Checkpoints
package import Models

/// What is made once: weights and rows on the GPU.
extension CUDABackend: Backend {
    package func load(_ parts: [MatrixWeights]) throws -> MatrixHandle {
        precondition(parts.allSatisfy { $0.change == nil }, "adapters are merged for GPUs")
        matrices.append(try matrix(parts, isHeadOrTable: isHead(parts)))
        return MatrixHandle(index: matrices.count - 1)
    }

    package func load(_ weights: ExpertWeights) throws -> ExpertsHandle {
        experts.append(
            try DeviceExperts(weights, fp8: arithmetic.fp8Scales, budget, stream))
        _ = try roundedRows(inputs: max(configuration.hiddenSize, configuration.feedForwardSize))
        return ExpertsHandle(index: experts.count - 1)
    }

    package func load(_ norm: NormWeights) throws -> NormHandle {
        norms.append(try DeviceNorm(norm, budget, stream))
        return NormHandle(index: norms.count - 1)
    }

    package func load(embedding: StoredTensor) throws -> EmbeddingHandle {
        embeddings.append(try matrix([MatrixWeights(embedding)], isHeadOrTable: true))
        return EmbeddingHandle(index: embeddings.count - 1)
    }

    /// Whether a matrix makes logits: its precision is each token's.
    private func isHead(_ parts: [MatrixWeights]) -> Bool {
        parts.reduce(0) { $0 + $1.rows.count } == configuration.vocabularySize
    }

    private func matrix(_ parts: [MatrixWeights], isHeadOrTable: Bool) throws -> DeviceMatrix {
        if let scales = arithmetic.fp8Scales, !isHeadOrTable {
            let matrix = try DeviceMatrix(parts, fp8: scales, budget, stream)
            // Made now: what a graph does cannot allocate.
            _ = try roundedRows(inputs: matrix.inputs)
            return matrix
        }
        let isWhole =
            parts.count == 1 && parts[0].bias == nil
            && parts[0].rows == 0..<parts[0].stored.rowCount
        guard isWhole else { return try DeviceMatrix(parts, budget, stream) }
        let name = parts[0].stored.path + "\n" + parts[0].stored.name
        if let known = loaded[name] { return known }
        let matrix = try DeviceMatrix(parts, budget, stream)
        loaded[name] = matrix
        return matrix
    }

    package func makeActivations(width: Int) throws -> Activations {
        activations.append(try budget.floatRows(limits.rows, width: width))
        return Activations(index: activations.count - 1)
    }

    package func makeOperand(width: Int) throws -> Operand {
        operands.append(try budget.operandRows(limits.rows, width: width, stream))
        return Operand(index: operands.count - 1)
    }
}

extension MemoryBudget {
    /// Rows of floats.
    func floatRows(_ rows: Int, width: Int) throws -> DeviceRows {
        let memory = try allocate(rows * width * 4, for: "activations")
        return DeviceRows(memory: memory, width: width, stride: width, size: 4)
    }

    /// Rows that products read, padded with zeros.
    func operandRows(_ rows: Int, width: Int, _ stream: Stream) throws -> DeviceRows {
        let stride = width.rounded(upTo: 32)
        let memory = try allocate(rows * stride * 2, for: "activations")
        try memory.fill(0, on: stream)
        return DeviceRows(memory: memory, width: width, stride: stride, size: 2)
    }
}

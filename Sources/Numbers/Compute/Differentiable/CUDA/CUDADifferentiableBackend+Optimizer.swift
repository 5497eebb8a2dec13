import CUDA

/// The optimizer (kernels/adam_step.cu, adam_step_8bit.cu, row_sums.cu).
extension CUDADifferentiableBackend {
    package func squaredNorm(_ x: FloatMatrix) throws -> Double {
        let count = x.rows * x.width
        guard count > 0 else { return 0 }
        let blocks = (count + 4_095) / 4_096
        return try attemptNow {
            let sums = try workspace.room(8 * blocks, for: "sums of squares")
            try kernels.squaredSums.launch(
                grid: Extent(blocks), block: 256, sharedBytes: 256 * 8, on: stream, sums, x.memory,
                Int64(count))
            return try sums.read(blocks, of: Double.self, on: stream).reduce(0, +)
        }
    }

    package func adamStep(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep
    ) {
        let count = parameter.rows * parameter.width
        precondition(
            [gradient, first, second].allSatisfy { $0.rows * $0.width == count }, "shapes differ")
        attempt {
            try kernels.adamStep.launch(
                grid: Extent((count + 255) / 256), block: 256, on: stream, parameter.memory,
                gradient.memory, first.memory, second.memory, Int64(count),
                Float(step.gradientScale), Float(1 - step.beta1), Float(step.beta2),
                Float(1 - step.beta2), Float(1 - step.learningRate * step.decay),
                Float(step.learningRate / step.correction1),
                Float(step.correction2.squareRoot()), Float(step.epsilon))
        }
    }

    package func adamStep8Bit(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep
    ) {
        let count = parameter.rows * parameter.width
        EightBitMoments.check([first, second], of: parameter, gradient)
        attempt {
            let maps = EightBitMoments.signed.floats + EightBitMoments.unsigned.floats
            try kernels.adamStep8Bit.launch(
                grid: Extent(first.rows), block: 256, on: stream, parameter.memory,
                gradient.memory, first.memory, second.memory,
                workspace.upload(maps, for: "codes of moments"), Int64(count),
                Float(step.gradientScale), Float(1 - step.beta1), Float(step.beta2),
                Float(1 - step.beta2), Float(1 - step.learningRate * step.decay),
                Float(-step.learningRate / step.correction1),
                Float(step.correction2.squareRoot()), Float(step.epsilon))
        }
    }
}

import CKernels

extension CPUDifferentiableBackend {
    package func squaredNorm(_ x: FloatMatrix) throws -> Double {
        let (block, count, from, isa) = (4096, x.rows * x.width, x.floats, isa)
        let blocks = (count + block - 1) / block
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { sums in
            // The pointer alone, which threads may share.
            guard let sums = sums.baseAddress else { return 0 }
            share(blocks, by: 8) { some, _ in
                for index in some {
                    let first = index * block
                    let length = Int64(min(block, count - first))
                    sums[index] = ck_squared_norm_f32(from + first, length, isa)
                }
            }
            return (0..<blocks).reduce(0) { $0 + sums[$1] }
        }
    }

    package func adamStep(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep
    ) {
        let count = parameter.rows * parameter.width
        for other in [gradient, first, second] {
            precondition(other.rows * other.width == count, "shapes differ")
        }
        let (p, g, m, v) = (parameter.floats, gradient.floats, first.floats, second.floats)
        let (factors, isa) = (step.factors, isa)
        share(count, by: 16_384) { some, _ in
            var factors = factors
            let at = some.lowerBound
            ck_adam_f32(p + at, m + at, v + at, g + at, Int64(some.count), &factors, isa)
        }
    }

    package func adamStep8Bit(
        _ parameter: FloatMatrix, gradient: FloatMatrix, first: FloatMatrix, second: FloatMatrix,
        step: AdamStep
    ) {
        let (count, block) = (parameter.rows * parameter.width, EightBitMoments.blockSize)
        EightBitMoments.check([first, second], of: parameter, gradient)
        let (p, g, m, v) = (parameter.floats, gradient.floats, first.moments, second.moments)
        let (factors, isa) = (step.factors, isa)
        share(first.rows, by: 64) { some, _ in
            var factors = factors
            let (begin, end) = (some.lowerBound * block, min(count, some.upperBound * block))
            EightBitMoments.signed.withCodes { signed in
                EightBitMoments.unsigned.withCodes { unsigned in
                    ck_adam_8bit(
                        p + begin, m + some.lowerBound, v + some.lowerBound, g + begin,
                        Int64(end - begin), &factors, signed, unsigned, isa)
                }
            }
        }
    }
}

extension FloatMatrix {
    /// The blocks, of moments of 8 bits.
    fileprivate var moments: UnsafeMutablePointer<ck_moments> {
        UnsafeMutableRawPointer(floats).assumingMemoryBound(to: ck_moments.self)
    }
}

extension CodeMap {
    fileprivate func withCodes(_ body: (UnsafePointer<ck_code_map>) -> Void) {
        floats.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            body(start.assumingMemoryBound(to: ck_code_map.self))
        }
    }
}

extension AdamStep {
    fileprivate var factors: ck_adam {
        ck_adam(
            gradient_scale: Float(gradientScale), keep: Float(1 - learningRate * decay),
            first: Float(1 - beta1), second_keep: Float(beta2), second: Float(1 - beta2),
            root: Float(correction2.squareRoot()), epsilon: Float(epsilon),
            step: Float(-learningRate / correction1))
    }
}

import Models

/// The measured time of an operation, and the least work that it has to do.
package struct OperationTime: Sendable, Equatable {
    /// The format of the numbers that are multiplied.
    package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
        case float32 = "32-bit floats"
        case bfloat16
        case int8 = "8-bit integers"
    }

    /// The operation: "product, 8 rows, Q4_0".
    package let operation: String
    package let seconds: Double
    /// Bytes that must be moved, each once.
    package let bytes: Int
    package let multiplyAdds: Int
    package let arithmetic: Arithmetic
    /// Share of a device's ceiling that the operation reaches if nothing is wrong: measured on two
    /// cores with AVX2, a target on GPUs.
    package let usualShare: Double

    package init(
        _ operation: String, seconds: Double, bytes: Int, multiplyAdds: Int = 0,
        _ arithmetic: Arithmetic, usualShare: Double
    ) {
        self.usualShare = usualShare
        (self.operation, self.seconds) = (operation, seconds)
        (self.bytes, self.multiplyAdds, self.arithmetic) = (bytes, multiplyAdds, arithmetic)
    }

    /// Returns the mean seconds of `body` in the fastest of several rounds, after one that is not
    /// counted.
    ///
    /// - Parameter isGPU: Whether `body` puts work into a stream; a round is then twenty calls.
    package static func seconds(
        isGPU: Bool, wait: () throws -> Void = {}, _ body: () throws -> Void
    ) rethrows -> Double {
        let (clock, each) = (ContinuousClock(), isGPU ? 20 : 1)
        func round() throws -> Double {
            let start = clock.now
            for _ in 0..<each { try body() }
            try wait()
            return (clock.now - start) / .seconds(1) / Double(each)
        }
        _ = try round()
        var (fastest, all) = (Double.infinity, 0.0)
        for _ in 0..<5 where all < 0.2 {
            let seconds = try round()
            (fastest, all) = (min(fastest, seconds), all + seconds * Double(each))
        }
        return fastest
    }
}

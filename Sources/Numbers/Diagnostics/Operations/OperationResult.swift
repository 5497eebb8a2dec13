/// The difference between an operation's outputs and the reference's.
package struct OperationResult: Sendable {
    /// The operation: "attend, one row of each sequence".
    package let operation: String
    /// The model whose shape it was tried on.
    package let model: String
    /// The largest difference of an element, in units of the reference's root mean square; infinite
    /// if an element is NaN. For drawn tokens, the share of wrong ones.
    package let worst: Float
    /// The largest ``worst`` that is still right.
    package let tolerance: Float

    /// Whether the difference is within the tolerance.
    package var isRight: Bool { worst <= tolerance }

    /// The result for these outputs.
    init(
        _ operation: String, _ model: String, found: [Float], expected: [Float], tolerance: Float
    ) {
        (self.operation, self.model, self.tolerance) = (operation, model, tolerance)
        worst = Self.difference(found, expected)
    }

    /// A result that was measured in another way.
    package init(_ operation: String, _ model: String, worst: Float, tolerance: Float) {
        (self.operation, self.model) = (operation, model)
        (self.worst, self.tolerance) = (worst.isNaN ? .infinity : worst, tolerance)
    }

    private static func difference(_ found: [Float], _ expected: [Float]) -> Float {
        guard found.count == expected.count, !expected.isEmpty else { return .infinity }
        let squares = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
        let size = Float((squares / Double(expected.count)).squareRoot())
        let worst = zip(found, expected).reduce(Float(0)) { worst, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(worst, difference)
        }
        return worst == 0 ? 0 : worst / size
    }
}

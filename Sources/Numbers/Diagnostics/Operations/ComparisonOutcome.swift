/// Results of comparisons, and the operations that were skipped.
package struct ComparisonOutcome: Sendable {
    /// An operation that was not tried, and why.
    package struct Skipped: Sendable, Equatable {
        /// The operation: "project in 8-bit floats".
        package let operation: String
        /// Why: "a GPU of compute capability 8.9 or newer has 8-bit floats, this one is 8.6".
        package let reason: String
    }

    package var results: [OperationResult] = []
    package private(set) var skipped: [Skipped] = []

    /// An outcome with these results and nothing skipped.
    package init(_ results: [OperationResult] = []) { self.results = results }

    package mutating func skip(_ operation: String, _ reason: String) {
        skipped.append(Skipped(operation: operation, reason: reason))
    }

    package static func += (outcome: inout ComparisonOutcome, other: ComparisonOutcome) {
        outcome.results += other.results
        outcome.skipped += other.skipped
    }
}

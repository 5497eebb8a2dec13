/// What comparisons found, and what could not be compared.
package struct ComparisonOutcome: Sendable {
    /// Something that was not tried, and why.
    package struct Skipped: Sendable, Equatable {
        /// The operation: "project in 8-bit floats".
        package let operation: String
        /// "a GPU of compute capability 8.9 or newer has 8-bit floats, this one is 8.6".
        package let reason: String
    }

    package var results: [OperationResult] = []
    package private(set) var skipped: [Skipped] = []

    /// Nothing compared yet.
    package init(_ results: [OperationResult] = []) { self.results = results }

    package mutating func skip(_ operation: String, _ reason: String) {
        skipped.append(Skipped(operation: operation, reason: reason))
    }

    package static func += (outcome: inout ComparisonOutcome, other: ComparisonOutcome) {
        outcome.results += other.results
        outcome.skipped += other.skipped
    }
}

/// Quotas: how many records are wanted with each value of a field.
public struct QuotaSettings: Sendable, Equatable {
    /// The field; dots reach into objects.
    public let field: String
    /// Values and the number of records wanted with each, in document order.
    public let counts: [Quota]

    /// A value and the number of records wanted with it.
    public struct Quota: Sendable, Equatable {
        /// The value; a value that is not a string is written as JSON.
        public let value: String
        /// Records wanted.
        public let count: Int

        /// Creates a quota.
        public init(value: String, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// Creates the quotas of a field.
    public init(field: String, counts: [Quota]) {
        self.field = field
        self.counts = counts
    }

    /// The records wanted in all.
    public var total: Int { counts.reduce(0) { $0 + $1.count } }

    /// Returns the same shares of another total by the largest-remainder method: shares are rounded
    /// down, the rest goes to the largest remainders, the first of equal ones.
    public func scaled(to target: Int) -> QuotaSettings {
        guard total > 0 else { return self }
        // Full width: the product of two counts may overflow an Int.
        var shares = counts.map { $0.count.multipliedFullWidth(by: target) }
            .map { total.dividingFullWidth($0) }
        let missing = target - shares.reduce(0) { $0 + $1.quotient }
        let largest = shares.indices.sorted {
            (shares[$1].remainder, $0) < (shares[$0].remainder, $1)
        }
        for index in largest.prefix(missing) { shares[index].quotient += 1 }
        return QuotaSettings(
            field: field,
            counts: zip(counts, shares).map { Quota(value: $0.value, count: $1.quotient) })
    }
}

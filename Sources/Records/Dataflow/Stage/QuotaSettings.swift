/// How many of the wanted records are to have which value in a field.
public struct QuotaSettings: Sendable, Equatable {
    /// The field; dots reach into objects.
    public let field: String
    /// Values and how many records are wanted with each, in document order.
    public let counts: [Quota]

    /// One value and its number.
    public struct Quota: Sendable, Equatable {
        /// The value; values that are no strings are written as JSON.
        public let value: String
        /// Records wanted.
        public let count: Int

        /// A value and its number.
        public init(value: String, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// Numbers for the values of a field.
    public init(field: String, counts: [Quota]) {
        self.field = field
        self.counts = counts
    }

    /// The records wanted in all.
    public var total: Int { counts.reduce(0) { $0 + $1.count } }

    /// The same shares of another total: each rounded down, what is left to the largest remainders,
    /// among equals to the first.
    public func scaled(to target: Int) -> QuotaSettings {
        guard total > 0 else { return self }
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

/// What an evaluation found of a model: the outcome of every item, and the figures over them.
public struct EvaluationResult: Sendable, Equatable {
    /// A model that took part.
    public struct Model: Sendable, Equatable {
        /// The model's name.
        public var name: String
        /// Digest of all that decides the model's answers.
        public var fingerprint: String

        /// A model.
        public init(name: String, fingerprint: String) {
            (self.name, self.fingerprint) = (name, fingerprint)
        }
    }

    /// A figure over the items, with the interval that holds it in 95 of 100 such sets of items.
    public struct Estimate: Sendable, Equatable {
        /// The figure.
        public let figure: Figure
        /// Its value.
        public let value: Double
        /// The bootstrap 95 % interval; nil for fewer than two items.
        public let interval: ClosedRange<Double>?
        /// Number of items that count in the figure.
        public let items: Int
    }

    /// The estimates of a group of items.
    public struct Group: Sendable, Equatable {
        /// The group's name.
        public let name: String
        /// Number of items in the group.
        public let items: Int
        /// The estimates over the group's items.
        public let estimates: [Estimate]
    }

    /// Resamples behind each interval.
    public static let resamples = Bootstrap.resamples

    /// The evaluation's name.
    public let evaluation: String
    /// The form of its rows.
    public let form: String
    /// Digest of the rows and of all settings that decide what is asked and how it is counted.
    public let digest: String
    /// The seed of draws and intervals.
    public let seed: UInt64
    /// The model that was evaluated.
    public let model: Model
    /// The judge; nil if a program judged.
    public let judge: Model?
    /// The model that it was compared with; nil if with none.
    public let against: Model?
    /// The outcomes, in the order of the rows.
    public let items: [ItemOutcome]
    /// The estimates over all items.
    public let estimates: [Estimate]
    /// The estimates by group, in the order in which groups first come; empty if there are no groups.
    public let groups: [Group]
    /// Whether people want to see the groups.
    public let showsGroups: Bool

    /// A result whose estimates are known; `groups` are those of groups by their names.
    init(
        evaluation: String, form: String, digest: String, seed: UInt64, model: Model,
        judge: Model?, against: Model?, items: [ItemOutcome], estimates: [Estimate],
        groups: [(name: String, estimates: [Estimate])], showsGroups: Bool
    ) {
        (self.evaluation, self.form, self.digest) = (evaluation, form, digest)
        (self.seed, self.model, self.judge, self.against) = (seed, model, judge, against)
        (self.items, self.estimates, self.showsGroups) = (items, estimates, showsGroups)
        self.groups = groups.map { name, estimates in
            Group(name: name, items: items.count { $0.group == name }, estimates: estimates)
        }
    }

    /// Computes the estimates over some outcomes.
    init(
        evaluation: String, form: String, digest: String, seed: UInt64, model: Model,
        judge: Model?, against: Model?, figures: [Figure], items: [ItemOutcome], showsGroups: Bool
    ) {
        var names: [String] = []
        for case .some(let name) in items.map(\.group) where !names.contains(name) {
            names.append(name)
        }
        self.init(
            evaluation: evaluation, form: form, digest: digest, seed: seed, model: model,
            judge: judge, against: against, items: items,
            estimates: Self.estimates(figures, of: items, seed: seed),
            groups: names.map { name in
                let own = items.filter { $0.group == name }
                return (name, Self.estimates(figures, of: own, seed: seed))
            }, showsGroups: showsGroups)
    }

    /// The estimate of a figure by its name.
    public func estimate(_ name: String) -> Estimate? {
        estimates.first { $0.figure.name == name }
    }

    private static func estimates(
        _ figures: [Figure], of items: [ItemOutcome], seed: UInt64
    ) -> [Estimate] {
        figures.compactMap { figure in
            let shares = items.compactMap { $0.shares[figure.name] }
            guard let ratio = shares.ratio else { return nil }
            return Estimate(
                figure: figure, value: figure.unit.value(of: ratio),
                interval: Bootstrap(seed: seed).interval(of: shares, figure.unit),
                items: shares.count)
        }
    }
}

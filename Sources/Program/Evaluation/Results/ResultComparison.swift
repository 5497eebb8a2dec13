public import JSON

/// Two models on the same items: the difference of every figure, and whether it is chance.
public struct ResultComparison: Sendable {
    /// The difference of a figure.
    public struct Difference: Sendable, Equatable {
        /// The figure.
        public let figure: Figure
        /// Its value of the first model, and of the second, on the items of both.
        public let first: Double, second: Double
        /// The paired bootstrap's 95 % interval of second less first; nil for fewer than two items.
        public let interval: ClosedRange<Double>?
        /// Number of items that count in both.
        public let items: Int
        /// Of a figure that each item passes or fails: McNemar's exact test; nil of other figures.
        public let test: SplitTest?

        /// Second less first.
        public var difference: Double { second - first }
    }

    /// Items that one model passes and the other fails, and McNemar's exact test of their split.
    public struct SplitTest: Sendable, Equatable {
        /// Items that only the first model passes, and those that only the second does.
        public let onlyFirst: Int, onlySecond: Int
        /// The probability of a split at least as uneven if both were equally good.
        public let probability: Double
    }

    /// An item on which the first figure differs.
    public struct Change: Sendable {
        /// The item's outcome of each model.
        public let first: ItemOutcome, second: ItemOutcome
        /// The value of the first figure of each model.
        public let before: Double, after: Double
    }

    /// The evaluation's name.
    public let evaluation: String
    /// The models.
    public let first: EvaluationResult.Model, second: EvaluationResult.Model
    /// The differences, in the order of the figures.
    public let differences: [Difference]
    /// Items that changed by the first figure, in their order.
    public let changes: [Change]
    /// Items of one result alone, which are not compared.
    public let unpaired: Int
    /// Whether rows or settings differ between the results.
    public let hasOtherRows: Bool

    /// Compares two results of one evaluation, item by item.
    public init(_ first: EvaluationResult, _ second: EvaluationResult) {
        evaluation = first.evaluation
        (self.first, self.second) = (first.model, second.model)
        hasOtherRows = first.digest != second.digest
        let others = Dictionary(second.items.map { ($0.id, $0) }) { first, _ in first }
        let pairs = first.items.compactMap { item in others[item.id].map { (item, $0) } }
        unpaired = first.items.count + second.items.count - 2 * pairs.count
        differences = first.estimates.map(\.figure).compactMap { figure in
            Difference(figure, of: pairs, seed: first.seed)
        }
        guard let main = first.estimates.first?.figure else {
            changes = []
            return
        }
        changes = pairs.compactMap { first, second in
            guard let before = first.shares[main.name], let after = second.shares[main.name],
                before != after
            else { return nil }
            return Change(
                first: first, second: second, before: before.sum / before.weight,
                after: after.sum / after.weight)
        }
    }
}

extension ResultComparison.Difference {
    fileprivate init?(
        _ figure: Figure, of items: [(ItemOutcome, ItemOutcome)], seed: UInt64
    ) {
        let pairs = items.compactMap { first, second -> (first: Share, second: Share)? in
            guard let before = first.shares[figure.name], let after = second.shares[figure.name]
            else { return nil }
            return (before, after)
        }
        guard let before = pairs.map(\.first).ratio, let after = pairs.map(\.second).ratio else {
            return nil
        }
        self.figure = figure
        (first, second) = (figure.unit.value(of: before), figure.unit.value(of: after))
        interval = Bootstrap(seed: seed).difference(of: pairs, figure.unit)
        self.items = pairs.count
        guard figure.unit == .percent,
            pairs.allSatisfy({ $0.first.isBinary && $0.second.isBinary })
        else {
            test = nil
            return
        }
        let onlyFirst = pairs.count { $0.first.sum == 1 && $0.second.sum == 0 }
        let onlySecond = pairs.count { $0.first.sum == 0 && $0.second.sum == 1 }
        test = .init(
            onlyFirst: onlyFirst, onlySecond: onlySecond,
            probability: McNemar.probability(onlyFirst: onlyFirst, onlySecond: onlySecond))
    }
}

extension ResultComparison {
    /// The comparison for programs; `items` are those that changed.
    public var json: JSON {
        [
            "evaluation": .string(evaluation), "first": .string(first.name),
            "second": .string(second.name), "unpaired": .integer(unpaired),
            "other_rows": .bool(hasOtherRows),
            "differences": .object(
                JSONObject(differences.map { ($0.figure.name, $0.json) })),
            "changed": .array(
                changes.map {
                    [
                        "id": .string($0.first.id), "first": .double($0.before),
                        "second": .double($0.after),
                    ]
                }),
        ]
    }
}

extension ResultComparison.Difference {
    fileprivate var json: JSON {
        var object: JSONObject = [
            "first": .double(first), "second": .double(second), "difference": .double(difference),
            "low": interval.map { .double($0.lowerBound) } ?? .null,
            "high": interval.map { .double($0.upperBound) } ?? .null, "items": .integer(items),
        ]
        if let test {
            object["mcnemar"] = [
                "only_first": .integer(test.onlyFirst), "only_second": .integer(test.onlySecond),
                "p": .double(test.probability),
            ]
        }
        return .object(object)
    }
}

extension ResultComparison {
    /// Pairs the results of two files by their evaluations; of one file, its two models.
    ///
    /// - Throws: ``EvaluationError`` if nothing can be paired, or not in one way.
    public static func pairs(
        _ first: (path: String, file: EvaluationFile),
        _ second: (path: String, file: EvaluationFile)?
    ) throws(EvaluationError) -> [(EvaluationResult, EvaluationResult)] {
        func named(_ file: EvaluationFile) -> [String] {
            var names: [String] = []
            for result in file.results where !names.contains(result.evaluation) {
                names.append(result.evaluation)
            }
            return names
        }
        func results(
            of name: String, in side: (path: String, file: EvaluationFile), _ count: Int
        ) throws(EvaluationError) -> [EvaluationResult] {
            let found = side.file.results.filter { $0.evaluation == name }
            guard found.count == count else {
                throw .unclearModels(
                    path: side.path, evaluation: name, models: found.map(\.model.name))
            }
            return found
        }
        var pairs: [(EvaluationResult, EvaluationResult)] = []
        guard let second else {
            for name in named(first.file) {
                let both = try results(of: name, in: first, 2)
                pairs.append((both[0], both[1]))
            }
            return pairs
        }
        let others = named(second.file)
        for name in named(first.file) where others.contains(name) {
            pairs.append(
                (try results(of: name, in: first, 1)[0], try results(of: name, in: second, 1)[0]))
        }
        guard !pairs.isEmpty else {
            throw .nothingInCommon(
                first: first.path, second: second.path, evaluations: named(first.file),
                others: others)
        }
        return pairs
    }
}

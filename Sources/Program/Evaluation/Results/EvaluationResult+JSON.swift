public import JSON

extension EvaluationResult {
    /// The result for files and programs: figures first, then every item.
    public var json: JSON {
        [
            "evaluation": .string(evaluation), "form": .string(form), "digest": .string(digest),
            "seed": .string(String(seed)), "model": model.json, "judge": judge?.json ?? .null,
            "against": against?.json ?? .null, "shows_groups": .bool(showsGroups),
            "count": .integer(items.count),
            "figures": .object(JSONObject(estimates.map { ($0.figure.name, $0.json) })),
            "groups": .object(
                JSONObject(
                    groups.map { group in
                        (
                            group.name,
                            .object(
                                JSONObject(
                                    group.estimates.map { ($0.figure.name, $0.valueJSON) }))
                        )
                    })),
            "items": .array(items.map(\.json)),
        ]
    }

    /// Reads a result of the form that ``json`` writes; nil for other JSON.
    public init?(_ json: JSON) {
        guard let evaluation = json["evaluation"]?.string, let form = json["form"]?.string,
            let digest = json["digest"]?.string,
            let seed = json["seed"]?.string.flatMap({ UInt64($0) }),
            let model = json["model"].flatMap(Model.init),
            let items = json["items"]?.array, let figures = json["figures"]?.object
        else { return nil }
        let read = items.compactMap(ItemOutcome.init)
        let known = figures.pairs.compactMap { name, value in
            Figure(name: name, value).flatMap { Estimate($0, value) }
        }
        guard read.count == items.count, known.count == figures.count else { return nil }
        let listed = json["groups"]?.object?.pairs ?? []
        let groups = listed.map { name, values -> (name: String, estimates: [Estimate]) in
            (name, known.compactMap { Estimate($0.figure, values[$0.figure.name]) })
        }
        self.init(
            evaluation: evaluation, form: form, digest: digest, seed: seed, model: model,
            judge: json["judge"].flatMap(Model.init), against: json["against"].flatMap(Model.init),
            items: read, estimates: known, groups: groups,
            showsGroups: json["shows_groups"]?.bool ?? false)
    }
}

extension EvaluationResult.Model {
    fileprivate var json: JSON {
        ["name": .string(name), "fingerprint": .string(fingerprint)]
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string, let fingerprint = json["fingerprint"]?.string else {
            return nil
        }
        self.init(name: name, fingerprint: fingerprint)
    }
}

extension EvaluationResult.Estimate {
    fileprivate var json: JSON {
        let described: JSONObject = [
            "label": .string(figure.label), "unit": .string(figure.unit.rawValue),
            "better": .string(figure.better.rawValue),
        ]
        return .object((valueJSON.object ?? [:]).merging(described))
    }

    /// Reads what ``valueJSON`` writes; nil for other JSON.
    fileprivate init?(_ figure: Figure, _ json: JSON?) {
        guard let value = json?["value"]?.double, let items = json?["items"]?.integer else {
            return nil
        }
        let (low, high) = (json?["low"]?.double, json?["high"]?.double)
        var interval: ClosedRange<Double>?
        if let low, let high, low <= high { interval = low...high }
        self.init(figure: figure, value: value, interval: interval, items: items)
    }

    fileprivate var valueJSON: JSON {
        [
            "value": .double(value), "low": interval.map { .double($0.lowerBound) } ?? .null,
            "high": interval.map { .double($0.upperBound) } ?? .null, "items": .integer(items),
        ]
    }
}

extension Figure {
    fileprivate init?(name: String, _ json: JSON) {
        guard let label = json["label"]?.string,
            let unit = json["unit"]?.string.flatMap(Unit.init),
            let better = json["better"]?.string.flatMap(Direction.init)
        else { return nil }
        self.init(name, label, unit, better: better)
    }
}

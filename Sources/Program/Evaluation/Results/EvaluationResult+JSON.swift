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

    /// Reads a result of the form that ``json`` writes; nil for other JSON. Figures are computed
    /// anew from the items.
    public init?(_ json: JSON) {
        guard let evaluation = json["evaluation"]?.string, let form = json["form"]?.string,
            let digest = json["digest"]?.string,
            let seed = json["seed"]?.string.flatMap({ UInt64($0) }),
            let model = json["model"].flatMap(Model.init),
            let items = json["items"]?.array, let figures = json["figures"]?.object
        else { return nil }
        let read = items.compactMap(ItemOutcome.init)
        let known = figures.pairs.compactMap { Figure(name: $0, $1) }
        guard read.count == items.count, known.count == figures.count else { return nil }
        self.init(
            evaluation: evaluation, form: form, digest: digest, seed: seed, model: model,
            judge: json["judge"].flatMap(Model.init), against: json["against"].flatMap(Model.init),
            figures: known, items: read, showsGroups: json["shows_groups"]?.bool ?? false)
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

public import JSON

extension JudgeReport {
    /// The report as JSON.
    public var json: JSON {
        [
            "judge": ["kind": .string(kind), "model": .string(model)], "pairs": .integer(pairs),
            "overall": .double(overall), "accuracy": .double(accuracy), "ties": .integer(ties),
            "unreadable": .integer(unreadable), "sections": .array(sections.map(\.json)),
            "order": order?.json ?? .null, "length": length.json,
        ]
    }
}

extension JudgeReport.Section {
    fileprivate var json: JSON {
        [
            "name": .string(name), "accuracy": .double(accuracy), "pairs": .integer(pairs),
            "subsets": .array(
                subsets.map { subset in
                    [
                        "name": .string(subset.name), "accuracy": .double(subset.accuracy),
                        "pairs": .integer(subset.pairs), "weight": .integer(subset.weight),
                    ]
                }),
        ]
    }
}

extension JudgeReport.Order {
    fileprivate var json: JSON {
        [
            "swap_consistency": .double(swapConsistency), "first_position": number(firstPosition),
            "agreeing": .integer(agreeing), "agreeing_accuracy": number(agreeingAccuracy),
            "mean_accuracy": .double(meanAccuracy),
        ]
    }
}

extension JudgeReport.Length {
    fileprivate var json: JSON {
        [
            "correlation": number(correlation), "longer_preferred": number(longerPreferred),
            "chosen_shorter": chosenShorter.json, "chosen_longer": chosenLonger.json,
        ]
    }
}

extension JudgeReport.Share {
    fileprivate var json: JSON {
        ["pairs": .integer(pairs), "accuracy": number(accuracy)]
    }
}

private func number(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }

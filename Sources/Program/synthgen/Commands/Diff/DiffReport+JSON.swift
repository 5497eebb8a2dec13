import Datasets
import JSON
import Reports

extension DiffReport {
    /// The comparison for programs.
    var json: JSON {
        let rows = comparison.rows
        var object: JSONObject = [
            "same": .bool(comparison.isSame),
            "a": side(names.before, comparison.before), "b": side(names.after, comparison.after),
            "records": [
                "same": .integer(rows.same), "changed": .integer(rows.changed),
                "only_a": .integer(rows.removed), "only_b": .integer(rows.added),
                "same_order": .bool(rows.isInOrder),
            ],
        ]
        object["prompts"] =
            comparison.prompts.map {
                [
                    "same": .integer($0.same), "only_a": .integer($0.removed),
                    "only_b": .integer($0.added),
                ]
            } ?? .null
        object["means"] = .array(comparison.figures.map(\.json))
        object["stages"] = .array(
            comparison.stages.map { stage in
                [
                    "name": .string(stage.name), "a": stage.before?.figures ?? .null,
                    "b": stage.after?.figures ?? .null,
                ]
            })
        object["settings"] =
            settings.map { settings in
                .object(
                    JSONObject(settings.map { ($0.stage, .array($0.changes.map(JSON.string))) }))
            } ?? .null
        object["examples"] = .array(
            comparison.examples.map { example in
                [
                    "a": example.before.map(JSON.object) ?? .null,
                    "b": example.after.map(JSON.object) ?? .null,
                ]
            })
        return .object(object)
    }

    private func side(_ name: String, _ side: ComparedRecords) -> JSON {
        [
            "path": .string(name), "records": .integer(side.count),
            "complete": .bool(side.isComplete),
        ]
    }
}

extension ComparedFigure {
    fileprivate var json: JSON {
        func mean(_ mean: Mean?) -> JSON {
            guard let mean else { return .null }
            return ["mean": .double(mean.value), "count": .integer(mean.count)]
        }
        var interval = JSON.null
        if let difference, let margin {
            interval = [.double(difference - margin), .double(difference + margin)]
        }
        return [
            "name": .string(name), "a": mean(before), "b": mean(after),
            "difference": difference.map(JSON.double) ?? .null, "interval": interval,
        ]
    }
}

extension StageCount {
    fileprivate var figures: JSON {
        [
            "created": .integer(created), "passed": .integer(passed),
            "rejected": .integer(rejected),
            "reasons": .object(
                JSONObject(
                    rejections.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
        ]
    }
}

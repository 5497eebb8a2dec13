public import JSON

extension DatasetStatistics {
    /// The statistics as one JSON value, for other programs.
    public var json: JSON {
        var object: JSONObject = [
            "pipeline": .string(pipeline), "complete": .bool(isComplete),
            "accepted": .integer(accepted), "rejected": .integer(rejected),
            "funnel": .array(funnel.map(\.json)), "tasks": .object(sorted(tasks) { .integer($0) }),
            "duplicate_prompts": .integer(duplicatePrompts),
            "lengths": .object(
                JSONObject(
                    lengths.map { part in
                        (part.part, ["characters": part.characters.json, "words": part.words.json])
                    }
                )
            ),
            "shards": .array(shards.map(\.json)), "runs": .integer(runs),
            "tokens": .object(
                JSONObject(sorted(tokens) { .double($0) }.pairs.map { (snakeCase($0), $1) })),
        ]
        object["seconds"] = .double(seconds)
        if !parts.isEmpty {
            object["parts"] = .object(JSONObject(parts.map { ($0.name, .integer($0.records)) }))
        }
        if !attributes.isEmpty { object["attributes"] = .array(attributes.map(\.json)) }
        if let estimate {
            object["plan"] = estimate.json
            object["answer_tokens"] = .object(sorted(answerTokens) { .integer($0) })
        }
        if let pairs { object["pairs"] = pairs.json }
        if let conversations { object["conversations"] = conversations.json }
        return .object(object)
    }
}

extension AttributesByField {
    fileprivate var json: JSON {
        [
            "field": .string(field),
            "groups": .array(
                sortedGroups.map { value, group in
                    let answers = group.answers.sorted { $0.key < $1.key }.map { part, means in
                        (part, JSON.object(JSONObject(means.pairs.map { ($0, $1.json) })))
                    }
                    return [
                        "value": .string(value), "records": .integer(group.records),
                        "answers": .object(JSONObject(answers)),
                    ]
                }),
        ]
    }
}

extension Mean {
    fileprivate var json: JSON { ["count": .integer(count), "mean": .double(value)] }
}

extension PairStatistics {
    fileprivate var json: JSON {
        [
            "count": .integer(count), "eta": .double(eta),
            "judges": .object(sorted(judges) { .integer($0) }),
            "chosen": .object(sorted(chosen, \.json)),
            "rejected": .object(sorted(rejected, \.json)),
            "margins": margins.json, "targets": targets.json,
            "longer_chosen_share": longerChosenShare.map { .double($0) } ?? .null,
            "mean_length_difference": meanLengthDifference.map { .double($0) } ?? .null,
        ]
    }
}

extension ConversationStatistics {
    fileprivate var json: JSON {
        [
            "count": .integer(count), "with_system": .integer(withSystem), "turns": turns.json,
            "rewards": .object(sorted(rewards, \.json)),
            "personalities": .object(sorted(personalities) { .integer($0) }),
        ]
    }
}

extension ShardFacts {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue), "file": .string(file), "records": .integer(records),
            "bytes": .integer(bytes), "raw_bytes": .integer(rawBytes),
            "hash": hash.map { .string($0) } ?? .null,
        ]
    }
}

extension Histogram {
    fileprivate var json: JSON {
        [
            "count": .integer(count), "minimum": count == 0 ? .null : .double(minimum),
            "mean": mean.map { .double($0) } ?? .null,
            "maximum": count == 0 ? .null : .double(maximum), "bin_width": .double(binWidth),
            "bins": .array(rows.map { [.double($0.start), .integer($0.count)] }),
        ]
    }
}

private func sorted<Value>(_ values: [String: Value], _ json: (Value) -> JSON) -> JSONObject {
    JSONObject(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
}

/// Converts a catalog name to snake case: "tokensGenerated" to "tokens_generated".
private func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
}

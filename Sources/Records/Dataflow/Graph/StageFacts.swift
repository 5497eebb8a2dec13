import Hashing
public import JSON

/// What decides a stage's output, kept with a dataset so that a later run can say what has changed.
public enum StageFacts {
    /// The facts of every stage of a graph, by name.
    ///
    /// - Parameter models: The fingerprints of the models by the names that stages use.
    public static func of(_ graph: Graph, models: [String: String]) -> JSONObject {
        JSONObject(
            graph.nodes.filter { !$0.isSink }.map { node in
                let texts = node.stage.ingredients.map { text in
                    var hash = SHA256()
                    hash.update(framed: text)
                    return JSON.string(hash.finalize128().description)
                }
                let called = node.stage.models.map { ($0, JSON.string(models[$0] ?? "")) }
                return (
                    node.name,
                    [
                        "values": .object(node.declaration.values), "texts": .array(texts),
                        "models": .object(JSONObject(called)),
                    ]
                )
            })
    }

    /// What has changed, as a phrase for every difference, by stage.
    public static func changes(from old: JSONObject, to new: JSONObject) -> [String: [String]] {
        var changes: [String: [String]] = [:]
        for (name, facts) in new.pairs {
            guard let before = old[name] else {
                changes[name] = ["it is new"]
                continue
            }
            var found = changedKeys(before["values"]?.object ?? [:], facts["values"]?.object ?? [:])
            if before["texts"] != facts["texts"] {
                found.append("the text of its prompt or of another file has changed")
            }
            for (model, fingerprint) in facts["models"]?.object?.pairs.map({ $0 }) ?? []
            where before["models"]?[model] != fingerprint {
                found.append("the model '\(model)' is another one")
            }
            if !found.isEmpty { changes[name] = found }
        }
        return changes
    }

    private static func changedKeys(_ old: JSONObject, _ new: JSONObject) -> [String] {
        let keys = new.keys + old.keys.filter { new[$0] == nil }
        return keys.filter { old[$0] != new[$0] }.map { key in
            "\"\(key)\" was \(short(old[key])), is \(short(new[key]))"
        }
    }

    private static func short(_ value: JSON?) -> String {
        guard let text = value?.text else { return "not given" }
        return text.count <= 60 ? text : text.prefix(57) + "..."
    }
}

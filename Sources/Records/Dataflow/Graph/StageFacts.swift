import Hashing
public import JSON

/// Facts that decide a stage's output, stored with a dataset so that a later run can name changes.
public enum StageFacts {
    /// Returns the facts of every stage of a graph, by stage name.
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
                var facts: JSONObject = [
                    "values": .object(node.digestedValues), "texts": .array(texts),
                    "models": .object(JSONObject(called)),
                ]
                // For readers; no change of it is a change of the stage.
                if let description = node.declaration.description {
                    facts["description"] = .string(description)
                }
                return (node.name, .object(facts))
            })
    }

    /// Returns the changes since an earlier run, by stage, each as a phrase.
    ///
    /// - Parameters:
    ///   - old: The facts of the earlier run.
    ///   - new: The facts of `graph`.
    public static func changes(
        from old: JSONObject, to new: JSONObject, of graph: Graph
    ) -> [String: [String]] {
        var changes: [String: [String]] = [:]
        for node in graph.nodes {
            guard let facts = new[node.name] else { continue }
            guard let before = old[node.name] else {
                changes[node.name] = ["it is new"]
                continue
            }
            var found = changedSettings(
                before["values"]?.object ?? [:], facts["values"]?.object ?? [:],
                names: node.presentNames)
            if before["texts"] != facts["texts"] {
                found.append("the text of its prompt or of another file has changed")
            }
            for (model, fingerprint) in facts["models"]?.object?.pairs.map({ $0 }) ?? []
            where before["models"]?[model] != fingerprint {
                found.append("the model '\(model)' is another one")
            }
            if !found.isEmpty { changes[node.name] = found }
        }
        return changes
    }

    private static func changedSettings(
        _ old: JSONObject, _ new: JSONObject, names: [String: String]
    ) -> [String] {
        let keys = new.keys + old.keys.filter { new[$0] == nil }
        return keys.filter { old[$0] != new[$0] }.map { key in
            "\"\(names[key] ?? key)\" was \(short(old[key])), is \(short(new[key]))"
        }
    }

    private static func short(_ value: JSON?) -> String {
        guard let text = value?.text else { return "not given" }
        return text.count <= 60 ? text : text.prefix(57) + "..."
    }
}

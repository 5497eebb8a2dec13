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
                return (
                    node.name,
                    [
                        "values": .object(node.digestedValues), "texts": .array(texts),
                        "models": .object(JSONObject(called)),
                    ]
                )
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
            let found = differences(old[node.name], facts, names: node.presentNames)
            if !found.isEmpty { changes[node.name] = found }
        }
        return changes
    }

    /// Returns what differs between the facts of two datasets, by stage, each as a phrase: the
    /// stages of the new one in its order, then those that it does not have.
    ///
    /// Without their graphs: a renamed setting has its former name.
    public static func changes(
        from old: JSONObject, to new: JSONObject
    ) -> [(stage: String, changes: [String])] {
        let kept = new.pairs.map { name, facts in
            (stage: name, changes: differences(old[name], facts, names: [:]))
        }
        let gone = old.keys.filter { new[$0] == nil }.map { name in
            (stage: name, changes: ["it is no longer there"])
        }
        return (kept + gone).filter { !$0.changes.isEmpty }
    }

    private static func differences(
        _ old: JSON?, _ new: JSON, names: [String: String]
    ) -> [String] {
        guard let old else { return ["it is new"] }
        var found = changedSettings(
            old["values"]?.object ?? [:], new["values"]?.object ?? [:], names: names)
        if old["texts"] != new["texts"] {
            found.append("the text of its prompt or of another file has changed")
        }
        for (model, fingerprint) in new["models"]?.object?.pairs ?? []
        where old["models"]?[model] != fingerprint {
            found.append("the model '\(model)' is another one")
        }
        return found
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

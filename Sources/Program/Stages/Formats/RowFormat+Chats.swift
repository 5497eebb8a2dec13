import Chat
package import JSON

extension RowFormat {
    func shareGPT(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let turns = try turns(
            row, "conversations", role: ["from", "role"], text: ["value", "content"])
        return try CanonicalRow(turns, task: "chat", of: row, as: self).fields()
    }

    func openAI(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let turns = try turns(row, "messages", role: ["role"], text: ["content"])
        return try CanonicalRow(turns, task: "chat", of: row, as: self).fields()
    }

    /// Converts an LMSYS row; a conversation is unsafe if any of its turns was flagged.
    func lmsysChat(_ row: JSONObject) throws(Misfit) -> JSONObject {
        let turns = try turns(row, "conversation", role: ["role"], text: ["content"])
        var canonical = CanonicalRow(turns, task: "chat", of: row, as: self)
        for verdict in structured(row["openai_moderation"])?.array ?? []
        where verdict["flagged"]?.bool == true {
            let named = verdict["categories"]?.object?.pairs.filter { $0.1.bool == true }.map(\.0)
            for flag in named ?? [] where !canonical.flags.contains(flag) {
                canonical.flags.append(flag)
            }
            if canonical.flags.isEmpty { canonical.flags = ["flagged"] }
        }
        canonical.more["redacted"] = .bool(truth(row["redacted"]))
        return try canonical.fields()
    }

    // MARK: Turns

    /// Returns the turns listed in a field; roles and texts are under the first of the names found.
    private func turns(
        _ row: JSONObject, _ field: String, role: [String], text: [String]
    ) throws(Misfit) -> [ChatMessage] {
        guard let listed = structured(row[field])?.array else {
            throw Misfit(
                reason: "no conversation",
                detail: "'\(field)' is \(row[field]?.kind ?? "missing"), not a list of turns")
        }
        var turns: [ChatMessage] = []
        for (index, turn) in listed.enumerated() {
            let said = role.compactMap { turn[$0]?.string }.first ?? ""
            guard let known = TurnRole.named(said) else {
                throw Misfit(reason: "unknown role", detail: "turn \(index + 1) is by '\(said)'")
            }
            guard let content = text.compactMap({ turn[$0]?.textOfParts }).first else {
                throw Misfit(reason: "not a text", detail: "turn \(index + 1), by \(known)")
            }
            turns.append(ChatMessage(role: known, content: content))
        }
        return turns
    }

    /// Returns a value, or the JSON list or object that a text spells, as in tables with only
    /// texts.
    func structured(_ value: JSON?) -> JSON? {
        guard let text = value?.string, let first = text.first, "[{".contains(first) else {
            return value
        }
        return (try? JSON(parsing: text)) ?? value
    }

    func truth(_ value: JSON?) -> Bool {
        value?.bool ?? (value?.string.map { $0.lowercased() == "true" } ?? false)
    }
}

extension JSON {
    /// A text, or the joined parts of a list if all are texts (`{"type": "text", "text": ...}`);
    /// nil for other values.
    package var textOfParts: String? {
        if let text = string { return text }
        guard let parts = array, !parts.isEmpty else { return nil }
        let texts = parts.compactMap { $0["text"]?.string }
        return texts.count == parts.count ? texts.joined(separator: "\n") : nil
    }
}

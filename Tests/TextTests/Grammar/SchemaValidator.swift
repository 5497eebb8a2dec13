import JSON

/// Says whether a value fits a schema, by the words of JSON Schema alone: it shares nothing with the
/// grammar but the parser of JSON.
struct SchemaValidator {
    let root: JSON
    /// References followed since the value was entered: those that lead in a circle fit nothing.
    private var references = 0

    init(root: JSON) { self.root = root }

    func accepts(_ value: JSON, _ schema: JSON) -> Bool {
        guard let keywords = schema.object else { return schema.bool ?? false }
        if keywords["nullable"]?.bool == true, value.isNull { return true }
        return keywords.pairs.allSatisfy { holds($0, $1, value, keywords) }
    }

    private func holds(
        _ keyword: String, _ wanted: JSON, _ value: JSON, _ schema: JSONObject
    ) -> Bool {
        switch keyword {
        case "type": return (wanted.array ?? [wanted]).contains { isType($0.string ?? "", value) }
        case "enum": return wanted.array?.contains { isSame($0, value) } ?? false
        case "const": return isSame(wanted, value)
        case "$ref":
            var further = self
            further.references += 1
            return references < 60 && further.accepts(value, target(wanted.string ?? ""))
        case "anyOf": return wanted.array?.contains { accepts(value, $0) } ?? false
        case "oneOf": return wanted.array?.filter { accepts(value, $0) }.count == 1
        case "allOf": return wanted.array?.allSatisfy { accepts(value, $0) } ?? false
        case "minLength": return value.string.map { $0.unicodeScalars.count >= int(wanted) } ?? true
        case "maxLength": return value.string.map { $0.unicodeScalars.count <= int(wanted) } ?? true
        case "pattern": return value.string.map { matches($0, wanted.string ?? "") } ?? true
        case "minimum": return value.double.map { $0 >= wanted.double ?? 0 } ?? true
        case "maximum": return value.double.map { $0 <= wanted.double ?? 0 } ?? true
        case "exclusiveMinimum": return value.double.map { $0 > wanted.double ?? 0 } ?? true
        case "exclusiveMaximum": return value.double.map { $0 < wanted.double ?? 0 } ?? true
        case "minItems": return value.array.map { $0.count >= int(wanted) } ?? true
        case "maxItems": return value.array.map { $0.count <= int(wanted) } ?? true
        case "prefixItems", "items": return itemsHold(keyword, wanted, value, schema)
        case "required":
            return value.object.map { object in
                wanted.array?.allSatisfy { object[$0.string ?? ""] != nil } ?? false
            } ?? true
        case "properties", "additionalProperties":
            return propertiesHold(keyword, wanted, value, schema)
        default: return true
        }
    }

    private func itemsHold(
        _ keyword: String, _ wanted: JSON, _ value: JSON, _ schema: JSONObject
    ) -> Bool {
        guard let items = value.array else { return true }
        let first = schema["prefixItems"]?.array ?? []
        if keyword == "prefixItems" {
            return zip(items, first).allSatisfy { fresh.accepts($0, $1) }
        }
        return items.dropFirst(first.count).allSatisfy { fresh.accepts($0, wanted) }
    }

    private func propertiesHold(
        _ keyword: String, _ wanted: JSON, _ value: JSON, _ schema: JSONObject
    ) -> Bool {
        guard let object = value.object else { return true }
        let known = schema["properties"]?.object ?? [:]
        return object.pairs.allSatisfy { name, value in
            if keyword == "properties" {
                return known[name].map { fresh.accepts(value, $0) } ?? true
            }
            return known[name] != nil || fresh.accepts(value, wanted)
        }
    }

    /// For the values inside: they may follow references anew.
    private var fresh: SchemaValidator { SchemaValidator(root: root) }

    private func isType(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array),
            ("object", .object), ("number", .integer), ("number", .double), ("integer", .integer):
            true
        case ("integer", .double(let number)): number == number.rounded()
        default: false
        }
    }

    private func isSame(_ left: JSON, _ right: JSON) -> Bool {
        if let left = left.double, let right = right.double { return left == right }
        return left == right
    }

    private func target(_ reference: String) -> JSON {
        reference.split(separator: "/").dropFirst().reduce(root) { $0[String($1)] ?? false }
    }

    private func int(_ value: JSON) -> Int { value.integer ?? 0 }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return text.firstMatch(of: regex.matchingSemantics(.unicodeScalar)) != nil
    }
}

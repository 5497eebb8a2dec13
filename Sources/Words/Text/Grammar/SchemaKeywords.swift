import JSON

/// A schema's keywords, and where it stands.
struct Keywords {
    let path: String
    private let keywords: JSONObject

    init(_ keywords: JSONObject, _ path: String) { (self.keywords, self.path) = (keywords, path) }

    subscript(keyword: String) -> JSON? { keywords[keyword] }

    /// Annotations, which do not constrain values.
    private static let remarks: Set<String> = [
        "title", "description", "default", "example", "examples", "deprecated", "readOnly",
        "writeOnly", "$schema", "$id", "$comment", "$defs", "definitions", "nullable",
    ]
    private static let ofObjects = ["properties", "required", "additionalProperties"]
    private static let ofArrays = ["items", "prefixItems", "minItems", "maxItems"]
    private static let ofStrings = ["minLength", "maxLength", "pattern", "format"]
    private static let ofNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]
    private static let known =
        remarks.union(ofObjects).union(ofArrays).union(ofStrings).union(ofNumbers)
        .union(["type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"])

    /// Throws if the schema has an unknown keyword.
    func check() throws(GrammarError) {
        for keyword in keywords.keys where !Self.known.contains(keyword) {
            throw .unknownKeyword(path: "\(path)/\(keyword)")
        }
    }

    /// Throws if other keywords constrain the value besides `keyword`; intersections are not supported.
    func refuseOthers(than keyword: String) throws(GrammarError) {
        let other = keywords.keys.first { $0 != keyword && !Self.remarks.contains($0) }
        guard let other else { return }
        throw .unsupported(
            path: "\(path)/\(other)",
            problem: "stands beside \"\(keyword)\"; write it inside instead")
    }

    /// The schemas in a keyword's list.
    func schemas(_ value: JSON, _ keyword: String) throws(GrammarError) -> [JSON] {
        guard let parts = value.array, !parts.isEmpty else {
            throw bad(keyword, value, "a list of schemas")
        }
        return parts
    }

    /// Values of `const` or `enum` that `type` allows.
    func values() throws(GrammarError) -> [JSON] {
        let keyword = self["const"] != nil ? "const" : "enum"
        for other in keywords.keys
        where !["const", "enum", "type"].contains(other) && !Self.remarks.contains(other) {
            throw .unsupported(
                path: "\(path)/\(other)", problem: "stands beside \"\(keyword)\"; leave it out")
        }
        var values: [JSON]
        if let list = self["enum"] {
            guard let array = list.array else { throw bad("enum", list, "a list of values") }
            values = array
        } else {
            values = []
        }
        if let value = self["const"] {
            values = self["enum"] == nil || values.contains(value) ? [value] : []
        }
        if self["type"] != nil {
            let types = try types()
            values = values.filter { value in types.contains { value.isOfType($0) } }
        }
        guard !values.isEmpty else { throw .nothingFits(path: path) }
        return values
    }

    /// Types that a value may have; `any` if all.
    func types() throws(GrammarError) -> [String] {
        let names = ["null", "boolean", "string", "integer", "number", "array", "object"]
        guard let value = self["type"] else { return impliedTypes }
        let types = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
        guard !types.isEmpty, types.allSatisfy(names.contains),
            types.count == value.array?.count ?? 1
        else {
            throw bad("type", value, "one or more of " + names.joined(separator: ", "))
        }
        return types.contains("number") ? types.filter { $0 != "integer" } : types
    }

    /// Types implied by the other keywords, if there is no `type`.
    private var impliedTypes: [String] {
        for (words, type) in [
            (Self.ofObjects, "object"), (Self.ofArrays, "array"), (Self.ofStrings, "string"),
            (Self.ofNumbers, "number"),
        ] where words.contains(where: { self[$0] != nil }) {
            return [type]
        }
        return ["any"]
    }

    /// A keyword's value as a count of at least 0.
    func count(_ keyword: String) throws(GrammarError) -> Int? {
        guard let value = self[keyword] else { return nil }
        guard let count = value.integer, (0...1 << 24).contains(count) else {
            throw bad(keyword, value, "a whole number of at least 0")
        }
        return count
    }

    func bad(_ keyword: String, _ value: JSON, _ expected: String) -> GrammarError {
        .badValue(path: "\(path)/\(keyword)", found: value.text, expected: expected)
    }
}

extension JSON {
    /// Whether a JSON Schema's type is that of this value.
    func isOfType(_ type: String) -> Bool {
        switch type {
        case "any": true
        case "null": isNull
        case "boolean": bool != nil
        case "string": string != nil
        case "integer": integer != nil
        case "number": double != nil
        case "array": array != nil
        default: object != nil
        }
    }
}

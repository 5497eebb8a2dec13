import JSON

/// Compiles a JSON Schema into an automaton for the JSON texts that it describes.
///
/// The texts are a subset of the values: properties come in the schema's order, additional ones only
/// where the schema speaks of them, and white space is bounded. Every text is valid.
struct SchemaCompiler {
    var automaton = Automaton()
    private let root: JSON
    /// Rules by name; equal and recursive schemas share one.
    private var rules: [String: Int32] = [:]
    /// Schemas within schemas, references included, that are being compiled.
    private var depth = 0
    /// Bytes of the schemas' texts so far; a schema counts again in each that holds it.
    private var textSize = 0

    /// Most schemas within each other.
    static let mostDepth = 256
    /// Most bytes of the schemas' texts.
    static let mostText = 64 << 20

    /// Compiles a schema.
    static func automaton(of schema: JSON) throws(GrammarError) -> Automaton {
        var compiler = SchemaCompiler(root: schema)
        compiler.automaton.start = try compiler.rule(for: schema, at: "#")
        return compiler.automaton
    }

    private init(root: JSON) { self.root = root }

    /// Limit of states in a grammar.
    static let mostStates = 2_000_000

    /// Returns the rule of this name, or creates it with `body`.
    mutating func rule(
        _ name: String, _ body: (inout SchemaCompiler, Int32) throws(GrammarError) -> Void
    ) throws(GrammarError) -> Int32 {
        if let start = rules[name] { return start }
        let start = automaton.state()
        rules[name] = start
        try body(&self, start)
        guard automaton.states.count <= Self.mostStates else {
            throw .tooLarge(path: "#", states: Self.mostStates)
        }
        return start
    }

    /// Rule for the schema at `path`.
    mutating func rule(for schema: JSON, at path: String) throws(GrammarError) -> Int32 {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.mostDepth else {
            throw .unsupported(
                path: path, problem: "is more than \(Self.mostDepth) schemas deep in the whole")
        }
        let text = schema.text
        textSize += text.utf8.count
        guard textSize <= Self.mostText else {
            throw .unsupported(
                path: path,
                problem: "is too large: schemas, counted in each that holds them, have more than "
                    + "\(Self.mostText >> 20) MiB")
        }
        return try rule("schema " + text) { compiler, start throws(GrammarError) in
            switch schema {
            case .bool(true): try compiler.alternative(start, compiler.anyValue())
            case .object(let keywords): try compiler.write(Keywords(keywords, path), from: start)
            default:
                throw .badValue(path: path, found: schema.kind, expected: "a schema, an object")
            }
        }
    }

    /// Adds a rule as an alternative at `start`.
    mutating func alternative(_ start: Int32, _ rule: Int32) {
        automaton.call(start, rule, then: automaton.final())
    }

    private mutating func write(_ schema: Keywords, from start: Int32) throws(GrammarError) {
        try schema.check()
        if schema["nullable"]?.bool == true { automaton.texts([Array("null".utf8)], from: start) }
        if let reference = schema["$ref"] {
            try schema.refuseOthers(than: "$ref")
            let (target, path) = try resolve(reference, at: schema.path + "/$ref")
            return alternative(start, try rule(for: target, at: path))
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            guard let value = schema[keyword] else { continue }
            try schema.refuseOthers(than: keyword)
            let parts = try schema.schemas(value, keyword)
            if keyword == "allOf", parts.count > 1 {
                throw .unsupported(
                    path: schema.path + "/allOf", problem: "may hold only one schema")
            }
            if keyword == "oneOf" { try SchemaOverlap(root: root).refuse(in: parts, schema.path) }
            for (index, part) in parts.enumerated() {
                let path = "\(schema.path)/\(keyword)/\(index)"
                alternative(start, try rule(for: part, at: path))
            }
            return
        }
        if schema["const"] != nil || schema["enum"] != nil {
            return automaton.texts(try schema.values().map { $0.encoded() }, from: start)
        }
        for type in try schema.types() {
            alternative(start, try rule(ofType: type, schema))
        }
    }

    private mutating func rule(
        ofType type: String, _ schema: Keywords
    ) throws(GrammarError) -> Int32 {
        switch type {
        case "any": return try anyValue()
        case "null": return try texts(["null"])
        case "boolean": return try texts(["true", "false"])
        case "string": return try string(schema)
        case "integer", "number": return try number(schema, isWhole: type == "integer")
        case "array": return try array(schema)
        default: return try object(schema)
        }
    }

    /// Rule for one of several texts.
    mutating func texts(_ texts: [String]) throws(GrammarError) -> Int32 {
        try rule("texts \(texts)") { compiler, start in
            compiler.automaton.texts(texts.map { Array($0.utf8) }, from: start)
        }
    }

    /// Resolves a `$ref` to its schema and path.
    private func resolve(
        _ reference: JSON, at path: String
    ) throws(GrammarError) -> (JSON, String) {
        guard let text = reference.string, text == "#" || text.hasPrefix("#/") else {
            throw .badValue(
                path: path, found: reference.text, expected: "a path such as \"#/$defs/name\"")
        }
        var target = root
        for part in text.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false)
        where text != "#" {
            let name = part.replacing("~1", with: "/").replacing("~0", with: "~")
            let next =
                target[String(name)]
                ?? Int(name).flatMap { index in
                    target.array.flatMap { $0.indices ~= index ? $0[index] : nil }
                }
            guard let next else {
                throw .badValue(path: path, found: reference.text, expected: "a path that exists")
            }
            target = next
        }
        return (target, text)
    }

    /// Follows a schema's `$ref`s to the end; used to compare schemas.
    static func follow(_ schema: JSON, root: JSON) -> JSON {
        var schema = schema
        for _ in 0..<32 {
            guard let reference = schema["$ref"],
                let (target, _) = try? SchemaCompiler(root: root).resolve(reference, at: "")
            else { break }
            schema = target
        }
        return schema
    }
}

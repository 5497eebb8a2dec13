import JSON

extension SchemaCompiler {
    /// Most items of an array whose schema sets no limit.
    static let mostItems = 100
    /// Most nesting of a value whose schema is open.
    static let openLevels = 4
    /// Spaces that may follow a line feed.
    private static let mostIndentation = 16

    /// Rule for any value, nested at most ``openLevels`` deep.
    mutating func anyValue() throws(GrammarError) -> Int32 { try anyValue(Self.openLevels) }

    private mutating func anyValue(_ levels: Int) throws(GrammarError) -> Int32 {
        try rule("any \(levels)") { compiler, start throws(GrammarError) in
            let none = Keywords([:], "")
            compiler.alternative(start, try compiler.string(none))
            compiler.alternative(start, try compiler.number(none, isWhole: false))
            compiler.alternative(start, try compiler.texts(["null", "true", "false"]))
            guard levels > 0 else { return }
            let inner = try compiler.anyValue(levels - 1)
            compiler.alternative(
                start, try compiler.array(of: [], then: inner, limits: 0...Self.mostItems))
            let object = try compiler.rule("any object \(levels)") {
                compiler, start throws(GrammarError) in
                try compiler.writeObject([], others: inner, from: start)
            }
            compiler.alternative(start, object)
        }
    }

    // MARK: Arrays

    /// Rule for an array.
    mutating func array(_ schema: Keywords) throws(GrammarError) -> Int32 {
        var first: [Int32] = []
        if let items = schema["prefixItems"] {
            for (index, item) in try schema.schemas(items, "prefixItems").enumerated() {
                first.append(try rule(for: item, at: "\(schema.path)/prefixItems/\(index)"))
            }
        }
        var rest: Int32?
        if schema["items"]?.bool != false {
            rest = try rule(for: schema["items"] ?? true, at: schema.path + "/items")
        }
        let least = try schema.count("minItems") ?? 0
        var most = try schema.count("maxItems") ?? max(least, Self.mostItems)
        if rest == nil { most = min(most, first.count) }
        guard least <= most else { throw .nothingFits(path: schema.path + "/minItems") }
        return try array(of: first, then: rest, limits: least...most)
    }

    private mutating func array(
        of first: [Int32], then rest: Int32?, limits: ClosedRange<Int>
    ) throws(GrammarError) -> Int32 {
        try rule("array \(first) \(rest ?? -1) \(limits)") { compiler, start in
            let bounds = compiler.automaton.limits(
                Automaton.Limits(
                    least: Int32(limits.lowerBound), most: Int32(limits.upperBound),
                    counted: first + (rest.map { [$0] } ?? [])))
            compiler.automaton.states[Int(start)].limits = bounds
            compiler.writeArray(first, rest, from: start, bounds)
        }
    }

    private mutating func writeArray(
        _ first: [Int32], _ rest: Int32?, from start: Int32, _ bounds: Int32
    ) {
        let end = automaton.final(limits: bounds)
        let open = automaton.state(limits: bounds)
        automaton.edge(start, "[", open)
        automaton.edge(open, "]", end, .closes)
        guard automaton.limits[Int(bounds)].most > 0 else { return }
        let closing = automaton.state(limits: bounds)
        automaton.edge(closing, "]", end, .closes)
        // Before an item, and the comma's own count.
        var before = space(after: open)
        for (index, item) in (first + (rest.map { [$0] } ?? [])).enumerated() {
            let after = automaton.state(limits: bounds)
            automaton.call(before, item, then: after, counts: index == 0)
            automaton.edge(after, "]", end, .closes)
            space(from: after, to: closing, .closes)
            let isLast = index == first.count - (rest == nil ? 1 : 0)
            if isLast, rest == nil { return }
            let comma = automaton.state(limits: bounds)
            automaton.edge(after, ",", comma, .counts)
            if isLast {
                let again = space(after: comma)
                automaton.call(again, item, then: after)
            } else {
                before = space(after: comma)
            }
        }
    }

    // MARK: Objects

    /// A property of an object.
    struct Property {
        let name: String
        let value: Int32
        let isRequired: Bool
    }

    /// Rule for an object.
    mutating func object(_ schema: Keywords) throws(GrammarError) -> Int32 {
        let required = try requiredNames(schema)
        let known = try propertySchemas(schema)
        let open = schema["additionalProperties"]
        let others: Int32? =
            switch open {
            case .bool(false): nil
            case nil where !known.isEmpty || !required.isEmpty: nil
            default:
                try rule(for: open ?? true, at: schema.path + "/additionalProperties")
            }
        var properties: [Property] = []
        for (name, property) in known.pairs {
            // A property whose schema is `false` must be absent.
            if property.bool == false, !required.contains(name) { continue }
            properties.append(
                Property(
                    name: name,
                    value: try rule(for: property, at: "\(schema.path)/properties/\(name)"),
                    isRequired: required.contains(name)))
        }
        for name in required where known[name] == nil {
            guard open?.bool != false else {
                throw .nothingFits(path: schema.path + "/required")
            }
            let value = try rule(for: open ?? true, at: schema.path + "/additionalProperties")
            properties.append(Property(name: name, value: value, isRequired: true))
        }
        let name = "object \(properties) \(others ?? -1)"
        return try rule(name) { compiler, start throws(GrammarError) in
            try compiler.writeObject(properties, others: others, from: start)
        }
    }

    private func requiredNames(_ schema: Keywords) throws(GrammarError) -> [String] {
        guard let value = schema["required"] else { return [] }
        guard let list = value.array, list.allSatisfy({ $0.string != nil }) else {
            throw schema.bad("required", value, "a list of names")
        }
        return list.compactMap(\.string)
    }

    private func propertySchemas(_ schema: Keywords) throws(GrammarError) -> JSONObject {
        guard let value = schema["properties"] else { return [:] }
        guard let object = value.object else {
            throw schema.bad("properties", value, "an object of schemas")
        }
        return object
    }

    /// Writes the properties in order, optional ones being skippable, then any additional ones.
    private mutating func writeObject(
        _ properties: [Property], others: Int32?, from start: Int32
    ) throws(GrammarError) {
        let end = automaton.final()
        let open = automaton.state()
        automaton.edge(start, "{", open)
        let closing = automaton.state()
        automaton.edge(closing, "}", end)
        // State before the key of each property, or of a later one if it is skipped.
        var keys = properties.map { _ in automaton.state() }
        let otherKey = automaton.state()
        keys.append(otherKey)
        let lastRequired = properties.lastIndex(where: \.isRequired) ?? -1
        func ending(_ compiler: inout SchemaCompiler, _ index: Int, from after: Int32) {
            if index >= lastRequired {
                compiler.automaton.edge(after, "}", end)
                compiler.space(from: after, to: closing)
            }
            guard index < properties.count - 1 || others != nil else { return }
            let comma = compiler.automaton.state()
            compiler.automaton.edge(after, ",", comma)
            compiler.space(from: comma, to: keys[min(index + 1, properties.count)])
        }
        if lastRequired < 0 { automaton.edge(open, "}", end) }
        space(from: open, to: keys[0])
        for (index, property) in properties.enumerated() {
            let colon = automaton.state()
            automaton.spell(
                keys[index], JSON.string(property.name).encoded() + [UInt8(ascii: ":")], colon)
            if !property.isRequired { automaton.jump(keys[index], keys[index + 1]) }
            let after = automaton.state()
            value(property.value, from: colon, to: after)
            ending(&self, index, from: after)
        }
        guard let others else { return }
        let (colon, after) = (automaton.state(), automaton.state())
        let name = try otherName(than: properties.map(\.name))
        let named = automaton.state()
        automaton.call(otherKey, name, then: named)
        automaton.edge(named, ":", colon)
        value(others, from: colon, to: after)
        ending(&self, properties.count, from: after)
    }

    /// A value after its colon, with a space before it or not.
    private mutating func value(_ rule: Int32, from colon: Int32, to after: Int32) {
        let spaced = automaton.state()
        automaton.edge(colon, " ", spaced)
        automaton.call(colon, rule, then: after)
        automaton.call(spaced, rule, then: after)
    }

    // MARK: White space

    /// A state after `from` and white space.
    private mutating func space(after from: Int32) -> Int32 {
        let to = automaton.state(limits: automaton.states[Int(from)].limits)
        space(from: from, to: to)
        return to
    }

    /// Optional white space: one space, or a line feed with indentation. `action` is the first byte's.
    private mutating func space(
        from: Int32, to: Int32, _ action: Automaton.Action = .plain
    ) {
        let limits = automaton.states[Int(from)].limits
        automaton.jump(from, to)
        automaton.edge(from, " ", to, action)
        var line = automaton.state(limits: limits)
        automaton.edge(from, "\n", line, action)
        for indentation in 0...Self.mostIndentation {
            automaton.jump(line, to)
            guard indentation < Self.mostIndentation else { return }
            let next = automaton.state(limits: limits)
            automaton.edge(line, " ", next)
            line = next
        }
    }
}

import JSON

/// Numbers from a seed.
struct GrammarRandom {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) }

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((value ^ value >> 31) % UInt64(limit))
    }

    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}

/// Schemas with something of everything, drawn from a seed.
struct RandomSchema {
    private var random: GrammarRandom

    static func schema(seed: Int) -> JSON {
        var maker = RandomSchema(random: GrammarRandom(seed: seed))
        var schema = maker.schema(3).object ?? ["anyOf": [true]]
        schema["$defs"] = ["a": maker.schema(2), "b": maker.schema(1)]
        return .object(schema)
    }

    private static let patterns = [
        "^[a-z]{2,5}$", "^\\d{3}-\\d{4}$", "^(foo|bar)+$", "b+", "^[^abc\"]*$", "^a?b*c+$", "x$",
        "^.{2,4}$", "^(a|\\\\|\\n)*$", "^é+[à-ü]$", "^\\w+@\\w+\\.(com|org)$",
    ]
    private static let values: [JSON] = [
        "plain", "quo\"ted \\ \u{1}", "日本", 3, -5, 1.5, nil, true, [1, "two"], ["a": ["b": []]], "",
    ]

    private mutating func schema(_ depth: Int) -> JSON {
        switch random.below(depth > 0 ? 16 : 9) {
        case 0:
            let least = random.below(4)
            return [
                "type": "string", "minLength": .integer(least), "maxLength": .integer(least + 5),
            ]
        case 1:
            return [
                "type": "integer", "minimum": .integer(random.below(200) - 150),
                "maximum": .integer(60 + random.below(3_000)),
            ]
        case 2:
            return [
                "type": "number", "exclusiveMinimum": random.pick([-1, 0, 0.5, -10.25]),
                "maximum": random.pick([3, 5.5, 100]),
            ]
        case 3: return ["enum": .array((0...random.below(5)).map { _ in random.pick(Self.values) })]
        case 4: return ["const": random.pick(Self.values)]
        case 5: return ["type": ["string", "null"], "maxLength": 6]
        case 6: return ["type": "string", "pattern": .string(random.pick(Self.patterns))]
        case 7:
            return ["type": "string", "format": random.pick(["date", "time", "uuid", "email"])]
        case 8:
            return random.pick([
                true, [:], ["type": "null"], ["type": "boolean"], ["type": "number"],
            ])
        case 9, 10: return array(depth)
        case 11: return ["$ref": random.pick(["#/$defs/a", "#/$defs/b"])]
        case 12: return ["anyOf": .array((0...random.below(3)).map { _ in schema(depth - 1) })]
        default: return object(depth)
        }
    }

    private mutating func array(_ depth: Int) -> JSON {
        var array: JSONObject = ["type": "array", "items": schema(depth - 1)]
        if random.below(2) == 0 { array["minItems"] = .integer(random.below(4)) }
        if random.below(2) == 0 { array["maxItems"] = .integer(3 + random.below(3)) }
        if random.below(3) == 0 {
            array["prefixItems"] = .array((0...random.below(3)).map { _ in schema(depth - 1) })
        }
        return .object(array)
    }

    private mutating func object(_ depth: Int) -> JSON {
        var properties = JSONObject()
        for name in ["a", "\"q\"", "key two", "é", "a longer name"] where random.below(2) == 0 {
            properties[name] = schema(depth - 1)
        }
        let required = properties.keys.filter { _ in random.below(2) == 0 }.map(JSON.string)
        var object: JSONObject = [
            "type": "object", "properties": .object(properties), "required": .array(required),
        ]
        switch random.below(3) {
        case 0: object["additionalProperties"] = false
        case 1: object["additionalProperties"] = schema(depth - 1)
        default: break
        }
        return .object(object)
    }
}

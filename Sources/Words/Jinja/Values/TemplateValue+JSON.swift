import JSON

extension TemplateValue {
    /// Converts `json` to a template's value.
    init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .double(let value): self = .float(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .list(values.map { TemplateValue($0) })
        case .object(let object):
            self = .dictionary(
                Mapping(
                    distinctKeys: object.members.map { .string($0.key) },
                    values: object.members.map { TemplateValue($0.value) }
                )
            )
        }
    }

    /// Converts the value to JSON: undefined becomes `null`, tuples become arrays.
    ///
    /// - Throws: ``FunctionFault`` for functions, macros and integers beyond 64 bits.
    func json() throws(FunctionFault) -> JSON {
        switch self {
        case .undefined, .none: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value):
            guard let value = Int(exactly: value) else {
                throw FunctionFault("the number \(value) is beyond 64 bits")
            }
            return .integer(value)
        case .float(let value): return .double(value)
        case .string(let text), .markup(let text): return .string(text)
        case .list(let items), .tuple(let items): return .array(try Self.json(items.values))
        case .range(let range): return .array(try Self.json(range.values))
        case .dictionary(let mapping):
            var object = JSONObject()
            for (key, value) in zip(mapping.keys, mapping.values) {
                object[key.printed] = try value.json()
            }
            return .object(object)
        case .object(let object):
            guard let elements = object.elements() else {
                throw FunctionFault("a \(object.typeName) is not a value")
            }
            return .array(try Self.json(elements))
        }
    }

    private static func json(_ values: [TemplateValue]) throws(FunctionFault) -> [JSON] {
        var result: [JSON] = []
        result.reserveCapacity(values.count)
        for value in values { result.append(try value.json()) }
        return result
    }
}

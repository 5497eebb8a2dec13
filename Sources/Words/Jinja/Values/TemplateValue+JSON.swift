import JSON

extension TemplateValue {
    /// Converts `json` to a template's value.
    init(_ json: JSON) {
        switch json {
        case .null: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .double(let value): self = .float(value)
        case .number(let number):
            self =
                number.isInteger
                ? Int128(number.text).map { .integer($0) } ?? .number(number) : .number(number)
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

    /// Converts `json` to a value whose texts are from outside, but for those that `rule` trusts.
    ///
    /// - Parameters:
    ///   - key: The key under which the value stands.
    ///   - element: The index of the outermost list's element that the value belongs to.
    ///   - isTraced: Whether texts keep that index.
    init(
        _ json: JSON, outside rule: OutsideRule, key: String? = nil, element: Int? = nil,
        isTraced: Bool = false
    ) {
        let isTraced = isTraced || (key != nil && key == rule.tracedKey)
        switch json {
        case .string(let text):
            self =
                rule.isTrusted(text, under: key)
                ? .string(text)
                : TracedText(text, from: .outside(element: isTraced ? element : nil)).value
        case .array(let values):
            self = .list(
                values.enumerated().map { index, value in
                    TemplateValue(
                        value, outside: rule, element: element ?? index, isTraced: isTraced)
                })
        case .object(let object):
            self = .dictionary(
                Mapping(
                    distinctKeys: object.members.map {
                        TracedText($0.key, from: .outside).value
                    },
                    values: object.members.map {
                        TemplateValue(
                            $0.value, outside: rule, key: $0.key, element: element,
                            isTraced: isTraced)
                    }
                )
            )
        default: self.init(json)
        }
    }

    /// Converts the value to JSON: undefined becomes `null`, tuples become arrays.
    ///
    /// - Throws: ``FunctionFault`` for functions and macros.
    func json() throws(FunctionFault) -> JSON {
        switch self {
        case .undefined, .none: return .null
        case .bool(let value): return .bool(value)
        case .integer(let value):
            if let value = Int(exactly: value) { return .integer(value) }
            return JSON.number(parsing: String(value)) ?? .null
        case .float(let value): return .double(value)
        case .number(let number): return .number(number)
        case .string(let text), .markup(let text): return .string(text)
        case .traced(let text): return .string(text.string)
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

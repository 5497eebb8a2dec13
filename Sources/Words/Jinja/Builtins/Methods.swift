/// The methods of values: `text.split(',')`, `record.items()`.
///
/// Methods that would change a list or dictionary are missing: values are immutable.
enum Methods {
    typealias Method =
        @Sendable (TemplateValue, CallArguments, Interpreter) throws(TemplateError) -> TemplateValue

    static func method(_ name: String, of value: TemplateValue) -> Method? {
        switch value {
        case .string, .markup, .traced: strings[name]
        case .dictionary: dictionaries[name]
        case .list: name == "copy" ? dictionaries[name] : sequences[name]
        case .tuple, .range: sequences[name]
        case .float: floats[name]
        case .integer, .bool: integers[name]
        default: nil
        }
    }

    static func changesDictionary(_ name: String) -> Bool {
        ["clear", "pop", "popitem", "setdefault", "update"].contains(name)
    }

    static func changesList(_ name: String) -> Bool {
        ["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"].contains(name)
    }

    static let dictionaries: [String: Method] = [
        "get": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["key", "default"],
                of: "get",
                in: interpreter
            )
            guard case .dictionary(let mapping) = value else { return .none }
            try interpreter.spend(bytes: try bound.required(0).weight)
            guard let key = MappingKey(try bound.required(0)) else {
                throw interpreter.fault("a list or dictionary cannot be the key of a dictionary")
            }
            return mapping[key] ?? bound[1] ?? .none
        },
        "keys": view("dict_keys") { mapping, _ in mapping.keys },
        "values": view("dict_values") { mapping, _ in mapping.values },
        "items": view("dict_items") { mapping, interpreter throws(TemplateError) in
            try interpreter.pairs(of: mapping)
        },
        "copy": { value, _, _ in value },
    ]

    private static func view(
        _ typeName: String,
        _ body:
            @escaping @Sendable (Mapping, Interpreter) throws(TemplateError) -> [TemplateValue]
    ) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            guard arguments.isEmpty else {
                throw interpreter.fault("methods such as 'items' take no arguments")
            }
            guard case .dictionary(let mapping) = value else { return .none }
            try interpreter.spend(newElements: mapping.count)
            return .object(MappingView(typeName, try body(mapping, interpreter)))
        }
    }

    static let sequences: [String: Method] = [
        "count": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["value"], of: "count", in: interpreter)
            let wanted = try bound.required(0)
            var count = 0
            for element in try interpreter.elements(of: value)
            where try interpreter.areEqual(element, wanted) { count += 1 }
            return .integer(count)
        },
        "index": { value, arguments, interpreter throws(TemplateError) in
            let names = ["value", "start", "stop"]
            let bound = try BoundArguments(arguments, names, of: "index", in: interpreter)
            let wanted = try bound.required(0)
            let elements = try interpreter.elements(of: value)
            func bounded(_ index: Int) -> Int {
                index < 0 ? max(0, index.addingWithoutOverflow(elements.count)) : index
            }
            let start = bounded(try bound.integer(1, default: 0))
            let stop = bounded(try bound.integer(2, default: .max))
            for position in elements.indices where position >= start && position < stop {
                if try interpreter.areEqual(elements[position], wanted) {
                    return .integer(position)
                }
            }
            throw interpreter.fault("'index': the value is not in the list")
        },
    ]

    private static let integers: [String: Method] = [
        "bit_length": { value, _, _ in
            let magnitude = value.wholeNumber?.magnitude ?? 0
            return .integer(UInt128.bitWidth - magnitude.leadingZeroBitCount)
        },
        "is_integer": { _, _, _ in .bool(true) },
    ]

    private static let floats: [String: Method] = [
        "is_integer": { value, _, _ in
            .bool(value.number.map { $0 == $0.rounded() && $0.isFinite } ?? false)
        }
    ]
}

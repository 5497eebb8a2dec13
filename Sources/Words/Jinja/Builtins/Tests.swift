/// The tests, which stand after `is`: functions from a value and arguments to a truth value.
enum Tests {
    typealias Test =
        @Sendable (TemplateValue, CallArguments, Interpreter) throws(TemplateError) -> Bool

    /// The names of all tests, signs such as `==` included.
    static var names: Set<String> { Set(table.keys) }

    static func named(_ name: String) -> Test? { table[name] }

    /// Whether the test accepts an undefined value even in a strict template.
    static func takesUndefined(_ name: String) -> Bool { name == "defined" || name == "undefined" }

    private static let table: [String: Test] = [
        "defined": kind("defined") { !$0.isUndefined },
        "undefined": kind("undefined") { $0.isUndefined },
        "none": kind("none") { $0.isNone },
        "boolean": kind("boolean") { if case .bool = $0 { true } else { false } },
        "true": kind("true") { if case .bool(true) = $0 { true } else { false } },
        "false": kind("false") { if case .bool(false) = $0 { true } else { false } },
        "integer": kind("integer") { $0.typeName == "int" },
        "float": kind("float") { $0.typeName == "float" },
        "number": kind("number") { $0.number != nil || $0.decimal != nil },
        "string": kind("string") { $0.text != nil },
        "mapping": kind("mapping") { if case .dictionary = $0 { true } else { false } },
        "sequence": kind("sequence", isSequence),
        "iterable": kind("iterable", isIterable),
        "callable": kind("callable") {
            // Jinja's undefined value can be called, to say that it is undefined.
            if case .object(let object) = $0 { object.isCallable } else { $0.isUndefined }
        },
        "escaped": kind("escaped") { if case .markup = $0.untraced { true } else { false } },
        "lower": kind("lower") { value in
            value.printed.isCased { $0.isUppercase || $0.generalCategory == .titlecaseLetter }
        },
        "upper": kind("upper") { value in
            value.printed.isCased { $0.isLowercase || $0.generalCategory == .titlecaseLetter }
        },
        "filter": knows("filter") { Filters.named($0) != nil },
        "test": knows("test") { named($0) != nil },
        "odd": divides("odd", by: 2, leaving: 1),
        "even": divides("even", by: 2, leaving: 0),
        "divisibleby": { value, arguments, interpreter throws(TemplateError) in
            let other = try operand("divisibleby", arguments, interpreter)
            let rest = try interpreter.calculate(.remainder, value, other)
            return rest.number == 0
        },
        "sameas": { value, arguments, interpreter throws(TemplateError) in
            value.isIdentical(to: try operand("sameas", arguments, interpreter))
        },
        "in": compares(.isIn, "in"),
        "eq": compares(.equal, "eq"), "equalto": compares(.equal, "equalto"),
        "==": compares(.equal, "=="),
        "ne": compares(.notEqual, "ne"), "!=": compares(.notEqual, "!="),
        "lt": compares(.less, "lt"), "lessthan": compares(.less, "lessthan"),
        "<": compares(.less, "<"),
        "le": compares(.lessOrEqual, "le"), "<=": compares(.lessOrEqual, "<="),
        "gt": compares(.greater, "gt"), "greaterthan": compares(.greater, "greaterthan"),
        ">": compares(.greater, ">"),
        "ge": compares(.greaterOrEqual, "ge"), ">=": compares(.greaterOrEqual, ">="),
    ]

    private static func kind(
        _ name: String,
        _ body: @escaping @Sendable (TemplateValue) -> Bool
    ) -> Test {
        { value, arguments, interpreter throws(TemplateError) in
            guard arguments.isEmpty else {
                throw interpreter.fault("the test '\(name)' takes no argument")
            }
            return body(value)
        }
    }

    /// Makes a test of a name; what cannot be a key is an error, as in Jinja.
    private static func knows(
        _ name: String,
        _ body: @escaping @Sendable (String) -> Bool
    ) -> Test {
        { value, arguments, interpreter throws(TemplateError) in
            guard arguments.isEmpty else {
                throw interpreter.fault("the test '\(name)' takes no argument")
            }
            switch value {
            case .list, .dictionary:
                throw interpreter.fault("a '\(value.typeName)' is no name of a \(name)")
            default: return value.text.map(body) ?? false
            }
        }
    }

    private static func operand(
        _ name: String,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard arguments.positional.count == 1, arguments.named.isEmpty else {
            throw interpreter.fault("the test '\(name)' needs one argument")
        }
        return arguments.positional[0]
    }

    private static func compares(_ comparison: ComparisonOperator, _ name: String) -> Test {
        { value, arguments, interpreter throws(TemplateError) in
            try interpreter.compare(
                comparison,
                value,
                try operand(name, arguments, interpreter)
            )
        }
    }

    private static func divides(_ name: String, by divisor: Int, leaving rest: Double) -> Test {
        { value, arguments, interpreter throws(TemplateError) in
            guard value.number != nil, arguments.isEmpty else {
                throw interpreter.fault("the test '\(name)' needs a number and no argument")
            }
            return try interpreter.calculate(.remainder, value, .integer(divisor)).number == rest
        }
    }

    @Sendable private static func isSequence(_ value: TemplateValue) -> Bool {
        switch value {
        case .string, .markup, .traced, .list, .tuple, .dictionary, .range, .undefined: true
        default: false
        }
    }

    @Sendable private static func isIterable(_ value: TemplateValue) -> Bool {
        switch value {
        case .string, .markup, .traced, .list, .tuple, .dictionary, .range, .undefined: true
        case .object(let object): object is OneTimeSequence || object is MappingView
        default: false
        }
    }
}

extension String {
    /// Whether the string has letters with case and no character for which `isOther` holds.
    func isCased(_ isOther: (Unicode.Scalar.Properties) -> Bool) -> Bool {
        var hasCase = false
        for scalar in unicodeScalars {
            if isOther(scalar.properties) { return false }
            if scalar.properties.isUppercase || scalar.properties.isLowercase { hasCase = true }
        }
        return hasCase
    }
}

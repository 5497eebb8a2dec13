/// Filters that select elements, map them or replace missing values: `select`, `map`, `attr`,
/// `default`.
extension Filters {
    static let choices: [String: Filter] = [
        "default": fallback,
        "d": fallback,
        "attr": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["name"], of: "attr", in: interpreter)
            _ = try bound.required(0)
            let name = try bound.text(0, default: "")
            if case .dictionary = value, Methods.method(name, of: value) == nil {
                return .undefined("'dict' has no attribute '\(name)'")
            }
            return try interpreter.attribute(name, of: value)
        },
        "map": map,
        "select": selector("select", keeps: true, byAttribute: false),
        "reject": selector("reject", keeps: false, byAttribute: false),
        "selectattr": selector("selectattr", keeps: true, byAttribute: true),
        "rejectattr": selector("rejectattr", keeps: false, byAttribute: true),
    ]

    @Sendable private static func fallback(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["default_value", "boolean"],
            of: "default",
            in: interpreter
        )
        let replacement = bound[0] ?? .string("")
        if value.isUndefined { return replacement }
        guard try bound.flag(1, default: false) else { return value }
        return try interpreter.truth(of: value) ? value : replacement
    }

    @Sendable private static func map(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        var arguments = arguments
        var result: [TemplateValue] = []
        if arguments.positional.isEmpty, let attribute = arguments.take(named: "attribute") {
            let replacement = arguments.take(named: "default")
            for element in try interpreter.elements(of: value) {
                result.append(
                    try interpreter.value(at: attribute, of: element, default: replacement)
                )
            }
            return .object(OneTimeSequence(result))
        }
        guard let name = arguments.positional.first?.text else {
            throw interpreter.fault("'map' needs the name of a filter or an attribute")
        }
        arguments.positional.removeFirst()
        for element in try interpreter.elements(of: value) {
            result.append(
                try interpreter.bounded(try interpreter.applyFilter(name, to: element, arguments))
            )
        }
        return .object(OneTimeSequence(result))
    }

    private static func selector(_ filter: String, keeps: Bool, byAttribute: Bool) -> Filter {
        { value, arguments, interpreter throws(TemplateError) in
            try select(
                filter,
                value,
                arguments,
                interpreter,
                keeps: keeps,
                byAttribute: byAttribute
            )
        }
    }

    private static func select(
        _ filter: String,
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter,
        keeps: Bool,
        byAttribute: Bool
    ) throws(TemplateError) -> TemplateValue {
        var arguments = arguments
        var attribute: TemplateValue?
        if byAttribute {
            guard !arguments.positional.isEmpty else {
                throw interpreter.fault("'\(filter)' needs the name of an attribute")
            }
            attribute = arguments.positional.removeFirst()
        }
        var test: String?
        if !arguments.positional.isEmpty {
            test = arguments.positional.removeFirst().text
            guard test != nil else { throw interpreter.fault("'\(filter)' needs a test's name") }
        }
        var result: [TemplateValue] = []
        for element in try interpreter.elements(of: value) {
            try interpreter.spend(1)
            let subject =
                try attribute.map { path throws(TemplateError) in
                    try interpreter.value(at: path, of: element)
                } ?? element
            let passes: Bool
            if let test {
                passes = try interpreter.applyTest(test, to: subject, arguments)
            } else {
                passes = try interpreter.truth(of: subject)
            }
            if passes == keeps { result.append(element) }
        }
        return .object(OneTimeSequence(result))
    }
}

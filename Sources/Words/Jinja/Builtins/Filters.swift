import PythonStrings

/// The filters, which stand after `|`: functions from a value and arguments to a value.
enum Filters {
    typealias Filter =
        @Sendable (TemplateValue, CallArguments, Interpreter) throws(TemplateError) -> TemplateValue

    /// The names of all filters.
    static var names: Set<String> { Set(table.keys) }

    static func named(_ name: String) -> Filter? { table[name] }

    /// Whether the filter accepts an undefined value even in a strict template.
    static func takesUndefined(_ name: String) -> Bool { name == "default" || name == "d" }

    private static let table: [String: Filter] = text.merging(sequences) { $1 }
        .merging(choices) { $1 }.merging(numbers) { $1 }

    /// Makes a filter that takes no arguments.
    static func plain(
        _ name: String,
        _ body:
            @escaping @Sendable (TemplateValue, Interpreter) throws(TemplateError) -> TemplateValue
    ) -> Filter {
        { value, arguments, interpreter throws(TemplateError) in
            guard arguments.isEmpty else {
                throw interpreter.fault("the filter '\(name)' takes no arguments")
            }
            return try body(value, interpreter)
        }
    }

    /// Makes a filter from text to text without arguments; escaped text stays marked as escaped.
    static func mapsText(
        _ name: String,
        _ body: @escaping @Sendable (String) -> String
    ) -> Filter {
        plain(name) { value, interpreter throws(TemplateError) in
            let result = body(try interpreter.text(of: value))
            if case .markup = value { return .markup(result) }
            return .string(result)
        }
    }
}

extension Interpreter {
    /// Returns the part of `value` at `path`: a name, a number, or several joined by dots.
    ///
    /// Each part is looked up as an item first; `fallback` replaces an undefined one.
    func value(
        at path: TemplateValue,
        of value: TemplateValue,
        default fallback: TemplateValue? = nil
    ) throws(TemplateError) -> TemplateValue {
        try spend(1 + path.weight / Self.bytesPerStep)
        var value = value
        for part in pathParts(path) {
            value = try item(part, of: value)
            if value.isUndefined, let fallback { value = fallback }
        }
        return value
    }

    private func pathParts(_ path: TemplateValue) -> [TemplateValue] {
        guard let text = path.text else { return path.isNone || path.isUndefined ? [] : [path] }
        return text.pythonSplit(".", atMost: .max).map { part in
            part.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
                ? Int128(part).map { .integer($0) } ?? .string(part) : .string(part)
        }
    }
}

/// The functions that every template can call.
enum Globals {
    /// The names of all global functions.
    static let names: Set<String> = Set(table.keys)

    static func named(_ name: String) -> (any TemplateObject)? {
        table[name].map { NativeFunction(name, $0) }
    }

    private static let table:
        [String: @Sendable (CallArguments, Interpreter) throws(TemplateError) -> TemplateValue] = [
            "range": range,
            "dict": { arguments, interpreter throws(TemplateError) in
                .dictionary(try mapping("dict", arguments, interpreter))
            },
            "namespace": namespace,
            "cycler": cycler,
            "joiner": joiner,
            "lipsum": lipsum,
            "raise_exception": raise,
        ]

    @Sendable private static func range(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let parameters =
            arguments.positional.count == 1 ? ["stop"] : ["start", "stop", "step"]
        let bound = try BoundArguments(arguments, parameters, of: "range", in: interpreter)
        var range = IntegerRange(start: 0, stop: try bound.integer(0, default: 0), step: 1)
        if arguments.positional.count != 1 {
            _ = try bound.required(1)
            range = IntegerRange(
                start: try bound.integer(0, default: 0),
                stop: try bound.integer(1, default: 0),
                step: try bound.integer(2, default: 1)
            )
        }
        guard range.step != 0 else { throw interpreter.fault("the step of a range cannot be 0") }
        let bounds = [range.start, range.stop, range.step]
        // Below 2^60 the arithmetic in `count` cannot overflow.
        guard bounds.allSatisfy({ $0.magnitude < 1 << 60 }), range.count <= Interpreter.rangeLimit
        else {
            throw interpreter.fault("a range has at most \(Interpreter.rangeLimit) elements")
        }
        return .range(range)
    }

    private static func mapping(
        _ name: String,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> Mapping {
        var pairs: [(TemplateValue, TemplateValue)] = []
        guard arguments.positional.count <= 1 else {
            throw interpreter.fault("'\(name)' takes one dictionary and named values")
        }
        if let first = arguments.positional.first {
            if case .dictionary(let mapping) = first {
                try interpreter.spend(elements: mapping.count)
                pairs = Array(zip(mapping.keys, mapping.values))
            } else {
                for pair in try interpreter.elements(of: first) {
                    let parts = try interpreter.elements(of: pair)
                    guard parts.count == 2 else {
                        throw interpreter.fault("'\(name)' needs pairs of a key and a value")
                    }
                    pairs.append((parts[0], parts[1]))
                }
            }
        }
        pairs += arguments.named.map { (.string($0.name), $0.value) }
        return try interpreter.mapping(pairs)
    }

    @Sendable private static func namespace(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let namespace = Namespace()
        interpreter.clearAtEnd(namespace)
        let mapping = try mapping("namespace", arguments, interpreter)
        for (key, value) in zip(mapping.keys, mapping.values) {
            namespace.set(key.printed, to: value)
        }
        return .object(namespace)
    }

    @Sendable private static func cycler(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard !arguments.positional.isEmpty else {
            throw interpreter.fault("'cycler' needs the values to cycle through")
        }
        return .object(Cycler(arguments.positional))
    }

    /// Makes a function that returns empty text at its first call and the separator afterwards.
    @Sendable private static func joiner(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["sep"], of: "joiner", in: interpreter)
        _ = try bound.text(0, default: "")
        let separator = bound[0] ?? .string(", ")
        var isFirst = true
        return .object(
            NativeFunction("joiner") { _, _ throws(TemplateError) in
                defer { isFirst = false }
                return isFirst ? .string("") : separator
            }
        )
    }

    @Sendable private static func lipsum(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["n", "html", "min", "max"],
            of: "lipsum",
            in: interpreter
        )
        let isHTML = try bound.flag(1, default: true)
        let (least, most) = (try bound.integer(2, default: 20), try bound.integer(3, default: 100))
        var paragraphs: [String] = []
        let count = try bound.integer(0, default: 5)
        guard count <= 0 || (least >= 0 && least < most) else {
            throw interpreter.fault("'lipsum' needs a 'min' below its 'max'")
        }
        for _ in 0..<max(0, count) {
            let words = least + (try interpreter.draw(below: most - least))
            let text = try LoremIpsum.paragraph(of: words, in: interpreter)
            paragraphs.append(isHTML ? "<p>\(text)</p>" : text)
        }
        let text = paragraphs.joined(separator: isHTML ? "\n" : "\n\n")
        return isHTML ? .markup(text) : .string(text)
    }

    @Sendable private static func raise(
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        throw .raised(
            message: try arguments.positional.first.map { value throws(TemplateError) in
                try interpreter.text(of: value)
            } ?? ""
        )
    }
}

extension Filters {
    static let numbers: [String: Filter] = [
        "abs": plain("abs") { value, interpreter throws(TemplateError) in
            if let number = value.float { return .float(number.magnitude) }
            guard let number = value.wholeNumber, number > Int128.min else {
                throw interpreter.fault("'\(value.typeName)' has no absolute value")
            }
            return .integer(number < 0 ? -number : number)
        },
        "int": int,
        "float": float,
        "round": round,
        "filesizeformat": filesizeformat,
    ]

    @Sendable private static func int(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["default", "base"], of: "int", in: interpreter)
        let fallback = bound[0] ?? .integer(0)
        let base = try bound.integer(1, default: 10)
        if case .undefined(let problem) = value { throw interpreter.undefined(problem) }
        if let number = value.wholeNumber { return .integer(number) }
        if let number = value.float { return whole(number) ?? fallback }
        if case .number(let number) = value, number.isInteger { return value }
        guard let text = value.text else { return fallback }
        if let number = Int128.parsing(text, base: base) { return .integer(number) }
        return Double.parsingPython(text).flatMap(whole) ?? fallback
    }

    private static func whole(_ number: Double) -> TemplateValue? {
        Int128(exactly: number.rounded(.towardZero)).map { .integer($0) }
    }

    @Sendable private static func float(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["default"], of: "float", in: interpreter)
        if case .undefined(let problem) = value { throw interpreter.undefined(problem) }
        if let number = value.number { return .float(number) }
        return value.text.flatMap { Double.parsingPython($0) }.map { .float($0) }
            ?? bound[0] ?? .float(0)
    }

    @Sendable private static func round(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["precision", "method"],
            of: "round",
            in: interpreter
        )
        let places = try bound.integer(0, default: 0)
        let method = try bound.text(1, default: "common")
        guard let number = value.number else {
            throw interpreter.fault("'\(value.typeName)' cannot be rounded")
        }
        // `max` first, because `abs(Int.min)` would trap.
        guard abs(max(places, -400)) <= 400 else {
            throw interpreter.fault("'round' takes at most 400 digits")
        }
        switch method {
        case "common":
            if let whole = value.wholeNumber, places >= 0 { return .integer(whole) }
            let rounded = number.rounded(places: places)
            if value.wholeNumber != nil {
                return Int128(exactly: rounded).map { .integer($0) } ?? .float(rounded)
            }
            return .float(rounded)
        case "ceil", "floor":
            let scale = 10.0.raised(to: Double(places))
            let scaled = (number * scale).rounded(method == "ceil" ? .up : .down)
            // Python's `ceil` gives a whole number, and so no -0.0.
            return .float(scaled == 0 ? 0 : scaled / scale)
        default: throw interpreter.fault("'round' knows common, ceil and floor, not '\(method)'")
        }
    }

    @Sendable private static func filesizeformat(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["binary"],
            of: "filesizeformat",
            in: interpreter
        )
        let isBinary = try bound.flag(0, default: false)
        guard let bytes = value.number ?? value.text.flatMap({ Double.parsingPython($0) }) else {
            throw interpreter.fault("'\(value.typeName)' is no size")
        }
        if bytes == 1 { return .string("1 Byte") }
        let base = isBinary ? 1024.0 : 1000.0
        guard bytes >= base else {
            guard let whole = Int128(exactly: bytes.rounded(.towardZero)) else {
                throw interpreter.fault("\(bytes) is no size")
            }
            return .string("\(whole) Bytes")
        }
        var unit = base
        let prefixes = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
        for (position, prefix) in prefixes.enumerated() {
            unit *= base
            if bytes < unit || position == prefixes.count - 1 {
                let amount = (base * bytes / unit).formatted("f", precision: 1)
                let name = isBinary ? prefix.uppercased() + "iB" : prefix + "B"
                return .string("\(amount) \(name)")
            }
        }
        return .none
    }
}

import PythonStrings

extension Filters {
    static let text: [String: Filter] = [
        "upper": mapsText("upper") { $0.uppercased() },
        "lower": mapsText("lower") { $0.pythonLowercased },
        "capitalize": mapsText("capitalize") { $0.pythonCapitalized },
        "title": mapsText("title", titled),
        "striptags": mapsText("striptags") { HTML.strippingTags($0) },
        "trim": trim,
        "replace": replace,
        "indent": indent,
        "truncate": truncate,
        "wordwrap": wordwrap,
        "center": center,
        "format": format,
        "string": plain("string") { value, interpreter throws(TemplateError) in
            if case .markup = value { return value }
            return .string(try interpreter.text(of: value))
        },
        "wordcount": plain("wordcount") { value, interpreter throws(TemplateError) in
            .integer(wordCount(try interpreter.text(of: value)))
        },
        "escape": plain("escape", escape),
        "e": plain("e", escape),
        "forceescape": plain("forceescape") { value, interpreter throws(TemplateError) in
            .markup(HTML.escape(try interpreter.text(of: value)))
        },
        "safe": plain("safe") { value, interpreter throws(TemplateError) in
            .markup(try interpreter.text(of: value))
        },
        "urlencode": plain("urlencode", urlencode),
        "urlize": urlize,
        "xmlattr": xmlattr,
        "pprint": plain("pprint") { value, interpreter throws(TemplateError) in
            .string(try PrettyPrinter.text(of: try interpreter.defined(value), in: interpreter))
        },
        "tojson": tojson,
    ]

    private static func like(_ value: TemplateValue, _ text: String) -> TemplateValue {
        if case .markup = value { return .markup(text) }
        return .string(text)
    }

    /// Converts to upper case at the start and after white space, opening brackets and hyphens, and
    /// to lower case elsewhere.
    @Sendable private static func titled(_ text: String) -> String {
        var result = ""
        var isInWord = false
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            let separates = scalar.isPythonSpace || "-({[<".unicodeScalars.contains(scalar)
            result += isInWord ? properties.lowercaseMapping : properties.uppercaseMapping
            isInWord = !separates
        }
        return result
    }

    /// Counts the runs of letters, digits and underscores.
    private static func wordCount(_ text: String) -> Int {
        var count = 0
        var isInWord = false
        for scalar in text.unicodeScalars {
            let isPart =
                scalar == "_" || scalar.properties.isAlphabetic
                || scalar.properties.numericType != nil
            if isPart, !isInWord { count += 1 }
            isInWord = isPart
        }
        return count
    }

    @Sendable private static func trim(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["chars"], of: "trim", in: interpreter)
        let text = try interpreter.text(of: value)
        guard let characters = bound[0], !characters.isNone else {
            return like(value, text.trimmingPythonSpace())
        }
        let set = try bound.text(0, default: "")
        return like(value, text.trimming(set, atStart: true, atEnd: true))
    }

    @Sendable private static func replace(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["old", "new", "count"],
            of: "replace",
            in: interpreter
        )
        let old = try interpreter.text(of: try bound.required(0))
        let new = try interpreter.text(of: try bound.required(1))
        let count = try bound.integerOrNone(2, default: -1)
        let text = try interpreter.text(of: value)
        return like(value, try interpreter.replacing(old, with: new, in: text, atMost: count))
    }

    @Sendable private static func indent(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["width", "first", "blank"],
            of: "indent",
            in: interpreter
        )
        var indentation = bound[0]?.text ?? ""
        if bound[0]?.text == nil {
            let width = max(0, try bound.integer(0, default: 4))
            try interpreter.checkSize(width)
            indentation = String(repeating: " ", count: width)
        }
        let indentsFirst = try bound.flag(1, default: false)
        let indentsBlank = try bound.flag(2, default: false)
        let text = try interpreter.text(of: value) + "\n"
        let mostLines = text.mostPythonLines
        try interpreter.spend(newElements: mostLines)
        let (added, overflows) = mostLines.multipliedReportingOverflow(by: indentation.utf8.count)
        try interpreter.spend(
            newBytes: overflows ? .max : text.utf8.count.addingWithoutOverflow(added))
        var lines = text.pythonLines()
        for position in lines.indices
        where position == 0 ? indentsFirst : indentsBlank || !lines[position].isEmpty {
            lines[position] = indentation + lines[position]
        }
        return like(value, lines.joined(separator: "\n"))
    }

    @Sendable private static func truncate(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["length", "killwords", "end", "leeway"],
            of: "truncate",
            in: interpreter
        )
        let length = try bound.integer(0, default: 255)
        let cutsWords = try bound.flag(1, default: false)
        let end = try bound.text(2, default: "...")
        let leeway = try bound.integerOrNone(3, default: 5)
        let room = length.addingWithoutOverflow(-end.codePointCount)
        guard room >= 0, leeway >= 0 else {
            throw interpreter.fault("'truncate' needs a length of at least \(end.codePointCount)")
        }
        let text = try interpreter.text(of: value)
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > length.addingWithoutOverflow(leeway) else { return like(value, text) }
        let cut = String(scalars[..<room])
        if cutsWords { return like(value, cut + end) }
        return like(value, cut.pythonSplit(" ", atMost: 1, fromEnd: true)[0] + end)
    }

    @Sendable private static func wordwrap(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["width", "break_long_words", "wrapstring", "break_on_hyphens"],
            of: "wordwrap",
            in: interpreter
        )
        let wrapper = TextWrapper(
            width: try bound.integer(0, default: 79),
            breaksLongWords: try bound.flag(1, default: true),
            breaksOnHyphens: try bound.flag(3, default: true)
        )
        guard wrapper.width > 0 else { throw interpreter.fault("'wordwrap' needs a width above 0") }
        let separator = bound[2]?.text ?? "\n"
        let text = try interpreter.text(of: value)
        // A line may be as short as one character.
        try interpreter.spend(elements: text.utf8.count)
        let lines = text.pythonLines().flatMap { line in
            let parts = wrapper.wrap(line)
            // A blank line stays one.
            return parts.isEmpty ? [""] : parts
        }
        let (added, overflows) = lines.count.multipliedReportingOverflow(by: separator.utf8.count)
        try interpreter.checkSize(overflows ? .max : text.utf8.count.addingWithoutOverflow(added))
        return like(value, lines.joined(separator: separator))
    }

    @Sendable private static func center(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["width"], of: "center", in: interpreter)
        let width = try bound.integer(0, default: 80)
        return like(
            value,
            try interpreter.padded(try interpreter.text(of: value), to: width, .center)
        )
    }

    @Sendable private static func format(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        guard arguments.positional.isEmpty || arguments.named.isEmpty else {
            throw interpreter.fault("'format' takes values by position or by name, not both")
        }
        let pairs = arguments.named.map { (TemplateValue.string($0.name), $0.value) }
        if !pairs.isEmpty {
            return try interpreter.formatPercent(
                try interpreter.text(of: value),
                .dictionary(try interpreter.mapping(pairs))
            )
        }
        return try interpreter.formatPercent(
            try interpreter.text(of: value),
            .tuple(arguments.positional)
        )
    }

    @Sendable private static func escape(
        _ value: TemplateValue,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        if case .markup = value { return value }
        return .markup(HTML.escape(try interpreter.text(of: value)))
    }

    @Sendable private static func urlencode(
        _ value: TemplateValue,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        var pairs: [TemplateValue] = []
        switch value {
        case .dictionary(let mapping): pairs = try interpreter.pairs(of: mapping)
        case .list, .tuple: pairs = try interpreter.elements(of: value)
        default: return .string(HTML.urlQuote(try interpreter.text(of: value)))
        }
        var parts: [String] = []
        for pair in pairs {
            let items = try interpreter.elements(of: pair)
            guard items.count == 2 else { throw interpreter.fault("'urlencode' needs pairs") }
            parts.append(
                HTML.urlQuote(try interpreter.text(of: items[0]), isField: true) + "="
                    + HTML.urlQuote(try interpreter.text(of: items[1]), isField: true)
            )
        }
        return .string(parts.joined(separator: "&"))
    }

    @Sendable private static func urlize(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"],
            of: "urlize",
            in: interpreter
        )
        func given(_ index: Int) throws(TemplateError) -> String {
            if let value = bound[index], value.isNone { return "" }
            return try bound.text(index, default: "")
        }
        var links = Links()
        if let limit = bound[0], !limit.isNone { links.limit = try bound.integer(0, default: 0) }
        var relations: Set<String> = ["noopener"]
        if try bound.flag(1, default: false) { relations.insert("nofollow") }
        relations.formUnion(try given(3).words())
        let relation = relations.sorted { $0.precedes($1) }.joined(separator: " ")
        links.attributes = " rel=\"\(HTML.escape(relation))\""
        let target = try given(2)
        if !target.isEmpty { links.attributes += " target=\"\(HTML.escape(target))\"" }
        if let schemes = bound[4], !schemes.isNone {
            links.schemes = try interpreter.elements(of: schemes).compactMap(\.text)
            for scheme in links.schemes where !scheme.isScheme {
                throw interpreter.fault("'\(scheme)' is no scheme of addresses, such as 'tel:'")
            }
        }
        // Every word is looked at once for each scheme.
        let text = try escaped(value, interpreter)
        try interpreter.spend(bytes: text.utf8.count * (8 + links.schemes.count))
        let result = links.link(text)
        try interpreter.checkSize(result.utf8.count)
        return interpreter.autoescapes ? .markup(result) : .string(result)
    }

    private static func escaped(
        _ value: TemplateValue,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> String {
        if case .markup(let text) = value { return text }
        return HTML.escape(try interpreter.text(of: value))
    }

    @Sendable private static func xmlattr(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(arguments, ["autospace"], of: "xmlattr", in: interpreter)
        guard case .dictionary(let mapping) = value else {
            throw interpreter.fault("'xmlattr' needs a dictionary, not '\(value.typeName)'")
        }
        var attributes: [String] = []
        for (key, value) in zip(mapping.keys, mapping.values)
        where !value.isNone && !value.isUndefined {
            let name = key.printed
            guard !name.utf8.contains(where: { " \t\n\r\u{B}\u{C}/>=".utf8.contains($0) }) else {
                throw interpreter.fault("'\(name)' is no name of an attribute")
            }
            let text = try escaped(value, interpreter)
            attributes.append("\(HTML.escape(name))=\"\(text)\"")
        }
        let joined = attributes.joined(separator: " ")
        let spaced = try bound.flag(0, default: true) && !joined.isEmpty
        let result = (spaced ? " " : "") + joined
        return interpreter.autoescapes ? .markup(result) : .string(result)
    }

    @Sendable private static func tojson(
        _ value: TemplateValue,
        _ arguments: CallArguments,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        let bound = try BoundArguments(
            arguments,
            ["ensure_ascii", "indent", "separators", "sort_keys"],
            of: "tojson",
            in: interpreter
        )
        var writer = JSONDump(
            isASCII: try bound.flag(0, default: false),
            sortsKeys: try bound.flag(3, default: false)
        )
        if let indent = bound[1], !indent.isNone {
            let width = indent.text == nil ? max(0, try bound.integer(1, default: 0)) : 0
            guard width <= 1000 else { throw interpreter.fault("an indent is at most 1000 wide") }
            writer.indentation = indent.text ?? String(repeating: " ", count: width)
            writer.itemSeparator = ","
        }
        if let separators = bound[2], !separators.isNone {
            let texts = try interpreter.elements(of: separators).compactMap(\.text)
            guard texts.count == 2 else { throw interpreter.fault("'separators' are two texts") }
            (writer.itemSeparator, writer.keySeparator) = (texts[0], texts[1])
        }
        try interpreter.spend(bytes: value.weight)
        writer.limitInBytes = Interpreter.sizeLimit
        do throws(FunctionFault) {
            return .string(try writer.dump(value))
        } catch {
            throw interpreter.fault("\(error)")
        }
    }
}

extension Interpreter {
    /// Replaces `old` at most `count` times (all if negative); checks the size beforehand.
    func replacing(
        _ old: String,
        with new: String,
        in text: String,
        atMost count: Int
    ) throws(TemplateError) -> String {
        let limit = count < 0 ? Int.max : count
        // More than there are steps left need not be counted.
        let found =
            old.isEmpty
            ? min(limit, text.codePointCount + 1)
            : text.count(of: old, atMost: min(limit, stepsLeft.addingWithoutOverflow(1)))
        let (added, overflows) = found.multipliedReportingOverflow(by: new.utf8.count)
        let kept = text.utf8.count - found * old.utf8.count
        // Each place is looked for and copied by itself.
        try spend(found)
        try spend(newBytes: overflows ? .max : kept.addingWithoutOverflow(added))
        return text.pythonReplacing(old, with: new, atMost: limit)
    }

    enum Alignment { case left, right, center }

    /// Pads `text` to `width` code points, as Python's `ljust`, `rjust` and `center` do.
    func padded(
        _ text: String,
        to width: Int,
        _ alignment: Alignment,
        with fill: Unicode.Scalar = " "
    ) throws(TemplateError) -> String {
        let missing = width.addingWithoutOverflow(-text.codePointCount)
        guard missing > 0 else { return text }
        try spend(newBytes: width)
        let before: Int
        switch alignment {
        case .left: before = 0
        case .right: before = missing
        // CPython's rule for the odd space, which depends on the width too.
        case .center: before = missing / 2 + (missing & width & 1)
        }
        return String(repeating: String(fill), count: before) + text
            + String(repeating: String(fill), count: missing - before)
    }
}

extension String {
    /// Whether the text is the beginning of an address: a letter, letters, digits, a colon.
    fileprivate var isScheme: Bool {
        guard let colon = firstIndex(of: ":"), let first, first.isASCII, first.isLetter else {
            return false
        }
        let isName = self[..<colon].allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0))
        }
        return isName && ["", "//", "/"].contains(String(self[index(after: colon)...]))
    }
}

import PythonStrings

extension Methods {
    static let strings: [String: Method] = [
        "upper": maps("upper") { $0.uppercased() },
        "lower": maps("lower") { $0.pythonLowercased },
        "casefold": maps("casefold") { $0.pythonCasefolded },
        "capitalize": maps("capitalize") { $0.pythonCapitalized },
        "title": maps("title") { $0.titlecased },
        "swapcase": maps("swapcase", swappingCase),
        "strip": strip("strip", atStart: true, atEnd: true),
        "lstrip": strip("lstrip", atStart: true, atEnd: false),
        "rstrip": strip("rstrip", atStart: false, atEnd: true),
        "split": split("split", fromEnd: false),
        "rsplit": split("rsplit", fromEnd: true),
        "splitlines": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["keepends"],
                of: "splitlines",
                in: interpreter
            )
            try interpreter.spend(newElements: text(value).mostPythonLines)
            return .strings(
                text(value).pythonLines(keepingEnds: try bound.flag(0, default: false))
            )
        },
        "partition": partition("partition", fromEnd: false),
        "rpartition": partition("rpartition", fromEnd: true),
        "startswith": affix("startswith") { $0.utf8.starts(with: $1.utf8) },
        "endswith": affix("endswith") { $0.utf8.reversed().starts(with: $1.utf8.reversed()) },
        "isprintable": { value, _, _ in .bool(text(value).unicodeScalars.allSatisfy(\.isPrintable))
        },
        "isidentifier": { value, _, _ in .bool(text(value).isIdentifier) },
        "removeprefix": removing("removeprefix") { text, part in
            text.utf8.starts(with: part.utf8) ? text.bytes(part.utf8.count..<text.utf8.count) : text
        },
        "removesuffix": removing("removesuffix") { text, part in
            text.utf8.reversed().starts(with: part.utf8.reversed())
                ? text.bytes(0..<(text.utf8.count - part.utf8.count)) : text
        },
        "replace": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["old", "new", "count"],
                of: "replace",
                in: interpreter
            )
            _ = (try bound.required(0), try bound.required(1))
            return .string(
                try interpreter.replacing(
                    try bound.text(0, default: ""),
                    with: try bound.text(1, default: ""),
                    in: text(value),
                    atMost: try bound.integer(2, default: -1)
                )
            )
        },
        "join": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["values"], of: "join", in: interpreter)
            return try join(
                try interpreter.elements(of: try bound.required(0)),
                with: value.tracedText ?? TracedText(),
                interpreter
            )
        },
        "find": find("find", last: false, isRequired: false),
        "rfind": find("rfind", last: true, isRequired: false),
        "index": find("index", last: false, isRequired: true),
        "rindex": find("rindex", last: true, isRequired: true),
        "count": { value, arguments, interpreter throws(TemplateError) in
            let names = ["sub", "start", "end"]
            let bound = try BoundArguments(arguments, names, of: "count", in: interpreter)
            _ = try bound.required(0)
            let part = try bound.text(0, default: "")
            guard let text = try window(text(value), bound)?.text else { return .integer(0) }
            return .integer(
                part.isEmpty ? text.codePointCount + 1 : text.count(of: part)
            )
        },
        "center": pad("center", .center),
        "ljust": pad("ljust", .left),
        "rjust": pad("rjust", .right),
        "zfill": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["width"], of: "zfill", in: interpreter)
            _ = try bound.required(0)
            let width = try bound.integer(0, default: 0)
            let text = text(value)
            guard let sign = text.first, sign == "-" || sign == "+" else {
                return .string(try interpreter.padded(text, to: width, .right, with: "0"))
            }
            let digits = String(text.dropFirst())
            return .string(
                String(sign)
                    + (try interpreter.padded(digits, to: max(width, 1) - 1, .right, with: "0"))
            )
        },
        "expandtabs": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["tabsize"],
                of: "expandtabs",
                in: interpreter
            )
            let width = max(0, try bound.integer(0, default: 8))
            let text = text(value)
            let tabs = text.utf8.count { $0 == UInt8(ascii: "\t") }
            let (added, overflows) = tabs.multipliedReportingOverflow(by: width)
            try interpreter.spend(
                newBytes: overflows ? .max : text.utf8.count.addingWithoutOverflow(added))
            return .string(expandingTabs(text, to: width))
        },
        "format": { value, arguments, interpreter throws(TemplateError) in
            .string(try interpreter.formatBraces(text(value), arguments))
        },
        "format_map": { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["mapping"],
                of: "format_map",
                in: interpreter
            )
            guard case .dictionary(let mapping) = try bound.required(0) else {
                throw interpreter.fault("'format_map' needs a dictionary")
            }
            try interpreter.spend(elements: mapping.count)
            let named = zip(mapping.keys, mapping.values).map { (name: $0.printed, value: $1) }
            return .string(
                try interpreter.formatBraces(text(value), CallArguments(named: named))
            )
        },
        "isalpha": asks { $0.properties.generalCategory.isLetter },
        "isdigit": asks { $0.isPythonDigit },
        "isdecimal": asks { $0.properties.numericType == .decimal },
        "isnumeric": asks { $0.properties.numericType != nil },
        "isalnum": asks {
            $0.properties.generalCategory.isLetter || $0.properties.numericType != nil
        },
        "isspace": asks { $0.isPythonSpace },
        "isascii": { value, _, _ in .bool(text(value).utf8.allSatisfy { $0 < 0x80 }) },
        "islower": { value, _, _ in
            .bool(
                text(value).isCased { $0.isUppercase || $0.generalCategory == .titlecaseLetter }
            )
        },
        "isupper": { value, _, _ in
            .bool(
                text(value).isCased { $0.isLowercase || $0.generalCategory == .titlecaseLetter }
            )
        },
        "istitle": { value, _, _ in
            .bool(text(value).isCased { _ in false } && text(value).titlecased == text(value))
        },
    ]

    private static func text(_ value: TemplateValue) -> String { value.text ?? "" }

    private static func maps(
        _ name: String,
        _ body: @escaping @Sendable (String) -> String
    ) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            guard arguments.isEmpty else {
                throw interpreter.fault("'\(name)' takes no arguments")
            }
            let result = body(text(value))
            if case .markup = value { return .markup(result) }
            return .string(result)
        }
    }

    private static func asks(
        _ body: @escaping @Sendable (Unicode.Scalar) -> Bool
    ) -> Method {
        { value, _, _ in
            .bool(!text(value).isEmpty && text(value).unicodeScalars.allSatisfy(body))
        }
    }

    @Sendable private static func swappingCase(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let properties = scalar.properties
            result +=
                properties.isUppercase ? properties.lowercaseMapping : properties.uppercaseMapping
        }
        return result
    }

    private static func expandingTabs(_ text: String, to tabWidth: Int) -> String {
        var result = ""
        var column = 0
        for scalar in text.unicodeScalars {
            if scalar == "\t" {
                let width = tabWidth > 0 ? tabWidth - column % tabWidth : 0
                result += String(repeating: " ", count: width)
                column += width
            } else {
                result.unicodeScalars.append(scalar)
                column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
            }
        }
        return result
    }

    private static func strip(_ name: String, atStart: Bool, atEnd: Bool) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["chars"], of: name, in: interpreter)
            var text = text(value)
            if let set = bound[0], !set.isNone {
                text = text.trimming(
                    try bound.text(0, default: ""),
                    atStart: atStart,
                    atEnd: atEnd
                )
            } else {
                if atStart { text = text.trimmingPythonSpaceAtStart() }
                if atEnd { text = text.trimmingPythonSpaceAtEnd() }
            }
            return .string(text)
        }
    }

    private static func split(_ name: String, fromEnd: Bool) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["sep", "maxsplit"],
                of: name,
                in: interpreter
            )
            let count = try bound.integer(1, default: -1)
            let limit = count < 0 ? Int.max : count
            guard let separator = bound[0], !separator.isNone else {
                try interpreter.spend(newElements: min(limit, text(value).wordCount))
                return .strings(text(value).words(atMost: limit, fromEnd: fromEnd))
            }
            let text = try bound.text(0, default: "")
            guard !text.isEmpty else { throw interpreter.fault("'\(name)' needs a separator") }
            try interpreter.spend(newElements: self.text(value).count(of: text, atMost: limit))
            return .strings(self.text(value).pythonSplit(text, atMost: limit, fromEnd: fromEnd))
        }
    }

    private static func partition(_ name: String, fromEnd: Bool) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["sep"], of: name, in: interpreter)
            _ = try bound.required(0)
            let separator = try bound.text(0, default: "")
            guard !separator.isEmpty else { throw interpreter.fault("'\(name)' needs a separator") }
            let parts = text(value).pythonSplit(separator, atMost: 1, fromEnd: fromEnd)
            if parts.count == 2 {
                return .tuple([.string(parts[0]), .string(separator), .string(parts[1])])
            }
            let whole = TemplateValue.string(text(value))
            return .tuple(
                fromEnd ? [.string(""), .string(""), whole] : [whole, .string(""), .string("")]
            )
        }
    }

    /// The part of a text that the arguments `start` and `end` (the second and third) choose, with
    /// the number of code points before it; nil if it would begin after the text's end.
    private static func window(
        _ text: String,
        _ bound: BoundArguments
    ) throws(TemplateError) -> (text: String, start: Int)? {
        if bound[1] == nil, bound[2] == nil { return (text, 0) }
        let scalars = Array(text.unicodeScalars)
        func position(_ index: Int) -> Int {
            min(
                max(index < 0 ? index.addingWithoutOverflow(scalars.count) : index, 0),
                scalars.count)
        }
        let first = try bound.integerOrNone(1, default: 0)
        let start = position(first)
        let end = position(try bound.integerOrNone(2, default: scalars.count))
        guard first <= scalars.count, start <= end else { return nil }
        return (String(scalars[start..<end]), start)
    }

    /// Makes `startswith` or `endswith`, which take one text or a tuple of texts.
    private static func affix(
        _ name: String,
        _ matches: @escaping @Sendable (String, String) -> Bool
    ) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let names = ["part", "start", "end"]
            let bound = try BoundArguments(arguments, names, of: name, in: interpreter)
            let part = try bound.required(0)
            guard let text = try window(text(value), bound)?.text else { return .bool(false) }
            if case .tuple(let items) = part {
                try interpreter.spend(bytes: part.weight)
                return .bool(
                    items.values.contains { $0.text.map { matches(text, $0) } ?? false }
                )
            }
            return .bool(matches(text, try bound.text(0, default: "")))
        }
    }

    private static func removing(
        _ name: String,
        _ body: @escaping @Sendable (String, String) -> String
    ) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(arguments, ["part"], of: name, in: interpreter)
            _ = try bound.required(0)
            return .string(body(text(value), try bound.text(0, default: "")))
        }
    }

    private static func join(
        _ values: [TemplateValue],
        with separator: TracedText,
        _ interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        var texts: [TracedText] = []
        var size = 0
        for value in values {
            guard let text = value.tracedText else {
                throw interpreter.fault("'join' joins strings, not '\(value.typeName)'")
            }
            texts.append(text)
            size += text.count + separator.count
        }
        try interpreter.spend(newBytes: size)
        var result = TracedText()
        for (position, text) in texts.enumerated() {
            if position > 0 { result.append(separator) }
            result.append(text)
        }
        result.isMarkup = false
        return result.value
    }

    /// Makes `find`, `index` or their variants from the end; positions count code points.
    private static func find(_ name: String, last: Bool, isRequired: Bool) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["sub", "start", "end"],
                of: name,
                in: interpreter
            )
            _ = try bound.required(0)
            let part = try bound.text(0, default: "")
            if let (window, start) = try window(text(value), bound) {
                let offset = last ? window.lastByteOffset(of: part) : window.byteOffset(of: part)
                if let offset { return .integer(start + window.bytes(0..<offset).codePointCount) }
            }
            guard !isRequired else { throw interpreter.fault("'\(name)': the part is not there") }
            return .integer(-1)
        }
    }

    private static func pad(_ name: String, _ alignment: Interpreter.Alignment) -> Method {
        { value, arguments, interpreter throws(TemplateError) in
            let bound = try BoundArguments(
                arguments,
                ["width", "fillchar"],
                of: name,
                in: interpreter
            )
            _ = try bound.required(0)
            let fill = Array(try bound.text(1, default: " ").unicodeScalars)
            guard fill.count == 1 else {
                throw interpreter.fault("'\(name)' fills with one character")
            }
            return .string(
                try interpreter.padded(
                    text(value),
                    to: try bound.integer(0, default: 0),
                    alignment,
                    with: fill[0]
                )
            )
        }
    }
}

extension String {
    /// Returns the byte offset of the last `needle`.
    fileprivate func lastByteOffset(of needle: String) -> Int? {
        needle.isEmpty ? utf8.count : lastOffsets(of: needle, atMost: 1).first
    }
}

extension String {
    /// Whether Python takes the text as a name.
    fileprivate var isIdentifier: Bool {
        guard let first = unicodeScalars.first else { return false }
        return (first == "_" || first.properties.isXIDStart)
            && unicodeScalars.dropFirst().allSatisfy(\.properties.isXIDContinue)
    }
}

extension Unicode.Scalar {
    fileprivate var isPythonDigit: Bool {
        properties.numericType == .decimal || properties.numericType == .digit
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isLetter: Bool {
        switch self {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }
}

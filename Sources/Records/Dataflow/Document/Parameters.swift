import Formatting
import JSON

/// A document's parameters: names with default values, and the values given in their place.
///
/// `"${style}"` as a whole string stands for the value with its type; inside a longer string it
/// stands for the value's text. `$${style}` is the text `${style}`. Everything else with a dollar
/// sign is text, and so is all of a document that declares no parameters.
struct Parameters {
    /// The key of a document that declares them, and of a `pipeline` stage that gives values.
    static let key = "parameters"

    /// The values by name: the given ones, else the defaults.
    private(set) var values: JSONObject = [:]
    private(set) var problems: [Problem] = []
    private let source: DocumentSource

    /// Reads the parameters that a document declares; nil if it declares none.
    init?(of source: DocumentSource) {
        guard let declared = source.value[Self.key] else { return nil }
        self.source = source
        guard let object = declared.object else {
            report(
                "document.type", at: "", "\"parameters\" must be an object, found \(declared.kind)",
                help: "write \"parameters\": {\"style\": \"formal\"}")
            return
        }
        for (name, value) in object.pairs {
            if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_\-]*/) == nil {
                report(
                    "document.parameterName", at: "/\(name)",
                    "'\(name)' cannot be the name of a parameter",
                    help: "use letters, digits, '_' and '-', a letter or '_' first")
            } else if value.isNull {
                report(
                    "document.parameterValue", at: "/\(name)", "the parameter '\(name)' is null",
                    help: "give it a default value")
            }
            values[name] = value
        }
    }

    /// Returns the declared names.
    var names: [String] { values.keys }

    /// Replaces a parameter's value.
    ///
    /// - Parameter problem: Makes a problem of a code, a message and a help.
    mutating func set(
        _ name: String, to value: (JSON) -> JSON, problem: (String, String, String?) -> Problem
    ) {
        guard let standard = values[name] else {
            problems.append(
                problem(
                    "document.unknownParameter", "no parameter named '\(name)'",
                    suggestion(for: name, among: names)))
            return
        }
        let value = value(standard)
        guard Self.fits(value, standard) else {
            problems.append(
                problem(
                    "document.parameterValue",
                    "the parameter '\(name)' is \(standard.kind), found \(value.text)",
                    "its default is \(standard.text)"))
            return
        }
        values[name] = value
    }

    /// Whether a value may take the place of a default: a number only of a number, a truth value
    /// only of a truth value.
    private static func fits(_ value: JSON, _ standard: JSON) -> Bool {
        if value.isNull { return false }
        return standard.double == nil && standard.bool == nil || value.kind == standard.kind
    }

    // MARK: Substitution

    /// Returns the document with values in place of parameters and without their declaration;
    /// unknown ones are added to ``problems``.
    mutating func substituted() -> JSON {
        guard var document = source.value.object else { return source.value }
        document[Self.key] = nil
        return substitute(.object(document), at: "")
    }

    private mutating func substitute(_ value: JSON, at pointer: String) -> JSON {
        switch value {
        case .string(let text): return substitute(text, at: pointer)
        case .array(let elements):
            var result: [JSON] = []
            for (index, element) in elements.enumerated() {
                result.append(substitute(element, at: "\(pointer)/\(index)"))
            }
            return .array(result)
        case .object(let object):
            var result = JSONObject()
            for (key, member) in object.pairs {
                result[key] = substitute(member, at: "\(pointer)/\(key)")
            }
            return .object(result)
        default: return value
        }
    }

    private mutating func substitute(_ text: String, at pointer: String) -> JSON {
        guard text.contains("${") else { return .string(text) }
        var result = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: /(\$?)\$\{([A-Za-z_][A-Za-z0-9_\-]*)\}/) {
            result += rest[..<match.range.lowerBound]
            let name = String(match.output.2)
            if !match.output.1.isEmpty {
                result += match.output.0.dropFirst()
            } else if let value = values[name] {
                if match.output.0.utf8.count == text.utf8.count { return value }
                result += insertion(value, named: name, at: pointer)
            } else {
                reportUnknown(name, at: pointer)
            }
            rest = rest[match.range.upperBound...]
        }
        return .string(result + rest)
    }

    /// Returns the text of a value inside a longer text.
    private mutating func insertion(
        _ value: JSON, named name: String, at pointer: String
    ) -> String {
        switch value {
        case .string(let text): return text
        case .array, .object:
            problems.append(
                Problem(
                    code: "document.parameterValue", file: source.path,
                    line: source.line(of: pointer),
                    message: "the parameter '\(name)' is \(value.kind) and stands inside a text",
                    help: "let \"${\(name)}\" be the whole value"))
            return ""
        default: return value.text
        }
    }

    private mutating func reportUnknown(_ name: String, at pointer: String) {
        let near = nearestName(to: name, in: names)
        problems.append(
            Problem(
                code: "document.unknownParameter", file: source.path,
                line: source.line(of: pointer),
                message: "no parameter named '\(name)'",
                details: names.isEmpty
                    ? [] : ["Parameters: " + names.joined(separator: ", ") + "."],
                help: near.map { "did you mean '${\($0)}'?" }
                    ?? "declare it under \"parameters\", or write $${\(name)} for the text itself"))
    }

    private mutating func report(
        _ code: String, at pointer: String, _ message: String, help: String
    ) {
        problems.append(
            Problem(
                code: code, file: source.path, line: source.line(of: "/\(Self.key)\(pointer)"),
                message: message, help: help))
    }
}

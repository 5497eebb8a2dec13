import JSON

/// A value for a parameter or for a path of a document, from the command line: `--set style=casual`,
/// `--set stages.answers.samples=8`.
public struct GivenValue: Sendable, Equatable {
    /// A parameter's name, or the keys that lead to a value, joined by dots.
    public let path: String
    /// The value as it was written.
    public let text: String

    /// Splits an argument at its first `=`; nil if there is none, or nothing before it.
    public init?(_ argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
            return nil
        }
        path = String(argument[..<sign])
        text = String(argument[argument.index(after: sign)...])
    }

    /// The JSON that the text is, else the text itself.
    var value: JSON { (try? JSON(parsing: text)) ?? .string(text) }

    /// The value for a parameter with this default: where that is a text, `8` and `true` are texts
    /// too.
    func value(like standard: JSON) -> JSON {
        guard standard.string != nil else { return value }
        switch value {
        case .null, .bool, .integer, .double, .number: return .string(text)
        case .string, .array, .object: return value
        }
    }

    /// Returns a problem with the argument, at the line of the value at `pointer` or around it.
    func problem(
        _ code: String, in source: DocumentSource, at pointer: String, _ message: String,
        details: [String] = [], help: String? = nil
    ) -> Problem {
        Problem(
            code: code, file: source.path, line: source.line(of: pointer),
            message: "--set \(path): \(message)", details: details, help: help)
    }
}

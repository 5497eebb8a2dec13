/// Why a template could not be read or rendered, and where.
public enum TemplateError: Error, Equatable, Sendable {
    /// The source is not a template.
    case syntax(template: String, line: Int, problem: String)
    /// Something was used that the context does not have.
    case undefined(template: String, line: Int, problem: String)
    /// An operation had no meaning for its operands: adding text to a number, dividing by zero.
    case evaluation(template: String, line: Int, problem: String)
    /// The template works or nests or prints more than any honest one would.
    case limit(template: String, line: Int, problem: String)
    /// The template itself called `raise_exception`; the message is the template's, verbatim.
    case raised(message: String)
}

extension TemplateError: CustomStringConvertible {
    /// The template, the line and the problem in one line; of `raise_exception` its message alone.
    public var description: String {
        switch self {
        case .syntax(let template, let line, let problem),
            .undefined(let template, let line, let problem),
            .evaluation(let template, let line, let problem),
            .limit(let template, let line, let problem):
            "\(template):\(line): \(problem)"
        case .raised(let message): message
        }
    }
}

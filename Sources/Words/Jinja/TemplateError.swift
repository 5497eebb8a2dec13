/// An error in reading or rendering a template, with the line.
public enum TemplateError: Error, Equatable, Sendable {
    /// The source cannot be parsed.
    case syntax(template: String, line: Int, problem: String)
    /// An undefined name, attribute or element was used.
    case undefined(template: String, line: Int, problem: String)
    /// An operation had no meaning for its operands: adding text to a number, dividing by zero.
    case evaluation(template: String, line: Int, problem: String)
    /// The rendering exceeds a bound on steps, recursion, value size or output.
    case limit(template: String, line: Int, problem: String)
    /// The template called `raise_exception` with this message.
    case raised(message: String)
}

extension TemplateError: CustomStringConvertible {
    /// `template:line: problem`; for `raise_exception` the message alone.
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

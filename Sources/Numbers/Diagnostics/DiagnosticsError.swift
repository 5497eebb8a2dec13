/// Why a model cannot be compared with its reference numbers.
public enum DiagnosticsError: Error, Equatable, Sendable {
    /// The reference numbers beside a model are malformed.
    case badReference(path: String, problem: String)
}

extension DiagnosticsError: CustomStringConvertible {
    /// Where, what was found, what to do next.
    public var description: String {
        switch self {
        case .badReference(let path, let problem):
            """
            \(path): the reference numbers cannot be used: \(problem)
              help: make them again for this model, or move them elsewhere to compare without them
            """
        }
    }
}

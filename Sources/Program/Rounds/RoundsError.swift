/// An error of rounds.
public enum RoundsError: Error, Equatable, Sendable {
    /// The state of a folder cannot be read.
    case unreadableState(path: String, problem: String)
    /// The state cannot be written.
    case cannotWrite(path: String, problem: String)
}

extension RoundsError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .unreadableState(let path, let problem):
            "\(path): the state of the rounds cannot be read: \(problem)\n"
                + "  help: bring it back from a copy, or remove it: what is done is then looked at anew"
        case .cannotWrite(let path, let problem):
            "\(path): the state of the rounds cannot be written: \(problem)"
        }
    }
}

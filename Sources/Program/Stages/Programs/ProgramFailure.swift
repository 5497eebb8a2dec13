/// How a program failed at a record.
public struct ProgramFailure: Equatable, Sendable {
    /// What happened.
    public enum Kind: Equatable, Sendable {
        /// It ended; how is not known yet.
        case died
        /// It ended: by an exit status or a signal.
        case ended(String)
        /// It said nothing for longer than it may.
        case silent
        /// It wrote a line longer than the limit, in bytes.
        case tooLong(Int)
        /// It said by itself that it could not go on.
        case saidError(String)
    }

    /// What happened the last time.
    public let kind: Kind
    /// How often it was asked.
    public let attempts: Int
    /// The end of what it wrote to its standard error.
    public let complaint: String
    /// Whether it has answered anything at all in this run.
    public let hasAnswered: Bool

    /// The phrase by which a rejection is counted.
    var reason: String {
        switch kind {
        case .died, .ended: "program ended"
        case .silent: "program did not answer in time"
        case .tooLong: "program's answer too long"
        case .saidError: "program reported an error"
        }
    }

    /// What happened, in words.
    var sentence: String {
        switch kind {
        case .died: "ended without an answer"
        case .ended(let status): "ended (\(status)) without an answer"
        case .silent: "did not answer in time, and was ended"
        case .tooLong(let limit): "wrote a line of more than \(limit) bytes, and was ended"
        case .saidError(let problem): "answered with an error: \(problem)"
        }
    }
}

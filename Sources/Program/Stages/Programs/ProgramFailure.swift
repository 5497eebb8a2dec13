/// Failure of a program at a record.
public struct ProgramFailure: Equatable, Sendable {
    /// The kind of failure.
    public enum Kind: Equatable, Sendable {
        /// The program ended; its status is not known yet.
        case died
        /// The program ended, with an exit status or by a signal.
        case ended(String)
        /// The program gave no answer for longer than allowed.
        case silent
        /// The program wrote a line longer than the limit, in bytes.
        case tooLong(Int)
        /// The program replied with an error.
        case saidError(String)
    }

    /// The kind of the last failure.
    public let kind: Kind
    /// Number of times that the record was asked about.
    public let attempts: Int
    /// The end of the program's standard error.
    public let complaint: String
    /// Whether the record is to blame: the program has answered about others, or has not failed at
    /// many yet.
    public let isOfRecord: Bool

    /// The phrase by which a rejection is counted.
    var reason: String {
        switch kind {
        case .died, .ended: "program ended"
        case .silent: "program did not answer in time"
        case .tooLong: "program's answer too long"
        case .saidError: "program reported an error"
        }
    }

    /// The failure as a phrase for messages.
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

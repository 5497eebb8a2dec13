/// The result of a program that ran in a sandbox; none of its processes is left.
public struct SandboxResult: Sendable, Equatable {
    /// How the program ended.
    public let ending: SandboxEnding
    /// Its standard output, up to the limit.
    public let output: [UInt8]
    /// Its standard error, up to the limit.
    public let errors: [UInt8]
    /// Wall-clock time, including the start of the sandbox.
    public let wallTime: Duration
    /// CPU time of all its processes at the last look; a fiftieth of a second may be missing.
    public let processorTime: Duration
}

/// How a program in a sandbox ended.
public enum SandboxEnding: Sendable, Equatable {
    /// It exited with this status.
    case exited(Int32)
    /// A signal ended it that the sandbox did not send.
    case signalled(Int32)
    /// The sandbox stopped it because it exceeded a limit.
    case stopped(by: SandboxLimit)
}

/// A limit that a program exceeded.
public enum SandboxLimit: String, Sendable, Equatable, CaseIterable {
    case wallTime, processorTime, memory, processes, scratchFiles, output

    /// The limit in the words of a message.
    public var sentence: String {
        switch self {
        case .wallTime: "time limit"
        case .processorTime: "processor time limit"
        case .memory: "memory limit"
        case .processes: "too many processes"
        case .scratchFiles: "too many files"
        case .output: "too much output"
        }
    }
}

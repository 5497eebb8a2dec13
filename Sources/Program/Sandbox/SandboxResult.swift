/// What came of a program that was run in a sandbox. Nothing that it started runs any more.
public struct SandboxResult: Sendable, Equatable {
    /// How it ended.
    public let ending: SandboxEnding
    /// What it wrote to its standard output, up to the limit.
    public let output: [UInt8]
    /// What it wrote to its standard error, up to the limit.
    public let errors: [UInt8]
    /// How long it ran on the clock, the sandbox's own start included.
    public let wallTime: Duration
    /// The CPU time of all its processes, as it was last looked at: a fiftieth of a second may be missing.
    public let processorTime: Duration
}

/// How a program in a sandbox ended.
public enum SandboxEnding: Sendable, Equatable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal that was not the sandbox's.
    case signalled(Int32)
    /// By the sandbox, because it went past a limit.
    case stopped(by: SandboxLimit)
}

/// A limit that a program went past.
public enum SandboxLimit: String, Sendable, Equatable, CaseIterable {
    case wallTime, processorTime, memory, processes, scratchFiles, output

    /// What it did, in words.
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

/// A program that nobody trusts, as it is to be run inside a sandbox.
public struct SandboxedProgram: Sendable {
    /// The program's path inside, which is where it is outside, and its arguments.
    public var arguments: [String]
    /// Files for it to read, in ``folder``, by their names.
    public var files: [String: [UInt8]]
    /// What it reads from its standard input.
    public var input: [UInt8]
    /// All of its environment but for `PATH`, `HOME`, `TMPDIR` and `LANG`.
    public var environment: [String: String]
    /// Folders of this machine that it sees besides `/usr`, to read.
    public var shownFolders: [String]
    /// What it may use.
    public var limits: SandboxLimits

    /// Where its ``files`` are.
    public static let folder = "/program"
    /// Where it starts: the one folder in which it can write.
    public static let scratch = "/tmp"

    /// A program and what it is given; nothing but its arguments by default.
    public init(
        _ arguments: [String], files: [String: [UInt8]] = [:], input: [UInt8] = [],
        environment: [String: String] = [:], shownFolders: [String] = [],
        limits: SandboxLimits = SandboxLimits()
    ) {
        self.arguments = arguments
        self.files = files
        self.input = input
        self.environment = environment
        self.shownFolders = shownFolders
        self.limits = limits
    }
}

/// What a program in a sandbox may use.
public struct SandboxLimits: Sendable, Equatable {
    /// Time on the clock.
    public var wallTime: Duration = .seconds(30)
    /// CPU time of each of its processes, in whole seconds.
    public var processorSeconds = 10
    /// Memory: of each process as addresses, of all together as pages in use.
    public var memoryInBytes = 512 << 20
    /// Processes and threads at a time.
    public var processes = 24
    /// What it may have written into its scratch folder at a time, and the size of a file.
    public var scratchInBytes = 32 << 20
    /// Files and folders in the scratch folder.
    public var scratchFiles = 4_096
    /// Open files of each process.
    public var openFiles = 128
    /// What it may say on standard output and standard error together.
    public var outputInBytes = 1 << 20

    /// Limits that are generous to a small test and harmless to a small machine.
    public init() {}
}

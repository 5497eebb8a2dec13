/// An untrusted program and what it is given inside a sandbox.
public struct SandboxedProgram: Sendable {
    /// The program's path, the same inside and outside, and its arguments.
    public var arguments: [String]
    /// Read-only files in ``folder``, by name.
    public var files: [String: [UInt8]]
    /// Bytes of its standard input.
    public var input: [UInt8]
    /// Environment variables besides `PATH`, `HOME`, `TMPDIR` and `LANG`.
    public var environment: [String: String]
    /// Folders of this machine that are mounted read-only besides `/usr`.
    public var shownFolders: [String]
    /// Resource limits of the program.
    public var limits: SandboxLimits

    /// Folder of the ``files``.
    public static let folder = "/program"
    /// Working directory, the one folder in which the program can write.
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

/// Resource limits of a program in a sandbox.
public struct SandboxLimits: Sendable, Equatable {
    /// Wall-clock time.
    public var wallTime: Duration = .seconds(30)
    /// CPU time of each of its processes, in whole seconds.
    public var processorSeconds = 10
    /// Memory: address space of each process, and resident memory of all together.
    public var memoryInBytes = 512 << 20
    /// Processes and threads at a time.
    public var processes = 24
    /// Size of the scratch folder, and of any file in it.
    public var scratchInBytes = 32 << 20
    /// Files and folders in the scratch folder.
    public var scratchFiles = 4_096
    /// Open files of each process.
    public var openFiles = 128
    /// Bytes of standard output and standard error together.
    public var outputInBytes = 1 << 20

    /// Limits that are generous to a small test and harmless to a small machine.
    public init() {}
}

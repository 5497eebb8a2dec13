import Foundation

/// An outside program to start, and its surroundings. No shell is involved.
public struct ProgramStart: Sendable {
    /// Path of the program.
    public var file: String
    /// The program's name (`argv[0]`) and its arguments.
    public var arguments: [String]
    /// The environment, as `NAME=value`.
    public var environment: [String]
    /// Working directory.
    public var folder: String
    /// Descriptors that the program inherits besides its standard streams, with the same numbers.
    public var keptFiles: [Int32] = []
    /// Resource limits of the program.
    public var limits: [ResourceLimit] = []
    /// User and group id to run as; nil keeps those of this process.
    public var user: UInt32?

    /// A program with its arguments; the environment is this process's unless another is given.
    public init(
        file: String, arguments: [String], environment: [String]? = nil, folder: String
    ) {
        self.file = file
        self.arguments = arguments
        self.environment =
            environment
            ?? ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        self.folder = folder
    }
}

/// A limit of a process's use of a resource, in the system's unit (bytes, seconds, files).
public struct ResourceLimit: Sendable, Equatable {
    /// A resource that can be limited.
    public enum Resource: Sendable, Equatable {
        case addressSpace, processorSeconds, fileSize, openFiles, coreSize, lockedMemory
        case messageQueues
    }

    /// The limited resource.
    public let resource: Resource
    /// Soft limit: beyond it the process gets a signal or an error.
    public let soft: UInt64
    /// Hard limit: beyond it the process is killed, and it cannot raise the limit.
    public let hard: UInt64

    /// A limit; `hard` is the same as `soft` if not given.
    public init(_ resource: Resource, _ soft: UInt64, hard: UInt64? = nil) {
        self.resource = resource
        self.soft = soft
        self.hard = hard ?? soft
    }

    /// The resource's `RLIMIT_` constant.
    var code: Int32 {
        switch resource {
        case .addressSpace: Int32(RLIMIT_AS.rawValue)
        case .processorSeconds: Int32(RLIMIT_CPU.rawValue)
        case .fileSize: Int32(RLIMIT_FSIZE.rawValue)
        case .openFiles: Int32(RLIMIT_NOFILE.rawValue)
        case .coreSize: Int32(RLIMIT_CORE.rawValue)
        case .lockedMemory: Int32(__RLIMIT_MEMLOCK.rawValue)
        case .messageQueues: Int32(__RLIMIT_MSGQUEUE.rawValue)
        }
    }
}

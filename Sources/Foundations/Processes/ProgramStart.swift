import Foundation

/// How an outside program is started. No shell is involved.
public struct ProgramStart: Sendable {
    /// The program's file.
    public var file: String
    /// Its name and its arguments.
    public var arguments: [String]
    /// Its environment, as `NAME=value`.
    public var environment: [String]
    /// Where it runs.
    public var folder: String
    /// Files that it gets beside its standard streams, under the numbers that they have here.
    public var keptFiles: [Int32] = []
    /// What it may use.
    public var limits: [ResourceLimit] = []
    /// The user and group that it becomes; those of this process, if nil.
    public var user: UInt32?

    /// A program to be started with the environment of this process, unless another is given.
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

/// How much of a resource a process may use, in the system's unit (bytes, seconds, files).
public struct ResourceLimit: Sendable, Equatable {
    /// What may be limited of a process.
    public enum Resource: Sendable, Equatable {
        case addressSpace, processorSeconds, fileSize, openFiles, coreSize, lockedMemory
        case messageQueues
    }

    /// What is limited.
    public let resource: Resource
    /// Beyond this it is told, by a signal or an error.
    public let soft: UInt64
    /// Beyond this it is killed, and more it cannot ask for.
    public let hard: UInt64

    /// A limit; `hard` is the same as `soft` if not given.
    public init(_ resource: Resource, _ soft: UInt64, hard: UInt64? = nil) {
        self.resource = resource
        self.soft = soft
        self.hard = hard ?? soft
    }

    /// The system's number of the resource.
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

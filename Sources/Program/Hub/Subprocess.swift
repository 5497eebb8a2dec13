import Concurrency
import Foundation

/// A program found through `PATH`, run to its end on the calling thread.
struct Subprocess {
    private let arguments: [String]
    private let environment: [String: String]
    private let log: URL

    /// The program `arguments[0]`; what it complains about goes to `log`.
    init(_ arguments: [String], environment: [String: String], log: URL) {
        self.arguments = arguments
        self.environment = environment
        self.log = log
    }

    /// Runs the program, its output going to the log too.
    ///
    /// - Parameter onTick: Called about ten times a second until it ends.
    /// - Returns: The exit status; 127 if there is no such program.
    /// - Throws: `CancellationError` once the program has been stopped.
    func run(cancellation: Cancellation, onTick: () -> Void = {}) throws -> Int32 {
        let log = try emptyLog()
        defer { close(log) }
        let child = try ChildProcess(
            arguments, environment: environment, output: log, errors: log)
        while true {
            if let status = child.poll() { return status }
            try cancellation.check()
            onTick()
            usleep(100_000)
        }
    }

    /// Runs the program, handing over its output as it comes.
    ///
    /// - Returns: The exit status; 127 if there is no such program.
    /// - Throws: What `output` threw, or `CancellationError`; the program has been stopped then.
    func run(
        cancellation: Cancellation, output: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int32 {
        let log = try emptyLog()
        defer { close(log) }
        var ends: [Int32] = [-1, -1]
        // A pipe could be inherited by a program that another thread starts just now.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw HubError.lastDiskError(self.log, "read")
        }
        defer { close(ends[0]) }
        let started = Result {
            try ChildProcess(arguments, environment: environment, output: ends[1], errors: log)
        }
        // While this end is open here the output has no end.
        close(ends[1])
        let child = try started.get()
        try forEachChunk(of: ends[0], at: self.log) { bytes in
            try cancellation.check()
            try output(bytes)
        }
        return child.wait()
    }

    /// The line of the log that says what went wrong: the last that starts like an error, or the last.
    var complaint: String {
        let bytes = (try? Data(contentsOf: log)) ?? Data()
        let lines = String(decoding: bytes.suffix(4096), as: UTF8.self).split(separator: "\n")
        let line = lines.last { $0.hasPrefix("ERROR:") } ?? lines.last ?? "no message"
        return line.trimmingCharacters(in: .whitespaces)
    }

    private func emptyLog() throws -> Int32 {
        let descriptor = open(log.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw HubError.lastDiskError(log, "make") }
        return descriptor
    }
}

import CProcess
import Foundation

/// A program that runs in a session of its own, with pipes to its standard streams.
///
/// Used by one thread, which must live until ``kill()``: the program is killed when the thread that
/// started it ends.
public final class RunningProgram {
    private var process = cprocess()
    private var ending: Ending?

    /// How a program ended.
    public struct Ending: Sendable, Equatable {
        /// The exit status; nil if a signal ended it.
        public let exitStatus: Int32?
        /// The signal that ended it; nil if it ended by itself.
        public let signal: Int32?
    }

    /// The error if a program could not be started.
    public struct StartFailure: Error, Sendable, CustomStringConvertible {
        /// The system's message.
        public let description: String
    }

    /// The process id.
    public var id: Int32 { process.id }
    /// Write end of the program's standard input; -1 once closed.
    public var input: Int32 { process.input }
    /// Read end of the program's standard output.
    public var output: Int32 { process.output }
    /// Read end of the program's standard error; -1 once closed.
    public var errors: Int32 { process.error }

    /// Starts a program.
    public init(_ start: ProgramStart) throws(StartFailure) {
        let problem = start.withFacts { cprocess_start(&process, $0) }
        guard problem == 0 else {
            // Makes `kill` do nothing: with process id 0 it would kill this process's own group.
            ending = Ending(exitStatus: nil, signal: nil)
            throw StartFailure(description: String(cString: strerror(problem)))
        }
    }

    deinit { kill() }

    /// Whether the program has ended.
    public var hasEnded: Bool { cprocess_has_ended(process.id) }

    /// Reads the bytes that have arrived, at most 64 KiB; nil if none have, empty at the end.
    public func read(_ stream: Int32) -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, length in
            count = Foundation.read(stream, buffer.baseAddress, buffer.count)
            length = max(0, count)
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : bytes
    }

    /// Writes as much as the pipe takes now and returns the number of bytes; nil if the program has
    /// closed its input.
    public func write(_ bytes: some Collection<UInt8>) -> Int? {
        let count =
            bytes.withContiguousStorageIfAvailable {
                Foundation.write(input, $0.baseAddress, $0.count)
            } ?? Foundation.write(input, Array(bytes), bytes.count)
        return count < 0 && errno == EPIPE ? nil : max(0, count)
    }

    /// Closes the program's standard input.
    public func closeInput() {
        guard process.input >= 0 else { return }
        close(process.input)
        process.input = -1
    }

    /// Closes the program's standard error, after its end.
    public func closeErrors() {
        guard process.error >= 0 else { return }
        close(process.error)
        process.error = -1
    }

    /// Kills the program and all its descendants, whatever groups and sessions they went to.
    /// - Returns: How the program ended, the same at every call.
    @discardableResult
    public func kill() -> Ending {
        if let ending { return ending }
        let status = cprocess_kill(&process)
        let signal = status & 0x7F
        let ending = Ending(
            exitStatus: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal)
        self.ending = ending
        return ending
    }
}

extension RunningProgram.Ending: CustomStringConvertible {
    /// The status or the signal, in words.
    public var description: String {
        if let exitStatus { return "exit status \(exitStatus)" }
        return signal.map { "signal \($0)" } ?? "ended"
    }
}

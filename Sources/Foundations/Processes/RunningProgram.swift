import CProcess
import Foundation

/// A program that runs in a process group of its own, with pipes to its three streams. For one
/// thread, which must live until ``kill()``.
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

    /// Why a program could not be started.
    public struct StartFailure: Error, Sendable, CustomStringConvertible {
        /// The system's word for it.
        public let description: String
    }

    /// Its number.
    public var id: Int32 { process.id }
    /// What is written here it reads; -1 once closed.
    public var input: Int32 { process.input }
    /// What it writes to its standard output.
    public var output: Int32 { process.output }
    /// What it writes to its standard error; -1 once closed.
    public var errors: Int32 { process.error }

    /// Starts a program.
    public init(_ start: ProgramStart) throws(StartFailure) {
        let problem = start.withFacts { cprocess_start(&process, $0) }
        guard problem == 0 else {
            ending = Ending(exitStatus: nil, signal: nil)
            throw StartFailure(description: String(cString: strerror(problem)))
        }
    }

    deinit { kill() }

    /// Whether it has ended by itself.
    public var hasEnded: Bool { cprocess_has_ended(process.id) }

    /// What can be read now; nil if nothing yet, empty at the end.
    public func read(_ stream: Int32) -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, length in
            count = Foundation.read(stream, buffer.baseAddress, buffer.count)
            length = max(0, count)
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : bytes
    }

    /// Writes what it takes now, and says how much that was; nil if it listens no more.
    public func write(_ bytes: some Collection<UInt8>) -> Int? {
        let count =
            bytes.withContiguousStorageIfAvailable {
                Foundation.write(input, $0.baseAddress, $0.count)
            } ?? Foundation.write(input, Array(bytes), bytes.count)
        return count < 0 && errno == EPIPE ? nil : max(0, count)
    }

    /// Tells it that nothing more will come.
    public func closeInput() {
        guard process.input >= 0 else { return }
        close(process.input)
        process.input = -1
    }

    /// Listens to its standard error no more, after its end.
    public func closeErrors() {
        guard process.error >= 0 else { return }
        close(process.error)
        process.error = -1
    }

    /// Ends it with everything in its group. What it started elsewhere is not reached.
    /// - Returns: How it ended.
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

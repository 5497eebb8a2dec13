import CProcess
import Foundation

/// A program that runs in a process group of its own, with pipes to its three streams. For one
/// thread, which must live until ``kill()``.
final class RunningProgram {
    private var process = cprocess()
    private var isAlive = true

    /// What is written here it reads; -1 once closed.
    var input: Int32 { process.input }
    /// What it writes to its standard output.
    var output: Int32 { process.output }
    /// What it writes to its standard error; -1 once closed.
    var errors: Int32 { process.error }

    /// Starts the program.
    /// - Throws: ``StageError/programNotStarted(program:problem:)``.
    init(_ command: ProgramCommand) throws(StageError) {
        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        let problem = withCStrings(command.arguments) { arguments in
            withCStrings(environment) { environment in
                cprocess_start(
                    &process, command.file.path, arguments, environment, command.folder.path)
            }
        }
        guard problem == 0 else {
            isAlive = false
            throw .programNotStarted(
                program: command.name, problem: String(cString: strerror(problem)))
        }
    }

    deinit { kill() }

    /// Whether it has ended by itself.
    var hasEnded: Bool { cprocess_has_ended(process.id) }

    /// What can be read now; nil if nothing yet, empty at the end.
    func read(_ stream: Int32) -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, length in
            count = Foundation.read(stream, buffer.baseAddress, buffer.count)
            length = max(0, count)
        }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? nil : bytes
    }

    /// Writes what it takes now, and says how much that was; nil if it listens no more.
    func write(_ bytes: [UInt8]) -> Int? {
        let count = bytes.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        return count < 0 && errno == EPIPE ? nil : max(0, count)
    }

    /// Tells it that nothing more will come.
    func closeInput() {
        guard process.input >= 0 else { return }
        close(process.input)
        process.input = -1
    }

    /// Listens to its standard error no more, after its end.
    func closeErrors() {
        guard process.error >= 0 else { return }
        close(process.error)
        process.error = -1
    }

    /// Ends it with everything that it started.
    /// - Returns: How it ended.
    @discardableResult
    func kill() -> String {
        guard isAlive else { return "ended" }
        isAlive = false
        let status = cprocess_kill(&process)
        let signal = status & 0x7F
        return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal \(signal)"
    }
}

/// Calls `body` with an array of C strings that ends with a null pointer.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}

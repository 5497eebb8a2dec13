import Foundation

/// A program that has run to its end.
public struct CompletedProgram: Sendable, Equatable {
    /// The exit status; 128 and the signal's number if a signal ended the program, as in a shell.
    public let status: Int32
    /// The last 64 KiB of what the program wrote to its standard error.
    public let log: String

    /// A program that ended so.
    public init(status: Int32, log: String) {
        self.status = status
        self.log = log
    }

    /// Whether the exit status is zero.
    public var succeeded: Bool { status == 0 }
}

extension ProgramStart {
    /// A program found through the `PATH` of its environment. One that does not exist ends with status
    /// 127.
    public init(
        named arguments: [String], environment: [String: String]? = nil, folder: String = "/"
    ) {
        self.init(
            file: "/usr/bin/env", arguments: ["env"] + arguments,
            environment: environment.map { $0.map { "\($0.key)=\($0.value)" } }, folder: folder)
    }

    /// Runs the program to its end on the calling thread, with empty input.
    ///
    /// The end is the program's own: children that it leaves behind are killed with it.
    ///
    /// - Parameters:
    ///   - output: Called with what the program writes to its standard output, in pieces.
    ///   - onTick: Called after every wait, at least ten times a second.
    /// - Throws: ``RunningProgram/StartFailure``, or what `output` or `onTick` threw; the program has
    ///   been killed then.
    public func run(
        output: ([UInt8]) throws -> Void = { _ in }, onTick: () throws -> Void = {}
    ) throws -> CompletedProgram {
        let program = try RunningProgram(self)
        defer { program.kill() }
        program.closeInput()
        var log: [UInt8] = []
        var outputIsOpen = true
        var errorsAreOpen = true
        while outputIsOpen || errorsAreOpen {
            // Asked before the pipes are read: what they hold after the end is then all there is.
            let hasEnded = program.hasEnded
            var isQuiet = true
            if outputIsOpen, let bytes = program.read(program.output) {
                isQuiet = false
                outputIsOpen = !bytes.isEmpty
                try output(bytes)
            }
            if errorsAreOpen, let bytes = program.read(program.errors) {
                isQuiet = false
                errorsAreOpen = !bytes.isEmpty
                log = (log + bytes).suffix(1 << 16)
            }
            if isQuiet {
                if hasEnded { break }
                program.waitForOutput(.milliseconds(50))
            }
            try onTick()
        }
        // A program may close its streams and go on.
        while !program.hasEnded {
            usleep(20_000)
            try onTick()
        }
        let ending = program.kill()
        return CompletedProgram(
            status: ending.exitStatus ?? 128 + (ending.signal ?? 0),
            log: String(decoding: log, as: UTF8.self))
    }
}

extension RunningProgram {
    /// Waits until one of the program's streams can be read, or for a time.
    fileprivate func waitForOutput(_ time: Duration) {
        var polled = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&polled, nfds_t(polled.count), Int32(time / .milliseconds(1)))
        // A stream at its end is always ready; a short sleep keeps the loop from spinning on it.
        if polled.contains(where: { $0.revents & Int16(POLLIN) == 0 && $0.revents != 0 }) {
            usleep(20_000)
        }
    }
}

import Foundation
import JSON
import Processes

/// Supervision of one program in its sandbox, until all its processes have ended.
///
/// Used by one thread.
final class SandboxSupervision {
    private let limits: SandboxLimits
    private let bubblewrap: RunningProgram
    private let command: BubblewrapCommand
    private let begin = ContinuousClock.now
    private var input: ArraySlice<UInt8>
    private var output = Heard()
    private var errors = Heard()
    private var status: [UInt8] = []
    /// The first process inside; when it ends, so do all others.
    private var first: (id: Int32, watch: ProcessWatch)?
    private var exceeded: SandboxLimit?
    private var nextCensus = ContinuousClock.now
    private var processorTime = Duration.zero

    /// The bytes read from a stream so far.
    private struct Heard {
        var bytes: [UInt8] = []
        var isOver = false
    }

    /// Interval between looks at the sandbox's use of resources, and longest wait for output.
    private static let pulse: Duration = .milliseconds(20)
    /// User to run as if this process is root, whose processes the system's limit does not count.
    private static let nobody: UInt32? = getuid() == 0 ? 65_534 : nil

    init(_ program: SandboxedProgram, bubblewrap path: String) throws(SandboxError) {
        limits = program.limits
        input = program.input[...]
        command = try BubblewrapCommand(program, bubblewrap: path)
        var start = ProgramStart(
            file: path, arguments: command.arguments, environment: [], folder: "/")
        start.keptFiles = command.files.handed
        start.limits = limits.resourceLimits
        start.user = Self.nobody
        do throws(RunningProgram.StartFailure) { bubblewrap = try RunningProgram(start) } catch {
            throw .notStarted(problem: error.description)
        }
    }

    /// Runs the program to its end, or to the first limit that it exceeds.
    /// - Throws: ``SandboxError`` if bubblewrap could not start it, `CancellationError` once
    ///   `isCancelled` is true; all processes have ended then.
    func run(until isCancelled: () -> Bool = { false }) throws -> SandboxResult {
        if input.isEmpty { bubblewrap.closeInput() }
        while !bubblewrap.hasEnded, exceeded == nil, !isCancelled() {
            listen()
            lookInside()
        }
        readStatus()
        first?.watch.kill()
        // The first process inside ends only when all others have.
        _ = first?.watch.wait(.seconds(10))
        // Before `kill` closes the pipes: the program's last output is still in them.
        while exceeded == nil, hear(bubblewrap.output, \.output) {}
        while exceeded == nil, hear(bubblewrap.errors, \.errors) {}
        let ending = bubblewrap.kill()
        if isCancelled() { throw CancellationError() }
        return SandboxResult(
            ending: try describe(ending), output: output.bytes, errors: errors.bytes,
            wallTime: .now - begin, processorTime: processorTime)
    }

    // MARK: Listening

    /// Waits for output, room for input, or the end of the program, but no longer than a pulse.
    private func listen() {
        func polled(_ file: Int32, _ events: Int32, unless isOver: Bool = false) -> pollfd {
            pollfd(fd: isOver ? -1 : file, events: Int16(events), revents: 0)
        }
        var files = [
            polled(bubblewrap.output, POLLIN, unless: output.isOver),
            polled(bubblewrap.errors, POLLIN, unless: errors.isOver),
            polled(command.status, POLLIN), polled(bubblewrap.input, POLLOUT),
            polled(first?.watch.handle ?? -1, POLLIN),
        ]
        poll(&files, nfds_t(files.count), Int32(Self.pulse / .milliseconds(1)))
        if files[0].revents != 0 { _ = hear(bubblewrap.output, \.output) }
        if files[1].revents != 0 { _ = hear(bubblewrap.errors, \.errors) }
        if files[2].revents != 0 { readStatus() }
        if files[3].revents != 0 { feed() }
    }

    /// Reads the bytes that have arrived on a stream, up to the output limit.
    /// - Returns: Whether there were any.
    private func hear(
        _ stream: Int32, _ heard: ReferenceWritableKeyPath<SandboxSupervision, Heard>
    ) -> Bool {
        guard !self[keyPath: heard].isOver, let bytes = bubblewrap.read(stream) else {
            return false
        }
        let room = limits.outputInBytes - output.bytes.count - errors.bytes.count
        self[keyPath: heard].isOver = bytes.isEmpty
        self[keyPath: heard].bytes += bytes.prefix(max(0, room))
        if bytes.count > room { exceeded = exceeded ?? .output }
        return !bytes.isEmpty
    }

    private func feed() {
        guard let count = bubblewrap.write(input.prefix(1 << 16)) else {
            return bubblewrap.closeInput()
        }
        input = input.dropFirst(count)
        if input.isEmpty { bubblewrap.closeInput() }
    }

    /// Reads bubblewrap's status, and watches the first process inside once its id is known.
    private func readStatus() {
        while let bytes = bubblewrap.read(command.status), !bytes.isEmpty { status += bytes }
        guard first == nil, let id = said("child-pid").map(Int32.init(clamping:)),
            let watch = ProcessWatch(id)
        else { return }
        first = (id, watch)
    }

    /// Returns the number that bubblewrap's status has under a name.
    private func said(_ name: String) -> Int? {
        for line in status.split(separator: UInt8(ascii: "\n")) {
            if let number = (try? JSON(parsing: Array(line)))?[name]?.integer { return number }
        }
        return nil
    }

    // MARK: Limits

    private func lookInside() {
        let now = ContinuousClock.now
        if now - begin > limits.wallTime { exceeded = exceeded ?? .wallTime }
        guard exceeded == nil, now >= nextCensus, let first else { return }
        nextCensus = now + Self.pulse
        let census = ProcessCensus(of: first.id, limit: limits.processes)
        processorTime = max(processorTime, census.processorTime)
        if census.processes > limits.processes {
            exceeded = .processes
        } else if census.memoryInBytes > limits.memoryInBytes {
            exceeded = .memory
        } else if ProcessCensus.scratchFiles(
            seenBy: first.id, sizeInBytes: limits.scratchInBytes) > limits.scratchFiles
        {
            exceeded = .scratchFiles
        }
    }

    private func describe(_ ending: RunningProgram.Ending) throws(SandboxError) -> SandboxEnding {
        if let exceeded { return .stopped(by: exceeded) }
        guard let code = said("exit-code") else {
            if first != nil, let signal = ending.signal { return .signalled(signal) }
            let complaint = String(decoding: errors.bytes.suffix(2_000), as: UTF8.self)
                .split(separator: "\n").joined(separator: "; ")
            throw .refused(
                program: "bubblewrap", complaint: complaint.isEmpty ? "\(ending)" : complaint)
        }
        // bubblewrap reports a signal as 128 plus its number, as shells do.
        guard (129...192).contains(code) else { return .exited(Int32(code)) }
        let signal = Int32(code - 128)
        let hasUsedUp = processorTime >= .seconds(limits.processorSeconds)
        return signal == SIGXCPU || (signal == SIGKILL && hasUsedUp)
            ? .stopped(by: .processorTime) : .signalled(signal)
    }
}

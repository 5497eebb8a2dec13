import Foundation
import Synchronization

/// Runs programs that nobody trusts, each in a process of bubblewrap.
///
/// What such a program can reach, ``BubblewrapCommand`` says; what it may use, ``SandboxLimits``.
public struct Sandbox: Sendable {
    /// The file of bubblewrap.
    public let bubblewrap: String

    /// Where bubblewrap is looked for besides the folders of `PATH`.
    private static let usualFolders = ["/usr/bin", "/usr/local/bin", "/bin"]
    private static let found = Mutex<Result<Sandbox, SandboxError>?>(nil)

    /// The sandbox of this machine, after a trial; the answer holds for as long as the process runs.
    /// - Throws: ``SandboxError``, which says what is missing and how to get it.
    public static func probe() throws(SandboxError) -> Sandbox {
        try found.withLock { found in
            let result =
                found ?? Result { () throws(SandboxError) in try tryOut(lookingIn: folders) }
            found = result
            return result
        }.get()
    }

    /// Runs a program to its end, in turn: no more at a time than this machine has CPUs.
    /// - Throws: ``SandboxError`` if the sandbox fails, or `CancellationError`; what the program does
    ///   is never an error.
    @concurrent
    public func run(_ program: SandboxedProgram) async throws -> SandboxResult {
        await SandboxTurns.shared.take()
        defer { SandboxTurns.shared.giveBack() }
        let cancellation = Atomic(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The program lives no longer than the thread that started it.
                let thread = Thread {
                    continuation.resume(
                        with: Result {
                            try supervise(program) { cancellation.load(ordering: .relaxed) }
                        })
                }
                thread.name = "synthgen-sandbox"
                thread.start()
            }
        } onCancel: {
            cancellation.store(true, ordering: .relaxed)
        }
    }

    /// The same on the calling thread.
    public func runHere(_ program: SandboxedProgram) throws -> SandboxResult {
        try supervise(program) { false }
    }

    private func supervise(
        _ program: SandboxedProgram, until isCancelled: () -> Bool
    ) throws -> SandboxResult {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        // A program that reads no more is an error of a write here, not a signal.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        return try SandboxSupervision(program, bubblewrap: bubblewrap).run(until: isCancelled)
    }

    // MARK: Finding it

    private static var folders: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + usualFolders
    }

    /// The sandbox that the first bubblewrap in these folders makes, if it holds.
    static func tryOut(lookingIn folders: [String]) throws(SandboxError) -> Sandbox {
        let files = folders.map { "\($0)/bwrap" }
        guard let file = files.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw .noBubblewrap(looked: folders)
        }
        let sandbox = Sandbox(bubblewrap: file)
        try sandbox.checkWalls()
        return sandbox
    }

    /// Runs a small program that tries its limits.
    private func checkWalls() throws(SandboxError) {
        var trial = SandboxedProgram(["/bin/sh", "-c", Self.trial])
        trial.limits.processes = 8
        trial.limits.wallTime = .seconds(20)
        let result: SandboxResult
        do { result = try runHere(trial) } catch let error as SandboxError { throw error } catch {
            throw .notStarted(problem: "\(error)")
        }
        let said = String(decoding: result.output, as: UTF8.self)
        switch result.ending {
        case .exited(0) where said == "held\n": return
        case .exited(126): throw .leaky(problem: "no shell there can limit the number of processes")
        default:
            let complaint = String(decoding: result.errors.suffix(500), as: UTF8.self)
            throw .leaky(problem: "a trial in it failed (\(result.ending)): \(said)\(complaint)")
        }
    }

    /// A pipe and a child must work, and what must not be there is not.
    private static let trial = """
        test "$(echo one | cat)" = one || { echo "it cannot start processes"; exit 1; }
        for path in /proc /root /home /etc/passwd /sys /run /var; do
            test ! -e $path || { echo "$path is to be seen"; exit 1; }
        done
        for path in / /usr /program /dev /usr/bin; do
            test ! -w $path || { echo "$path can be written to"; exit 1; }
        done
        echo x > /tmp/x || { echo "there is no scratch folder"; exit 1; }
        echo held
        """
}

/// Lets so many programs run at a time as there are CPUs; the others wait in line.
private final class SandboxTurns: Sendable {
    static let shared = SandboxTurns(count: max(1, ProcessInfo.processInfo.activeProcessorCount))

    private let state: Mutex<(free: Int, waiting: [CheckedContinuation<Void, Never>])>

    init(count: Int) { state = Mutex((count, [])) }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func giveBack() {
        let next = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil as CheckedContinuation<Void, Never>?
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}

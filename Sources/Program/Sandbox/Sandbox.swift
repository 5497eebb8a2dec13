import Foundation
import Synchronization

/// Runs untrusted programs, each under bubblewrap.
///
/// ``BubblewrapCommand`` says what a program can reach, ``SandboxLimits`` what it may use.
public struct Sandbox: Sendable {
    /// Path of bubblewrap.
    public let bubblewrap: String

    /// Folders that are searched for bubblewrap besides those of `PATH`.
    private static let usualFolders = ["/usr/bin", "/usr/local/bin", "/bin"]
    private static let found = Mutex<Result<Sandbox, SandboxError>?>(nil)

    /// Returns this machine's sandbox after a trial; the result is kept until this process ends.
    /// - Throws: ``SandboxError``, which says what is missing and how to get it.
    public static func probe() throws(SandboxError) -> Sandbox {
        try found.withLock { found in
            let result =
                found ?? Result { () throws(SandboxError) in try tryOut(lookingIn: folders) }
            found = result
            return result
        }.get()
    }

    /// Runs a program to its end; at most as many run at a time as this machine has CPUs.
    /// - Throws: ``SandboxError`` if the sandbox fails, or `CancellationError`; what the program
    ///   does is never an error.
    @concurrent
    public func run(_ program: SandboxedProgram) async throws -> SandboxResult {
        await SandboxTurns.shared.take()
        defer { SandboxTurns.shared.giveBack() }
        let cancellation = Atomic(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // A thread of its own: the program is killed when the thread that started it ends.
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

    /// Runs a program to its end on the calling thread, without waiting for a turn.
    public func runHere(_ program: SandboxedProgram) throws -> SandboxResult {
        try supervise(program) { false }
    }

    private func supervise(
        _ program: SandboxedProgram, until isCancelled: () -> Bool
    ) throws -> SandboxResult {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        // Writing to a program that has closed its input is then an error, not a signal.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        return try SandboxSupervision(program, bubblewrap: bubblewrap).run(until: isCancelled)
    }

    // MARK: Finding it

    private static var folders: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map(String.init) + usualFolders
    }

    /// Returns the sandbox of the first bubblewrap in these folders, if it passes the trial.
    static func tryOut(lookingIn folders: [String]) throws(SandboxError) -> Sandbox {
        let files = folders.map { "\($0)/bwrap" }
        guard let file = files.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw .noBubblewrap(looked: folders)
        }
        let sandbox = Sandbox(bubblewrap: file)
        try sandbox.checkWalls()
        return sandbox
    }

    /// Runs a small program that checks the isolation.
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

    /// Checks that hidden paths are hidden, others read-only, and that pipes and children work.
    ///
    /// What needs no child comes first: where nothing is isolated, the processes of others count
    /// against the limit, and whether one can be started would be chance.
    private static let trial = """
        for path in /proc /root /home /etc/passwd /sys /run /var; do
            test ! -e $path || { echo "$path is to be seen"; exit 1; }
        done
        for path in / /usr /program /dev /usr/bin; do
            test ! -w $path || { echo "$path can be written to"; exit 1; }
        done
        echo x > /tmp/x || { echo "there is no scratch folder"; exit 1; }
        test "$(echo one | cat)" = one || { echo "it cannot start processes"; exit 1; }
        echo held
        """
}

/// A semaphore: as many programs run at a time as there are CPUs, the others wait in order.
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
            // Outside the lock, since a continuation must not be resumed inside.
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

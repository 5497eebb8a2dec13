import Foundation
import JSON
import Synchronization

/// Limits on the programs that a stage runs.
struct ProgramLimits: Sendable {
    /// Programs running at once.
    var workers = 1
    /// Most open questions to one program.
    var inFlight = 1
    /// Longest time without a reply while a question is open.
    var silence: Duration = .seconds(60)
    /// Times that a record is asked about again after a failure.
    var retries = 2
    /// Longest line that a program may write.
    var replyInBytes = 16 << 20
}

/// Several running copies of one program, started at the first record.
///
/// One thread owns all of them: it alone starts, writes to, reads from and ends them.
final class ProgramPool: Sendable {
    private struct State {
        var arrivals: [ProgramJob] = []
        var isRunning = false
        var isClosing = false
        var failure: StageError?
        var ended: [CheckedContinuation<Void, Never>] = []
    }

    private let command: ProgramCommand
    private let limits: ProgramLimits
    private let state = Mutex(State())
    /// Wakes the thread.
    private let bell: Bell

    init(_ command: ProgramCommand, limits: ProgramLimits) {
        self.command = command
        self.limits = limits
        bell = Bell()
    }

    /// Returns the program's reply about a record.
    /// - Throws: ``StageError`` if the program cannot be started, breaks the protocol, or fails at
    ///   this record more often than allowed.
    func ask(_ record: JSONObject, id: String) async throws -> ProgramReply {
        let job = ProgramJob(id: id, record: record, reply: PendingReply())
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                job.reply.wait(continuation)
                post(job)
            }
        } onCancel: {
            job.reply.settle(.failure(CancellationError()))
        }
    }

    /// Ends the programs and returns when they have ended; those still running after a moment are
    /// killed with their child processes.
    func close() async {
        await withCheckedContinuation { continuation in
            let isRunning = state.withLock { state in
                guard state.isRunning else { return false }
                state.isClosing = true
                state.ended.append(continuation)
                return true
            }
            if isRunning { bell.ring() } else { continuation.resume() }
        }
    }

    private func post(_ job: ProgramJob) {
        let failure: StageError? = state.withLock { state in
            if let failure = state.failure { return failure }
            state.arrivals.append(job)
            if !state.isRunning {
                state.isRunning = true
                startThread()
            }
            return nil
        }
        if let failure { job.reply.settle(.failure(failure)) } else { bell.ring() }
    }

    private func startThread() {
        let thread = Thread { [self] in
            var signals = sigset_t()
            sigemptyset(&signals)
            sigaddset(&signals, SIGPIPE)
            // Writing to a program that reads no more must fail with EPIPE, not raise a signal.
            pthread_sigmask(SIG_BLOCK, &signals, nil)
            var talk = ProgramTalk(command, limits: limits, bell: bell)
            talk.run(taking: takeArrivals, failing: fail)
            let last = state.withLock { state in
                defer { state = State() }
                return state
            }
            for job in last.arrivals { job.reply.settle(.failure(CancellationError())) }
            for waiter in last.ended { waiter.resume() }
        }
        thread.name = "synthgen-program"
        thread.start()
    }

    private func takeArrivals() -> (jobs: [ProgramJob], isClosing: Bool) {
        state.withLock { state in
            defer { state.arrivals = [] }
            return (state.arrivals, state.isClosing)
        }
    }

    /// Fails all waiting and all later questions.
    private func fail(_ error: StageError) {
        let jobs = state.withLock { state in
            state.failure = error
            defer { state.arrivals = [] }
            return state.arrivals
        }
        for job in jobs { job.reply.settle(.failure(error)) }
    }
}

/// Wakes a thread that polls file descriptors; a pipe that any thread can write to.
final class Bell: Sendable {
    /// Descriptor to poll for reading.
    let handle: Int32
    private let rope: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let isMade = pipe(&ends) == 0
        precondition(isMade, "no pipe can be made: \(String(cString: strerror(errno)))")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (handle, rope) = (ends[0], ends[1])
    }

    deinit {
        close(handle)
        close(rope)
    }

    /// Makes ``handle`` readable; no effect if it is already.
    func ring() {
        var stroke: UInt8 = 0
        _ = write(rope, &stroke, 1)
    }

    /// Reads ``handle`` empty.
    func silence() {
        var strokes = [UInt8](repeating: 0, count: 4096)
        while read(handle, &strokes, strokes.count) == strokes.count {}
    }
}

import Foundation
import JSON
import Synchronization

/// What a stage asks of the programs that it runs.
struct ProgramLimits: Sendable {
    /// Programs at a time.
    var workers = 1
    /// Records that one program is asked about at a time.
    var inFlight = 1
    /// How long one may be silent while it is asked.
    var silence: Duration = .seconds(60)
    /// How often a record is asked about again after a failure.
    var retries = 2
    /// The longest line it may write.
    var replyInBytes = 16 << 20
}

/// Several running copies of one program, started when the first record comes.
///
/// One thread talks with all of them: it alone starts, feeds, hears and ends them.
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

    /// What the program says of a record.
    /// - Throws: ``StageError`` if it cannot be started, talks nonsense, or fails at this record more
    ///   often than it may.
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

    /// Lets the programs end and returns when they have; those that do not are killed, and whatever
    /// they started with them.
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
            // A program that listens no more is an error of a write here, not a signal.
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

    /// From now on nothing can be asked.
    private func fail(_ error: StageError) {
        let jobs = state.withLock { state in
            state.failure = error
            defer { state.arrivals = [] }
            return state.arrivals
        }
        for job in jobs { job.reply.settle(.failure(error)) }
    }
}

/// Something that one thread can wait for together with other files, and other threads can ring.
final class Bell: Sendable {
    /// To be polled for reading.
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

    /// Makes ``handle`` readable. A bell that rings already cannot be rung louder.
    func ring() {
        var stroke: UInt8 = 0
        _ = write(rope, &stroke, 1)
    }

    /// Makes ``handle`` silent again.
    func silence() {
        var strokes = [UInt8](repeating: 0, count: 4096)
        while read(handle, &strokes, strokes.count) == strokes.count {}
    }
}

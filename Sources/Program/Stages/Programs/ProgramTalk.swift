import Foundation
import Processes

/// The thread's side of a ``ProgramPool``: assigns jobs, polls the programs, restarts them.
struct ProgramTalk {
    private struct Worker {
        var program: RunningProgram?
        var dialogue: ProgramDialogue
    }

    private let command: ProgramCommand
    private let limits: ProgramLimits
    private let bell: Bell
    private var workers: [Worker]
    private var queue: [ProgramJob] = []
    /// Whether any of the programs has answered yet.
    private var hasAnswered = false
    /// Records at which the programs failed, also when asked again.
    private var failedRecords = 0

    /// Records at which a program that has never answered may fail before it is to blame.
    private static let patience = 20

    /// Time given to programs to end after their input is closed.
    private static let farewell: Duration = .seconds(2)

    init(_ command: ProgramCommand, limits: ProgramLimits, bell: Bell) {
        self.command = command
        self.limits = limits
        self.bell = bell
        workers = []
        workers = (0..<limits.workers).map { _ in Worker(dialogue: freshDialogue) }
    }

    private var freshDialogue: ProgramDialogue {
        ProgramDialogue(capacity: limits.inFlight, replyLimitInBytes: limits.replyInBytes)
    }

    /// Runs until the pool closes; an error fails every open question and is passed to `fail`.
    mutating func run(
        taking take: () -> (jobs: [ProgramJob], isClosing: Bool), failing fail: (StageError) -> Void
    ) {
        var isClosing = false
        while !isClosing {
            let (jobs, closing) = take()
            queue += jobs
            isClosing = closing
            do throws(StageError) {
                try handOut()
                if !isClosing { try listen() }
            } catch {
                fail(error)
                settleAll(error)
            }
        }
        sayGoodbye()
    }

    // MARK: Asking

    private mutating func handOut() throws(StageError) {
        queue.removeAll { $0.reply.isSettled }
        for index in workers.indices {
            while let position = queue.firstIndex(where: workers[index].dialogue.hasRoom) {
                if workers[index].program == nil {
                    workers[index].dialogue = freshDialogue
                    workers[index].program = try command.start()
                }
                workers[index].dialogue.ask(queue.remove(at: position), at: .now)
            }
        }
    }

    // MARK: Hearing

    /// Waits until something can be read or written, or a program has been silent for too long.
    private mutating func listen() throws(StageError) {
        var polled = [pollfd(fd: bell.handle, events: Int16(POLLIN), revents: 0)]
        var owners: [Int] = []
        for (index, worker) in workers.enumerated() {
            guard let program = worker.program else { continue }
            owners.append(index)
            let wantsToWrite = !worker.dialogue.output.isEmpty
            polled += [
                pollfd(fd: program.output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: program.errors, events: Int16(POLLIN), revents: 0),
                pollfd(
                    fd: wantsToWrite ? program.input : -1, events: Int16(POLLOUT), revents: 0),
            ]
        }
        // Silenced right after `poll`, before the queue is read: a ring in between is not lost.
        poll(&polled, nfds_t(polled.count), waitInMilliseconds)
        bell.silence()
        for (number, index) in owners.enumerated() {
            let ready = polled[(1 + 3 * number)..<(4 + 3 * number)].map { $0.revents != 0 }
            try attend(to: index, output: ready[0], errors: ready[1], input: ready[2])
        }
    }

    private mutating func attend(
        to index: Int, output: Bool, errors: Bool, input: Bool
    ) throws(StageError) {
        guard let program = workers[index].program else { return }
        if errors, let bytes = program.read(program.errors) {
            if bytes.isEmpty { program.closeErrors() }
            workers[index].dialogue.overhear(bytes)
        }
        if input {
            guard let count = program.write(workers[index].dialogue.output) else {
                return lose(index, .died)
            }
            workers[index].dialogue.wrote(count)
        }
        if output, let bytes = program.read(program.output) {
            if bytes.isEmpty { return lose(index, .died) }
            try hear(bytes, from: index)
        }
        let dialogue = workers[index].dialogue
        if workers[index].program != nil, !dialogue.asked.isEmpty,
            .now - dialogue.quietSince >= limits.silence
        {
            lose(index, .silent)
        }
    }

    private mutating func hear(_ bytes: [UInt8], from index: Int) throws(StageError) {
        let replies: [(job: ProgramJob, reply: ProgramReply)]
        do throws(ProgramDialogue.Fault) {
            replies = try workers[index].dialogue.hear(bytes, at: .now)
        } catch {
            switch error {
            case .tooLong(let limit): return lose(index, .tooLong(limit))
            case .nonsense(let line):
                throw .programTalksNonsense(
                    program: command.name, found: line,
                    complaint: workers[index].dialogue.complaint)
            }
        }
        for (job, reply) in replies {
            hasAnswered = true
            if case .error(let problem) = reply {
                retry(job, after: .saidError(problem), complaint: workers[index].dialogue.complaint)
            } else {
                job.reply.settle(.success(reply))
            }
        }
    }

    /// Time until the first program's silence limit; -1, without limit, if no question is open.
    private var waitInMilliseconds: Int32 {
        let deadlines = workers.filter { $0.program != nil && !$0.dialogue.asked.isEmpty }
            .map { $0.dialogue.quietSince + limits.silence }
        guard let first = deadlines.min() else { return -1 }
        let wait = first - .now
        return Int32(clamping: max(0, Int(wait / .milliseconds(1)) + 1))
    }

    // MARK: Failing

    /// Kills a program that failed. With one question open, that record gets the failure; with
    /// several, each is asked again alone.
    private mutating func lose(_ index: Int, _ failure: ProgramFailure.Kind) {
        guard let program = workers[index].program else { return }
        while let more = program.read(program.errors), !more.isEmpty {
            workers[index].dialogue.overhear(more)
        }
        let status = program.kill()
        let dialogue = workers[index].dialogue
        workers[index] = Worker(dialogue: freshDialogue)
        let kind: ProgramFailure.Kind =
            if case .died = failure { .ended(status.description) } else { failure }
        if dialogue.asked.count == 1 {
            return retry(dialogue.asked[0].job, after: kind, complaint: dialogue.complaint)
        }
        queue.insert(
            contentsOf: dialogue.asked.map { asked in
                var job = asked.job
                job.isAlone = true
                return job
            }, at: 0)
    }

    private mutating func retry(
        _ job: ProgramJob, after kind: ProgramFailure.Kind, complaint: String
    ) {
        var job = job
        job.failures += 1
        job.isAlone = true
        guard job.failures > limits.retries else { return queue.insert(job, at: 0) }
        failedRecords += 1
        let failure = ProgramFailure(
            kind: kind, attempts: job.failures, complaint: complaint,
            isOfRecord: hasAnswered || failedRecords < Self.patience)
        job.reply.settle(.failure(StageError.programFailed(program: command.name, failure)))
    }

    private mutating func settleAll(_ error: StageError) {
        for job in queue + workers.flatMap({ $0.dialogue.asked.map(\.job) }) {
            job.reply.settle(.failure(error))
        }
        queue = []
        for index in workers.indices {
            workers[index].program?.kill()
            workers[index] = Worker(dialogue: freshDialogue)
        }
    }

    /// Closes the programs' input, waits ``farewell``, and kills those still running.
    private mutating func sayGoodbye() {
        settleAllUnanswered()
        for worker in workers { worker.program?.closeInput() }
        let end = ContinuousClock.now + Self.farewell
        for worker in workers {
            guard let program = worker.program else { continue }
            while !program.hasEnded, .now < end {
                // Its output is read on, so that it does not block on a full pipe.
                var polled = [
                    pollfd(fd: program.output, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: program.errors, events: Int16(POLLIN), revents: 0),
                ]
                poll(&polled, 2, 10)
                _ = program.read(program.output)
                _ = program.read(program.errors)
            }
            program.kill()
        }
        workers = []
    }

    private func settleAllUnanswered() {
        for job in queue + workers.flatMap({ $0.dialogue.asked.map(\.job) }) {
            job.reply.settle(.failure(CancellationError()))
        }
    }
}

import JSON

/// Protocol state of one running program: open questions and partial replies. A plain value; the
/// caller does the reading and writing.
struct ProgramDialogue {
    /// A fault in a program's output.
    enum Fault: Error, Equatable {
        /// A line that is not a reply, or is about a record that was not asked about.
        case nonsense(String)
        /// A line longer than the limit, in bytes.
        case tooLong(Int)
    }

    /// Questions without an answer yet, in the order of asking.
    private(set) var asked: [(id: String, job: ProgramJob)] = []
    /// Bytes still to be written to the program.
    private(set) var output: [UInt8] = []
    /// Time of the last reply, or of the last question asked while the program was idle.
    private(set) var quietSince: ContinuousClock.Instant = .now
    private let capacity: Int
    private let replyLimitInBytes: Int
    private var line: [UInt8] = []
    private var complaints: [UInt8] = []

    private static let complaintsInBytes = 4096
    private static let shownCharacters = 300

    init(capacity: Int, replyLimitInBytes: Int) {
        self.capacity = capacity
        self.replyLimitInBytes = replyLimitInBytes
    }

    /// Returns whether `job` may be asked about now.
    func hasRoom(for job: ProgramJob) -> Bool {
        if job.isAlone { return asked.isEmpty }
        return asked.count < capacity && !asked.contains { $0.job.isAlone }
    }

    /// Queues a question about `job` in ``output``.
    mutating func ask(_ job: ProgramJob, at now: ContinuousClock.Instant) {
        if asked.isEmpty { quietSince = now }
        // Replies are matched by id alone, so the ids of open questions must differ.
        var id = job.id
        while asked.contains(where: { $0.id == id }) { id += "'" }
        asked.append((id, job))
        let question: JSON = ["id": .string(id), "record": .object(job.record)]
        output += question.encoded() + [UInt8(ascii: "\n")]
    }

    /// Removes `count` written bytes from ``output``.
    mutating func wrote(_ count: Int) { output.removeFirst(count) }

    /// Takes bytes from the program's standard output.
    /// - Returns: The replies completed by them.
    mutating func hear(
        _ bytes: [UInt8], at now: ContinuousClock.Instant
    ) throws(Fault) -> [(job: ProgramJob, reply: ProgramReply)] {
        var replies: [(ProgramJob, ProgramReply)] = []
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            if part.offset > 0, let reply = try endLine() {
                replies.append(reply)
                quietSince = now
            }
            line += part.element
            if line.count > replyLimitInBytes { throw .tooLong(replyLimitInBytes) }
        }
        return replies
    }

    private mutating func endLine() throws(Fault) -> (ProgramJob, ProgramReply)? {
        defer { line = [] }
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        guard let (id, reply) = ProgramReply.parse(line),
            let index = asked.firstIndex(where: { $0.id == id })
        else {
            throw .nonsense(Self.shown(line))
        }
        return (asked.remove(at: index).job, reply)
    }

    /// Takes bytes from the program's standard error, of which the end is kept.
    mutating func overhear(_ bytes: [UInt8]) {
        complaints = (complaints + bytes).suffix(Self.complaintsInBytes)
    }

    /// The end of the program's standard error.
    var complaint: String {
        String(decoding: complaints, as: UTF8.self).trimmingWhitespace()
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(4 * shownCharacters), as: UTF8.self)
        return text.count > shownCharacters ? text.prefix(shownCharacters) + "…" : text
    }
}

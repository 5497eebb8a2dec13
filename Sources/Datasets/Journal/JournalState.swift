/// What waits to be committed, without threads or files.
struct JournalState {
    typealias Waiter = CheckedContinuation<Result<Void, DatasetError>, Never>

    var counters = Journal.Counters()
    var failure: DatasetError?
    var waiters: [Waiter] = []
    /// Values put since the last commit began, and those that it is committing now.
    private var waiting: [[UInt8]: [UInt8]] = [:]
    private var committing: [[UInt8]: [UInt8]] = [:]
    private var waitingBytes = 0
    /// All keys put so far, if nobody else puts any.
    private var keys: KeyFilter?

    init(keys: KeyFilter?) { self.keys = keys }

    /// What is known of a key without looking into the file.
    enum Finding {
        case waiting([UInt8])
        case absent
        case unknown
    }

    mutating func look(for key: [UInt8]) -> Finding {
        if keys?.mayContain(key) == false {
            counters.misses += 1
            return .absent
        }
        guard let value = waiting[key] ?? committing[key] else { return .unknown }
        counters.hits += 1
        return .waiting(value)
    }

    mutating func noteLookUp(found: Bool) {
        if found { counters.hits += 1 } else { counters.misses += 1 }
    }

    /// Adds a value; says whether a commit must be scheduled for it, and how many bytes wait.
    mutating func enqueue(_ key: [UInt8], _ value: [UInt8]) -> (isFirst: Bool, bytes: Int) {
        let isFirst = waiting.isEmpty
        waiting[key] = value
        keys?.insert(key)
        waitingBytes += key.count + value.count
        counters.puts += 1
        return (isFirst, waitingBytes)
    }

    mutating func beginCommit() -> ([[UInt8]: [UInt8]], [Waiter]) {
        committing = waiting
        let waiters = self.waiters
        waiting = [:]
        waitingBytes = 0
        self.waiters = []
        return (committing, waiters)
    }

    mutating func endCommit(_ result: Result<Void, DatasetError>) {
        if !committing.isEmpty { counters.commits += 1 }
        committing = [:]
        if case .failure(let error) = result { failure = failure ?? error }
    }
}

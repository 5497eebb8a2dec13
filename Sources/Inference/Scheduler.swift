/// Decides which tokens of which sequences each step computes: a state machine without threads.
///
/// Sequences that are being decoded come first in a step, then prompts in order of priority and
/// arrival, cut to what is left of the step. A waiting request is admitted when its prompt fits the
/// cache; a running one that needs a block when none is left takes it from the last in order, which
/// is computed again later.
struct Scheduler {
    /// Consecutive tokens of one sequence to compute.
    struct Slice {
        let request: RequestState
        let range: Range<Int>
    }

    private(set) var blocks: BlockManager
    /// In order: the first is the most urgent.
    private(set) var running: [RequestState] = []
    /// In reverse order: the last is the most urgent.
    private var waiting: [RequestState] = []
    /// Times that a running sequence lost its blocks.
    private(set) var preemptions = 0
    /// Prompt tokens found in the cache.
    private(set) var tokensReused = 0

    private let maximumRunning: Int
    private let tokensPerStep: Int

    init(blockCount: Int, maximumRunning: Int, tokensPerStep: Int) {
        blocks = BlockManager(count: blockCount)
        self.maximumRunning = maximumRunning
        self.tokensPerStep = tokensPerStep
    }

    var waitingCount: Int { waiting.count }
    var isEmpty: Bool { running.isEmpty && waiting.isEmpty }
    /// All requests, in no order.
    var requests: [RequestState] { running + waiting }

    /// Puts a request among those that wait.
    mutating func add(_ request: RequestState) {
        let place = waiting.partitioningIndex { $0.goesBefore(request) }
        waiting.insert(request, at: place)
    }

    /// Forgets a finished or cancelled request; its blocks stay known by their content.
    mutating func remove(_ request: RequestState) {
        releaseBlocks(of: request)
        running.removeAll { $0 === request }
        waiting.removeAll { $0 === request }
    }

    /// The next step's work; empty only if there are no requests.
    mutating func plan() -> [Slice] {
        var slices: [Slice] = []
        let before = preemptions
        for isDecoding in [true, false] {
            for request in running where isRunning(request) {
                let isLast = request.tokens.count - request.computed == 1
                guard isLast == isDecoding || isDecoding == false else { continue }
                guard !slices.contains(where: { $0.request === request }) else { continue }
                extend(&slices, with: request)
            }
        }
        if preemptions == before { admit(&slices) }
        return slices
    }

    /// Notes that a step has computed these slices.
    mutating func commit(_ slices: [Slice]) {
        for slice in slices {
            let request = slice.request
            let firstBlock = request.computed / BlockManager.size
            request.computed = slice.range.upperBound
            for index in firstBlock..<max(firstBlock, request.computed / BlockManager.size) {
                blocks.markFilled(request.blocks[index])
                if index == request.contents.count { publish(request, index) }
            }
        }
    }

    private func isRunning(_ request: RequestState) -> Bool {
        running.contains { $0 === request }
    }

    private func used(_ slices: [Slice]) -> Int { slices.reduce(0) { $0 + $1.range.count } }

    /// Adds the request's next tokens, as many as the step, the blocks and other fillers allow.
    private mutating func extend(_ slices: inout [Slice], with request: RequestState) {
        let budget = tokensPerStep - used(slices)
        guard budget > 0 else { return }
        adoptFilledBlocks(request)
        var end = min(request.tokens.count, request.computed + budget)
        guard reserve(end, for: request, &slices) else { return }
        let first = request.computed / BlockManager.size
        for index in first...(end - 1) / BlockManager.size
        where !blocks.claim(request.blocks[index], for: request.id) {
            end = max(request.computed, index * BlockManager.size)
            break
        }
        guard end > request.computed else { return }
        slices.append(Slice(request: request, range: request.computed..<end))
    }

    /// Moves on over shared blocks that have been filled.
    private mutating func adoptFilledBlocks(_ request: RequestState) {
        let size = BlockManager.size
        while request.computed % size == 0, request.computed + size <= request.firstWanted,
            request.computed / size < request.blocks.count,
            blocks.isFilled(request.blocks[request.computed / size])
        {
            request.computed += size
            tokensReused += size
        }
    }

    /// Blocks for the first `count` positions; takes them from the least urgent if need be.
    private mutating func reserve(
        _ count: Int,
        for request: RequestState,
        _ slices: inout [Slice]
    ) -> Bool {
        while request.blocks.count * BlockManager.size < count {
            if let block = blocks.allocate(for: request.id) {
                request.blocks.append(block)
                continue
            }
            guard let victim = running.last else { return false }
            preempt(victim)
            slices.removeAll { $0.request === victim }
            if victim === request { return false }
        }
        return true
    }

    private mutating func preempt(_ request: RequestState) {
        releaseBlocks(of: request)
        running.removeAll { $0 === request }
        request.rows = [:]
        preemptions += 1
        add(request)
    }

    private mutating func releaseBlocks(of request: RequestState) {
        blocks.release(request.blocks, by: request.id)
        request.blocks = []
        request.contents = []
        request.computed = 0
    }

    /// Admits waiting requests in order while their prompts fit, with a block to spare for each one
    /// that runs.
    private mutating func admit(_ slices: inout [Slice]) {
        while running.count < maximumRunning, used(slices) < tokensPerStep,
            let request = waiting.last
        {
            let match = blocks.match(request.tokens, limit: request.firstWanted)
            let needed = request.tokens.count / BlockManager.size + 1 - match.blocks.count
            let spare = running.isEmpty ? 0 : running.count
            guard needed + spare <= blocks.available || running.isEmpty else {
                blocks.release(match.blocks, by: request.id)
                return
            }
            waiting.removeLast()
            (request.blocks, request.contents) = (match.blocks, match.contents)
            let place = running.partitioningIndex { request.goesBefore($0) }
            running.insert(request, at: place)
            guard reserve(request.tokens.count, for: request, &slices) else { return }
            let full = request.tokens.count / BlockManager.size
            for index in request.contents.count..<max(full, request.contents.count) {
                publish(request, index)
            }
            extend(&slices, with: request)
        }
    }

    private mutating func publish(_ request: RequestState, _ index: Int) {
        request.contents.append(
            blocks.publish(
                request.blocks[index],
                parent: request.contents.last ?? 0,
                tokens: request.tokens,
                at: index
            )
        )
    }
}

extension Array {
    /// The first place at which `belongsAfter` holds; it holds from there to the end.
    fileprivate func partitioningIndex(where belongsAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

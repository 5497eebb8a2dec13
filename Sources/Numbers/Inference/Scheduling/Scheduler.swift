/// Decides which tokens of which sequences each step computes: a state machine without threads.
///
/// Sequences that are being decoded come first in a step, then prompts in order of priority and
/// arrival, cut to what is left of the step.
///
/// A waiting request is admitted when its prompt fits the cache. One that begins like a prompt that
/// is being computed waits until the common blocks are there: nothing is computed twice, and its
/// place goes to the next one. Blocks that waiting requests will read are the last to be given
/// away. A running request that needs a block when none is left takes it from the last in order,
/// which is computed again later, as far as its blocks are gone.
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
    private(set) var waiting: [RequestState] = []
    /// The step's work; empty only if there are no requests.
    private(set) var slices: [Slice] = []
    /// How often a running sequence lost its blocks.
    private(set) var preemptions = 0
    /// Prompt tokens found in the cache.
    private(set) var tokensReused = 0

    private let maximumRunning: Int
    private let tokensPerStep: Int
    /// Longest sequence that uses the short RoPE factors (LongRoPE); nil if there is one set.
    private let shortLimit: Int?
    private var step = 0
    /// Tokens that the step still has room for.
    private var room = 0

    /// - Parameter shortLimit: ``RotaryEmbedding/shortLimit`` of the model.
    init(blockCount: Int, maximumRunning: Int, tokensPerStep: Int, shortLimit: Int? = nil) {
        self.shortLimit = shortLimit
        blocks = BlockManager(count: blockCount)
        self.maximumRunning = maximumRunning
        self.tokensPerStep = tokensPerStep
        running.reserveCapacity(maximumRunning)
        slices.reserveCapacity(maximumRunning)
    }

    var isEmpty: Bool { running.isEmpty && waiting.isEmpty }

    /// Whether as many sequences run as may.
    var isFull: Bool { running.count >= maximumRunning }

    /// Adds a request to those that wait.
    mutating func add(_ request: RequestState) {
        waiting.insert(request, at: waiting.partitionIndex { $0.goesBefore(request) })
        blocks.extend(
            &request.path, along: request.tokens, to: request.reusable, from: root(of: request))
        request.awaited = request.reusable
        blocks.addWaiting(1, along: request.path[..<request.awaited])
    }

    /// Forgets a finished or cancelled request; its blocks stay known by their content.
    mutating func remove(_ request: RequestState) {
        request.isGone = true
        if let index = Self.index(of: request, in: running, isReversed: false) {
            running.remove(at: index)
            releaseBlocks(of: request)
        } else if let index = Self.index(of: request, in: waiting, isReversed: true) {
            waiting.remove(at: index)
            stopWaiting(request)
        } else {
            return
        }
        blocks.forget(request.path)
        request.path.removeAll()
    }

    /// Tells the scheduler that a running request has one more token.
    ///
    /// A sequence that has outgrown ``shortLimit`` gives its blocks back and is computed anew,
    /// because the long RoPE factors change all of its keys.
    mutating func grew(_ request: RequestState) {
        guard let shortLimit, request.tokens.count == shortLimit + 1,
            let index = Self.index(of: request, in: running, isReversed: false)
        else { return }
        running.remove(at: index)
        releaseBlocks(of: request)
        blocks.forget(request.path)
        request.path.removeAll(keepingCapacity: true)
        add(request)
    }

    /// Makes the next step's ``slices``.
    mutating func plan() {
        step += 1
        room = tokensPerStep
        slices.removeAll(keepingCapacity: true)
        let before = preemptions
        // Decoding first: a long prompt then delays no reply by more than its share of a step.
        extendRunning { $0.isDecoding }
        extendRunning { _ in true }
        // A step that took blocks from a running request has none for a new one, which would only
        // be preempted in turn.
        if preemptions == before { admit() }
    }

    /// Reserves a block, where one is needed, for the token after the one that is being drawn.
    ///
    /// False if too few blocks are left, or a sequence outgrows ``shortLimit`` by that token.
    mutating func reserveAhead(_ requests: [RequestState]) -> Bool {
        for request in requests {
            let count = request.tokens.count + 1
            guard shortLimit.map({ count != $0 + 1 }) ?? true else { return false }
            guard request.blocks.count * BlockManager.size < count else { continue }
            guard let block = blocks.allocate() else { return false }
            request.blocks.append(block)
        }
        return true
    }

    /// Notes that a step's slices are computed, but for those of requests that were forgotten
    /// meanwhile: their blocks may be somebody else's by now.
    mutating func commit(_ slices: [Slice]) {
        for slice in slices where !slice.request.isGone {
            let request = slice.request
            let first = request.computed / BlockManager.size
            request.computed = slice.range.upperBound
            let full = request.computed / BlockManager.size
            guard first < full else { continue }
            for index in first..<full { blocks.markFilled(request.blocks[index]) }
            publish(request, first..<full)
        }
    }

    /// The root of a request's path. Sequences with short and with long RoPE factors have different
    /// keys for the same tokens, so they never share blocks.
    private func root(of request: RequestState) -> Int32 {
        request.tokens.count > shortLimit ?? .max ? PrefixTree.longRoot : PrefixTree.root
    }

    // MARK: Running requests

    private mutating func extendRunning(where isNext: (RequestState) -> Bool) {
        // An index, not a `for`: `extend` may preempt, which takes requests from the end of the
        // list. None moves up, so no request is passed over.
        var index = 0
        while index < running.count {
            let request = running[index]
            if request.planned != step, isNext(request) { extend(request) }
            index += 1
        }
    }

    /// Adds the request's next tokens, as many as the step and the blocks allow.
    private mutating func extend(_ request: RequestState) {
        guard room > 0 else { return }
        let end = min(request.tokens.count, request.computed + room)
        guard reserve(end, for: request) else { return }
        request.planned = step
        room -= end - request.computed
        slices.append(Slice(request: request, range: request.computed..<end))
    }

    /// Blocks for the first `count` positions; takes them from the least urgent if need be.
    private mutating func reserve(_ count: Int, for request: RequestState) -> Bool {
        while request.blocks.count * BlockManager.size < count {
            if let block = blocks.allocate() {
                request.blocks.append(block)
                continue
            }
            guard let victim = running.last else { return false }
            preempt(victim)
            if victim === request { return false }
        }
        return true
    }

    private mutating func preempt(_ victim: RequestState) {
        // Its slice goes too: the step would write to blocks that another sequence gets.
        if victim.planned == step, let index = slices.firstIndex(where: { $0.request === victim }) {
            room += slices.remove(at: index).range.count
        }
        running.removeLast()
        releaseBlocks(of: victim)
        // Rows come in the order of positions, from the first on: they are computed anew.
        victim.rows.removeAll(keepingCapacity: true)
        victim.rowCount = 0
        preemptions += 1
        add(victim)
    }

    private mutating func releaseBlocks(of request: RequestState) {
        blocks.release(request.blocks)
        request.blocks.removeAll(keepingCapacity: true)
        request.computed = 0
    }

    /// Makes some of the request's blocks known to others.
    private mutating func publish(_ request: RequestState, _ indices: Range<Int>) {
        blocks.extend(
            &request.path, along: request.tokens, to: indices.upperBound, from: root(of: request))
        for index in indices {
            blocks.publish(request.blocks[index], as: request.path[index])
        }
    }

    // MARK: Waiting requests

    /// Admits waiting requests in order while their prompts fit, with a block to spare for each one
    /// that runs.
    private mutating func admit() {
        var index = waiting.count - 1
        // Those that wait for others' blocks are passed over, not so many that it takes long.
        let last = max(0, index - 2 * maximumRunning)
        while running.count < maximumRunning, room > 0, index >= last {
            defer { index -= 1 }
            let request = waiting[index]
            let found = blocks.lookUp(request.path[..<request.reusable])
            if found.isInFlight { continue }
            let needed = request.tokens.count / BlockManager.size + 1 - found.held
            // One that does not fit ends the search: later ones, though smaller, would keep it
            // waiting for ever. Alone it is admitted whatever it needs, or nothing would run.
            guard needed + running.count <= blocks.available || running.isEmpty else { return }
            waiting.remove(at: index)
            start(request, filled: found.filled)
        }
    }

    private mutating func start(_ request: RequestState, filled: Int) {
        blocks.hold(request.path[..<filled], into: &request.blocks)
        stopWaiting(request)
        request.computed = filled * BlockManager.size
        tokensReused += request.computed
        running.insert(request, at: running.partitionIndex { request.goesBefore($0) })
        guard reserve(request.tokens.count, for: request) else { return }
        // Published before they are filled, so that requests that begin alike wait for them instead
        // of computing them too.
        publish(request, filled..<max(filled, request.tokens.count / BlockManager.size))
        extend(request)
    }

    private mutating func stopWaiting(_ request: RequestState) {
        blocks.addWaiting(-1, along: request.path[..<request.awaited])
        request.awaited = 0
    }

    /// Where a request is in a list, if it is there.
    private static func index(
        of request: RequestState,
        in list: [RequestState],
        isReversed: Bool
    ) -> Int? {
        let index = list.partitionIndex {
            isReversed ? !request.goesBefore($0) : !$0.goesBefore(request)
        }
        return index < list.count && list[index] === request ? index : nil
    }
}

extension Array {
    /// The first index at which `belongsAfter` holds; it holds from there to the end.
    fileprivate func partitionIndex(where belongsAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

import Testing

@testable import Inference

@Suite struct SchedulerTests {
    /// A reply that nobody waits for: the scheduler never looks at it.
    private func request(
        _ id: Int,
        priority: Int = 0,
        tokens: [Int32],
        _ body: (RequestState) -> Void
    ) async {
        _ = try? await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Answer, any Error>) in
            let reply = Reply(flag: CancellationFlag(), continuation: continuation)
            let goal = RequestState.Goal.completion(GenerationRequest(prompt: tokens))
            body(
                RequestState(
                    id: id,
                    priority: priority,
                    tokens: tokens,
                    goal: goal,
                    reply: reply
                )
            )
            continuation.resume(returning: .rows([]))
        }
    }

    private func requests(_ prompts: [(priority: Int, tokens: [Int32])]) async -> [RequestState] {
        var made: [RequestState] = []
        for (index, prompt) in prompts.enumerated() {
            await request(index + 1, priority: prompt.priority, tokens: prompt.tokens) {
                made.append($0)
            }
        }
        return made
    }

    /// Plans and computes a step.
    private func step(_ scheduler: inout Scheduler) -> [Scheduler.Slice] {
        scheduler.plan()
        scheduler.commit(scheduler.slices)
        return scheduler.slices
    }

    @Test func `lower priority goes first, first come first served among equals`() async {
        var scheduler = Scheduler(blockCount: 100, maximumRunning: 1, tokensPerStep: 64)
        let all = await requests([(1, [1]), (0, [2]), (1, [3]), (0, [4])])
        for request in all { scheduler.add(request) }
        var order: [Int] = []
        while !scheduler.isEmpty {
            let slices = step(&scheduler)
            order += slices.map(\.request.id)
            for slice in slices { scheduler.remove(slice.request) }
        }
        #expect(order == [2, 4, 1, 3])
    }

    @Test func `a prompt is cut to the step, and those that are decoded come first`() async {
        var scheduler = Scheduler(blockCount: 100, maximumRunning: 4, tokensPerStep: 20)
        let all = await requests([(0, [1]), (0, Array(repeating: 2, count: 50))])
        for request in all { scheduler.add(request) }
        var ranges: [[Range<Int>]] = []
        for _ in 0..<3 {
            let slices = step(&scheduler)
            ranges.append(slices.map(\.range))
            all[0].tokens.append(1)
        }
        #expect(ranges == [[0..<1, 0..<19], [1..<2, 19..<38], [2..<3, 38..<50]])
    }

    @Test func `when no block is left the least urgent starts again later`() async {
        var scheduler = Scheduler(blockCount: 4, maximumRunning: 4, tokensPerStep: 100)
        let all = await requests([
            (0, (0..<16).map { Int32($0) }), (0, (0..<16).map { Int32(100 + $0) }),
        ])
        for request in all { scheduler.add(request) }
        var finished: [Int] = []
        for _ in 0..<200 where !scheduler.isEmpty {
            let slices = step(&scheduler)
            #expect(!slices.isEmpty)
            for slice in slices where slice.range.upperBound == slice.request.tokens.count {
                slice.request.tokens.append(9)
                guard slice.request.tokens.count == 60 else { continue }
                scheduler.remove(slice.request)
                finished.append(slice.request.id)
            }
        }
        #expect(finished == [1, 2])
        #expect(scheduler.preemptions > 0)
        #expect(scheduler.blocks.inUse == 0)
    }

    @Test func `who begins like a running prompt waits for its blocks and lets others go first`()
        async
    {
        var scheduler = Scheduler(blockCount: 100, maximumRunning: 4, tokensPerStep: 40)
        let common = (0..<64).map { Int32($0) }
        let all = await requests([
            (0, common + [70]), (0, common + [71]), (0, common + [72]), (0, [5, 6]),
        ])
        for request in all { scheduler.add(request) }
        var work: [[Int]] = []
        var tokens = 0
        while !scheduler.isEmpty {
            let slices = step(&scheduler)
            work.append(slices.map(\.request.id))
            tokens += slices.reduce(0) { $0 + $1.range.count }
            for slice in slices where slice.range.upperBound == slice.request.tokens.count {
                scheduler.remove(slice.request)
            }
        }
        #expect(work == [[1], [1, 4], [2, 3]])
        #expect(tokens == 64 + 3 + 2)
        #expect(scheduler.tokensReused == 2 * 64)
    }

    @Test func `the next turn of a dialogue finds prompt and reply`() async {
        var scheduler = Scheduler(blockCount: 100, maximumRunning: 4, tokensPerStep: 100)
        let first = await requests([(0, (0..<20).map { Int32($0) })])[0]
        scheduler.add(first)
        for token in 0..<30 {
            _ = step(&scheduler)
            first.tokens.append(Int32(100 + token))
        }
        scheduler.remove(first)
        let second = await requests([(0, first.tokens + [7, 7, 7])])[0]
        scheduler.add(second)
        let slices = step(&scheduler)
        // 49 positions were computed: three full blocks.
        #expect(slices.map(\.range) == [48..<53])
    }

    @Test func `blocks that waiting requests will read outlive those of finished ones`() async {
        // Each prompt takes three blocks of six; the second shares nothing with first and third.
        var scheduler = Scheduler(blockCount: 6, maximumRunning: 1, tokensPerStep: 100)
        let document = (0..<32).map { Int32($0) }
        let other = (0..<40).map { Int32(100 + $0) }
        let all = await requests([
            (0, document + [1, 2]), (0, other), (0, other.reversed()), (0, document + [3, 4]),
        ])
        for request in all { scheduler.add(request) }
        var ranges: [Range<Int>] = []
        while !scheduler.isEmpty {
            let slices = step(&scheduler)
            ranges += slices.map(\.range)
            for slice in slices { scheduler.remove(slice.request) }
        }
        #expect(ranges == [0..<34, 0..<40, 0..<40, 32..<34])
    }

    @Test func `a sequence that lost its blocks goes on from those that are still there`() async {
        var scheduler = Scheduler(blockCount: 5, maximumRunning: 2, tokensPerStep: 100)
        let all = await requests([
            (0, (0..<30).map { Int32($0) }), (0, (0..<30).map { Int32(100 + $0) }),
        ])
        for request in all { scheduler.add(request) }
        var again: [Range<Int>] = []
        for _ in 0..<60 where !scheduler.isEmpty {
            let before = scheduler.preemptions
            let slices = step(&scheduler)
            for slice in slices {
                if before > 0, slice.request.id == 2, again.isEmpty {
                    again.append(slice.range)
                }
                slice.request.tokens.append(9)
                if slice.request.tokens.count == 45 { scheduler.remove(slice.request) }
            }
        }
        #expect(scheduler.preemptions > 0)
        #expect(again == [32..<33])
    }

    @Test(arguments: 0..<30)
    func `every request finishes, whatever comes and goes`(seed: UInt64) async {
        var random = Random(seed: seed)
        var prompts: [(priority: Int, tokens: [Int32])] = []
        for _ in 0..<40 {
            let beginning = Int32(random.below(2))
            var tokens = [Int32](repeating: beginning, count: 16 * random.below(4))
            for _ in 0...random.below(20) { tokens.append(Int32(random.below(3))) }
            prompts.append((random.below(3), tokens))
        }
        let all = await requests(prompts)
        let tokensPerStep = 1 + random.below(60)
        var scheduler = Scheduler(
            blockCount: 8 + random.below(20),
            maximumRunning: 1 + random.below(8),
            tokensPerStep: tokensPerStep
        )
        var arrived = 0
        var finished = 0
        var steps = 0
        while finished < all.count, steps < 20_000 {
            steps += 1
            if arrived < all.count, scheduler.isEmpty || random.below(2) == 0 {
                scheduler.add(all[arrived])
                arrived += 1
            }
            let present = scheduler.running + scheduler.waiting
            if random.below(20) == 0, !present.isEmpty {
                let victim = present[random.below(present.count)]
                scheduler.remove(victim)
                finished += 1
            }
            guard !scheduler.isEmpty else { continue }
            scheduler.plan()
            let slices = scheduler.slices
            #expect(!slices.isEmpty)
            #expect(slices.reduce(0) { $0 + $1.range.count } <= tokensPerStep)
            #expect(Set(slices.map(\.request.id)).count == slices.count)
            for slice in slices {
                #expect(slice.request.blocks.count * BlockManager.size >= slice.range.upperBound)
                #expect(slice.range.lowerBound == slice.request.computed)
            }
            scheduler.commit(scheduler.slices)
            for slice in slices where slice.range.upperBound == slice.request.tokens.count {
                slice.request.tokens.append(Int32(random.below(3)))
                guard slice.request.tokens.count >= 100 else { continue }
                scheduler.remove(slice.request)
                finished += 1
            }
        }
        #expect(finished == all.count)
        #expect(scheduler.blocks.inUse == 0)
    }
}

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

    @Test func `lower priority goes first, first come first served among equals`() async {
        var scheduler = Scheduler(blockCount: 100, maximumRunning: 1, tokensPerStep: 64)
        let all = await requests([(1, [1]), (0, [2]), (1, [3]), (0, [4])])
        for request in all { scheduler.add(request) }
        var order: [Int] = []
        while !scheduler.isEmpty {
            let slices = scheduler.plan()
            scheduler.commit(slices)
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
            let slices = scheduler.plan()
            scheduler.commit(slices)
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
            let slices = scheduler.plan()
            #expect(!slices.isEmpty)
            scheduler.commit(slices)
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
        var scheduler = Scheduler(
            blockCount: 8 + random.below(20),
            maximumRunning: 1 + random.below(8),
            tokensPerStep: 1 + random.below(60)
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
            if random.below(20) == 0, let victim = scheduler.requests.first {
                scheduler.remove(victim)
                finished += 1
            }
            guard !scheduler.isEmpty else { continue }
            let slices = scheduler.plan()
            #expect(!slices.isEmpty)
            for slice in slices {
                #expect(slice.request.blocks.count * BlockManager.size >= slice.range.upperBound)
                #expect(slice.range.lowerBound == slice.request.computed)
            }
            scheduler.commit(slices)
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

import Models
import Testing

@testable import Compute
@testable import Inference

/// How a step's batch is filled, and when a step may go ahead.
@Suite struct BatchBuilderTests {
    private static func completion(_ prompt: [Int32], maxTokens: Int = 8) -> RequestState.Goal {
        .completion(GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: maxTokens)))
    }

    /// Requests that nobody waits for.
    private func requests(
        _ made: [(tokens: [Int32], goal: RequestState.Goal, mostTokens: Int)]
    ) async -> [RequestState] {
        var requests: [RequestState] = []
        for (id, one) in made.enumerated() {
            _ = try? await withCheckedThrowingContinuation {
                (continuation: CheckedContinuation<Answer, any Error>) in
                let reply = Reply(flag: CancellationFlag(), continuation: continuation)
                let request = RequestState(
                    id: id, priority: 0, tokens: one.tokens, goal: one.goal, reply: reply,
                    mostTokens: one.mostTokens)
                request.blocks = [Int32(id)]
                requests.append(request)
                continuation.resume(returning: .rows([]))
            }
        }
        return requests
    }

    private func slices(_ requests: [RequestState]) -> [Scheduler.Slice] {
        requests.map { .init(request: $0, range: $0.computed..<$0.tokens.count) }
    }

    @Test(arguments: [true, false])
    func `wanted rows are sorted: drawn by the device, logits, hidden states`(
        drawsOnDevice: Bool
    ) async {
        let requests = await requests([
            ([1, 2], .hidden(positions: [0, 1]), 2),
            ([3, 4, 5], Self.completion([3, 4, 5]), 11),
            ([6, 7], .logits(positions: [1]), 2),
        ])
        let builder = BatchBuilder(drawsOnDevice: drawsOnDevice)
        let step = EngineStep(rows: 16)
        builder.fill(step, with: slices(requests))
        #expect(builder.batch.rows.map(\.token) == [1, 2, 3, 4, 5, 6, 7])
        #expect(step.drawn == (drawsOnDevice ? 1 : 0))
        #expect(step.withLogits == 2)
        #expect(step.wanted.map(\.request.id) == [1, 2, 0, 0])
        #expect(builder.batch.outputs == [4, 6, 0, 1])
        #expect(!step.onlyDraws)
    }

    @Test func `a step ahead names tokens by their draws, and leaves out replies at their end`()
        async
    {
        // The second reply gets its last token from the step that is under way.
        let requests = await requests([
            ([1], Self.completion([1]), 4), ([2], Self.completion([2], maxTokens: 1), 2),
            ([3], Self.completion([3]), 4),
        ])
        let builder = BatchBuilder(drawsOnDevice: true)
        let (last, next) = (EngineStep(rows: 16), EngineStep(rows: 16))
        builder.fill(last, with: slices(requests))
        #expect(last.drawn == 3)
        builder.fillNext(next, after: last)
        #expect(
            builder.batch.rows.map(\.token) == [TokenBatch.drawnToken(0), TokenBatch.drawnToken(2)])
        #expect(builder.batch.rows.map(\.position) == [1, 1])
        #expect(builder.batch.outputs == [0, 1])
        #expect(next.slices.map(\.request.id) == [0, 2])
        #expect(next.report.isAhead && next.onlyDraws)
    }

    @Test func `a reply may continue until its most tokens, and not once it is gone`() async {
        let requests = await requests([
            ([1, 2], Self.completion([1, 2]), 5), ([1, 2], .hidden(positions: [1]), 5),
        ])
        var continues: [Bool] = []
        for _ in 0..<3 {
            continues.append(requests[0].mayContinue)
            requests[0].tokens.append(9)
        }
        #expect(continues == [true, true, false])
        #expect(!requests[1].mayContinue)
        requests[0].tokens.removeLast(3)
        requests[0].isGone = true
        #expect(!requests[0].mayContinue)
    }
}

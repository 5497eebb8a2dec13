import Concurrency
import Synchronization
import Testing

struct ConcurrentMapTests {
    @Test(arguments: [1, 2, 7, Int.max], [0, 1, 50])
    func `results are in the elements' order, whatever the limit`(limit: Int, count: Int)
        async throws
    {
        let numbers = Array(0..<count)
        let found = try await mapConcurrently(numbers, limit: limit) { number in
            for _ in 0..<(number * 31 % 7) { await Task.yield() }
            return number * 2
        }
        #expect(found == numbers.map { $0 * 2 })
    }

    @Test func `no more elements run at once than the limit`() async throws {
        let running = Atomic(0)
        let most = Atomic(0)
        _ = try await mapConcurrently(Array(0..<100), limit: 3) { _ in
            let now = running.add(1, ordering: .sequentiallyConsistent).newValue
            most.max(now, ordering: .sequentiallyConsistent)
            await Task.yield()
            running.subtract(1, ordering: .sequentiallyConsistent)
        }
        #expect((1...3).contains(most.load(ordering: .sequentiallyConsistent)))
    }

    private struct Drained: DrainingError {}
    private struct Broken: Error {}

    @Test func `a draining error waits for what has begun, another error cancels it`() async {
        let finished = Atomic(0)
        await #expect(throws: Drained.self) {
            _ = try await mapConcurrently([0, 1, 2]) { number in
                if number == 0 { throw Drained() }
                for _ in 0..<20 { await Task.yield() }
                try Task.checkCancellation()
                finished.add(1, ordering: .relaxed)
            }
        }
        #expect(finished.load(ordering: .relaxed) == 2)
        await #expect(throws: Broken.self) {
            _ = try await mapConcurrently([0, 1]) { number in
                if number == 0 { throw Broken() }
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }

    @Test func `the caller hears how many are done, in counting order`() async throws {
        var heard: [Int] = []
        _ = try await mapConcurrently(Array(0..<5), onResult: { heard.append($0) }) { $0 }
        #expect(heard == [1, 2, 3, 4, 5])
    }
}

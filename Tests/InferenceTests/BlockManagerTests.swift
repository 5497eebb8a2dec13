import Testing

@testable import Inference

@Suite struct BlockManagerTests {
    private let prompt = (0..<40).map { Int32($0) }

    /// A manager in which `prompt`'s two full blocks are published, filled and held.
    private func published(count: Int) -> (blocks: BlockManager, held: [Int32], path: [Int32]) {
        var blocks = BlockManager(count: count)
        var path: [Int32] = []
        blocks.extend(&path, along: prompt, to: 2)
        let held = (0..<2).compactMap { _ in blocks.allocate() }
        for (block, node) in zip(held, path) {
            blocks.publish(block, as: node)
            blocks.markFilled(block)
        }
        return (blocks, held, path)
    }

    /// What is there of the beginning of `tokens`, for one who has just come.
    private func lookUp(
        _ tokens: [Int32],
        in blocks: inout BlockManager
    ) -> BlockManager.Found {
        var path: [Int32] = []
        blocks.extend(&path, along: tokens, to: tokens.count / BlockManager.size)
        defer { blocks.forget(path) }
        return blocks.lookUp(path[...])
    }

    @Test func `a published block is found by its content alone`() {
        var (blocks, _, _) = published(count: 4)
        let whole = lookUp(prompt, in: &blocks)
        #expect(whole == .init(filled: 2, held: 2, isInFlight: false))
        let part = lookUp(Array(prompt[..<31]), in: &blocks)
        #expect(part.filled == 1)
        var other = prompt
        other[3] = 99
        let none = lookUp(other, in: &blocks)
        #expect(none == .init())
        other = prompt
        other[17] = 99
        let first = lookUp(other, in: &blocks)
        #expect(first.filled == 1)
    }

    @Test func `a block that is being filled is told from one that is there`() {
        var blocks = BlockManager(count: 2)
        var path: [Int32] = []
        blocks.extend(&path, along: prompt, to: 1)
        let block = blocks.allocate() ?? -1
        blocks.publish(block, as: path[0])
        let before = lookUp(prompt, in: &blocks)
        #expect(before == .init(filled: 0, held: 0, isInFlight: true))
        blocks.markFilled(block)
        let after = lookUp(prompt, in: &blocks)
        #expect(after == .init(filled: 1, held: 1, isInFlight: false))
    }

    @Test func `a block that nobody filled is forgotten when it is given back`() {
        var blocks = BlockManager(count: 2)
        var path: [Int32] = []
        blocks.extend(&path, along: prompt, to: 1)
        let block = blocks.allocate() ?? -1
        blocks.publish(block, as: path[0])
        blocks.release([block])
        let found = lookUp(prompt, in: &blocks)
        #expect(found == .init())
        #expect(blocks.available == 2)
    }

    @Test func `the least recently used block goes first, a sequence's end before its beginning`() {
        var (blocks, held, path) = published(count: 2)
        blocks.release(held)
        blocks.forget(path)
        let taken = blocks.allocate()
        #expect(taken == held[1])
        let left = lookUp(prompt, in: &blocks)
        #expect(left.filled == 1)
    }

    @Test func `blocks that a waiting request will read are given away after the others`() {
        var (blocks, held, path) = published(count: 3)
        blocks.addWaiting(1, along: path[...])
        blocks.release(held)
        let taken = (0..<2).compactMap { _ in blocks.allocate() }
        #expect(!taken.contains(held[0]))
        #expect(taken.last == held[1])
        let left = lookUp(prompt, in: &blocks)
        #expect(left.filled == 1)
        // Once it no longer waits, they go in turn.
        blocks.addWaiting(-1, along: path[...])
        blocks.release(taken)
        let next = blocks.allocate()
        #expect(next == held[0])
    }

    @Test(arguments: 0..<20)
    func `blocks in use plus blocks free never change in total`(seed: UInt64) {
        var random = Random(seed: seed)
        var blocks = BlockManager(count: 13)
        var held: [(blocks: [Int32], path: [Int32], awaited: Int)] = []
        for _ in 0..<400 {
            guard random.below(3) > 0 || held.isEmpty else {
                let given = held.remove(at: random.below(held.count))
                blocks.addWaiting(-1, along: given.path[..<given.awaited])
                blocks.release(given.blocks)
                blocks.forget(given.path)
                continue
            }
            let tokens = prompt.map { $0 % Int32(1 + random.below(3)) }
            var path: [Int32] = []
            blocks.extend(&path, along: tokens, to: random.below(3))
            let found = blocks.lookUp(path[...])
            var mine: [Int32] = []
            blocks.hold(path[..<found.filled], into: &mine)
            while mine.count < path.count, let block = blocks.allocate() {
                blocks.publish(block, as: path[mine.count])
                if random.below(2) == 0 { blocks.markFilled(block) }
                mine.append(block)
            }
            let awaited = random.below(path.count + 1)
            blocks.addWaiting(1, along: path[..<awaited])
            held.append((mine, path, awaited))
            #expect(blocks.inUse == Set(held.flatMap(\.blocks)).count)
            #expect(blocks.inUse + blocks.available == 13)
        }
        for given in held {
            blocks.addWaiting(-1, along: given.path[..<given.awaited])
            blocks.release(given.blocks)
            blocks.forget(given.path)
        }
        #expect(blocks.available == 13)
        let again = (0..<14).map { _ in blocks.allocate() }
        #expect(Set(again.prefix(13)).count == 13)
        #expect(again[13] == nil)
        // With the last content gone, nothing is left of the tree.
        #expect(blocks.nodeCount == 0)
    }
}

/// Small random numbers from a seed.
struct Random {
    private var counter: UInt64 = 0
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    mutating func below(_ limit: Int) -> Int {
        counter += 1
        return Int(CounterRandom.uniform(seed: seed, counter: counter) * Double(limit))
    }

    /// In 0..<1.
    mutating func uniform() -> Double {
        counter += 1
        return CounterRandom.uniform(seed: seed, counter: counter)
    }
}

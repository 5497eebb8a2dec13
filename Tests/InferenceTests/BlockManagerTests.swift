import Testing

@testable import Inference

@Suite struct BlockManagerTests {
    private let prompt = (0..<40).map { Int32($0) }

    @Test func `a published block is found by its content alone`() {
        var blocks = BlockManager(count: 4)
        let first = blocks.allocate(for: 1) ?? -1
        let second = blocks.allocate(for: 1) ?? -1
        let content = blocks.publish(first, parent: 0, tokens: prompt, at: 0)
        _ = blocks.publish(second, parent: content, tokens: prompt, at: 1)
        let found1 = blocks.match(prompt, limit: 40)
        #expect(found1.blocks == [first, second])
        let found2 = blocks.match(prompt, limit: 31)
        #expect(found2.blocks == [first])
        var other = prompt
        other[3] = 99
        let found3 = blocks.match(other, limit: 40)
        #expect(found3.blocks.isEmpty)
    }

    @Test func `the least recently used block goes first, a sequence's end before its beginning`() {
        var blocks = BlockManager(count: 2)
        let held = [blocks.allocate(for: 1) ?? -1, blocks.allocate(for: 1) ?? -1]
        let content = blocks.publish(held[0], parent: 0, tokens: prompt, at: 0)
        _ = blocks.publish(held[1], parent: content, tokens: prompt, at: 1)
        for block in held { blocks.markFilled(block) }
        blocks.release(held, by: 1)
        let found4 = blocks.allocate(for: 2)
        #expect(found4 == held[1])
        let found5 = blocks.match(prompt, limit: 40)
        #expect(found5.blocks == [held[0]])
    }

    @Test func `a block that nobody filled is forgotten when it is given back`() {
        var blocks = BlockManager(count: 2)
        let block = blocks.allocate(for: 1) ?? -1
        _ = blocks.publish(block, parent: 0, tokens: prompt, at: 0)
        blocks.release([block], by: 1)
        let found6 = blocks.match(prompt, limit: 40)
        #expect(found6.blocks.isEmpty)
        #expect(blocks.available == 2)
    }

    @Test func `who shares an unfilled block takes over when its filler leaves`() {
        var blocks = BlockManager(count: 2)
        let block = blocks.allocate(for: 1) ?? -1
        _ = blocks.publish(block, parent: 0, tokens: prompt, at: 0)
        let found7 = blocks.match(prompt, limit: 40)
        #expect(found7.blocks == [block])
        let found8 = blocks.claim(block, for: 2)
        #expect(!found8)
        blocks.release([block], by: 1)
        let found9 = blocks.claim(block, for: 2)
        #expect(found9)
        blocks.markFilled(block)
        let found10 = blocks.claim(block, for: 2)
        #expect(!found10)
    }

    @Test(arguments: 0..<20)
    func `blocks in use plus blocks free never change in total`(seed: UInt64) {
        var random = Random(seed: seed)
        var blocks = BlockManager(count: 13)
        var held: [(owner: Int, blocks: [Int32])] = []
        for owner in 0..<400 {
            switch random.below(3) {
            case 0:
                let match = blocks.match(
                    prompt.map { $0 % Int32(1 + random.below(3)) },
                    limit: random.below(40)
                )
                held.append((owner, match.blocks))
            case 1:
                guard let block = blocks.allocate(for: owner) else { break }
                _ = blocks.publish(block, parent: 0, tokens: prompt, at: random.below(2))
                if random.below(2) == 0 { blocks.markFilled(block) }
                held.append((owner, [block]))
            default:
                guard !held.isEmpty else { break }
                let (owner, given) = held.remove(at: random.below(held.count))
                blocks.release(given, by: owner)
            }
            #expect(blocks.inUse == Set(held.flatMap(\.blocks)).count)
            #expect(blocks.inUse + blocks.available == 13)
        }
        for (owner, given) in held { blocks.release(given, by: owner) }
        #expect(blocks.available == 13)
        let again = (0..<14).map { _ in blocks.allocate(for: 0) }
        #expect(Set(again.prefix(13)).count == 13)
        #expect(again[13] == nil)
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
}

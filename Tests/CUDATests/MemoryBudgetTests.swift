import CCUDA
import CUDA
import Testing

@Suite struct MemoryBudgetTests {
    @Test func `a budget counts what it holds, and gets it back`() throws {
        let context = try emulatedContext()
        let budget = MemoryBudget(of: context, owner: "generator", limit: 1_000)
        do {
            let memory = try budget.allocate(600, for: "weights")
            #expect(budget.used == 600 && memory.byteCount == 600)
            #expect(try budget.available == 400)
        }
        #expect(budget.used == 0)
        #expect(try budget.allocate(0, for: "nothing").byteCount == 0)
    }

    @Test func `one model's budget does not touch another's, and the error says who holds what`()
        throws
    {
        let context = try emulatedContext()
        let generator = MemoryBudget(of: context, owner: "generator", limit: 4_096)
        let reward = MemoryBudget(of: context, owner: "reward", limit: 2_048)
        let weights = try generator.allocate(3_072, for: "weights")
        let others = try reward.allocate(2_048, for: "weights")
        let found = message { _ = try generator.allocate(2_048, for: "the key/value cache") }
        #expect(found.hasPrefix("\(context.device.title) is out of memory for 'generator'"))
        #expect(found.contains("Needed 2.0 KiB for the key/value cache; "))
        #expect(found.contains("Its budget is 4.0 KiB, of which it holds 3.0 KiB."))
        #expect(
            found.contains(
                "Held by this process: 'generator' 3.0 KiB for weights and 'reward' 2.0 KiB for "
                    + "weights."))
        #expect(weights.byteCount + others.byteCount == 5_120)
        #expect(generator.used == 3_072)
    }

    @Test func `what the GPU refuses gives the GPU's figures`() throws {
        let context = try emulatedContext {
            $0.cuMemAlloc = { _, _ in 2 }
            $0.cuMemGetInfo = { free, total in
                free?.pointee = 3 << 30
                total?.pointee = 8 << 30
                return 0
            }
        }
        let budget = MemoryBudget(of: context, owner: "generator")
        let found = message { _ = try budget.allocate(5 << 30, for: "weights") }
        #expect(found.contains("Needed 5.0 GiB for weights; 3.0 GiB of 8.0 GiB were free."))
        #expect(!found.contains("budget"))
        #expect(budget.used == 0)
        let planned = message {
            try budget.require([("weights", 2 << 30), ("the key/value cache", 2 << 30)])
        }
        #expect(
            planned.contains("Needed 2.0 GiB for weights and 2.0 GiB for the key/value cache; "))
        try budget.require([("weights", 2 << 30), ("the key/value cache", 1 << 30)])
    }
}

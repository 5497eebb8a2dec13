import CCUDA

/// Who holds how much of a GPU in this process.
final class MemoryLedger {
    private var parts: [Shortage.Part] = []

    /// What each owner holds for each purpose, in the order of first asking.
    var held: [Shortage.Part] { parts.filter { $0.bytes > 0 } }

    func add(_ bytes: Int, owner: String, purpose: String) {
        if let index = parts.firstIndex(where: { $0.owner == owner && $0.purpose == purpose }) {
            parts[index].bytes += bytes
        } else {
            parts.append(Shortage.Part(owner: owner, purpose: purpose, bytes: bytes))
        }
    }
}

/// One owner's share of a GPU's memory, e.g. a model's: every allocation belongs to one.
///
/// ```swift
/// let generator = MemoryBudget(of: context, owner: "qwen3-4b", limit: 12 << 30)
/// try generator.require([("weights", 8 << 30), ("key/value cache", 2 << 30)])
/// let weights = try generator.allocate(8 << 30, for: "weights")
/// ```
package final class MemoryBudget {
    /// Where the memory is.
    package let context: CUDAContext
    /// Whose it is: a model's name.
    package let owner: String
    /// The most that it may hold; nil for what the GPU has.
    package let limit: Int?
    /// Bytes held.
    package private(set) var used = 0

    /// A share of `context`'s GPU.
    package init(of context: CUDAContext, owner: String, limit: Int? = nil) {
        (self.context, self.owner, self.limit) = (context, owner, limit)
    }

    /// Bytes that could still be allocated: of the limit, or of the GPU.
    package var available: Int {
        get throws {
            let free = try context.memory().free
            return max(0, min(free, limit.map { $0 - used } ?? free))
        }
    }

    /// Checks that all of this could be allocated, before anything is.
    ///
    /// - Throws: ``CUDAError/outOfMemory(_:)`` with all the figures.
    package func require(_ needs: [(purpose: String, bytes: Int)]) throws {
        let wanted = needs.reduce(0) { $0 + $1.bytes }
        guard wanted > (try available) else { return }
        throw try shortage(of: needs)
    }

    /// Bytes of the GPU, freed when the last user lets go.
    ///
    /// - Throws: ``CUDAError/outOfMemory(_:)``.
    package func allocate(_ bytes: Int, for purpose: String) throws -> DeviceMemory {
        if let limit, used + bytes > limit { throw try shortage(of: [(purpose, bytes)]) }
        var address: UInt64 = 0
        // The driver refuses to allocate nothing.
        let code = context.table.cuMemAlloc(&address, max(1, bytes))
        guard code != CC_ERROR_OUT_OF_MEMORY else { throw try shortage(of: [(purpose, bytes)]) }
        try context.check(code, "cuMemAlloc of \(size(bytes)) for \(purpose) of '\(owner)'")
        record(bytes, purpose)
        return DeviceMemory(address, bytes, for: purpose, of: self)
    }

    /// Takes back what was allocated.
    func release(_ address: UInt64, _ bytes: Int, _ purpose: String) {
        context.free { $0.cuMemFree(address) }
        record(-bytes, purpose)
    }

    private func record(_ bytes: Int, _ purpose: String) {
        used += bytes
        context.ledger.add(bytes, owner: owner, purpose: purpose)
    }

    private func shortage(of needs: [(purpose: String, bytes: Int)]) throws -> CUDAError {
        let (free, total) = try context.memory()
        let wanted = needs.map {
            Shortage.Part(owner: owner, purpose: $0.purpose, bytes: $0.bytes)
        }
        let isOverBudget = limit.map { used + wanted.reduce(0) { $0 + $1.bytes } > $0 } ?? false
        return .outOfMemory(
            Shortage(
                device: context.device.title, wanted: wanted, free: free, total: total,
                budget: isOverBudget ? limit.map { Shortage.Budget(limit: $0, used: used) } : nil,
                held: context.ledger.held))
    }
}

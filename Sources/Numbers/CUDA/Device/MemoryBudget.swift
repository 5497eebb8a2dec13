import CCUDA

/// Bytes of a GPU that each owner in this process holds, by purpose.
final class MemoryLedger {
    private var parts: [Shortage.Part] = []

    /// Bytes held by each owner for each purpose, in the order of first allocation.
    var held: [Shortage.Part] { parts.filter { $0.bytes > 0 } }

    func add(_ bytes: Int, owner: String, purpose: String) {
        if let index = parts.firstIndex(where: { $0.owner == owner && $0.purpose == purpose }) {
            parts[index].bytes += bytes
        } else {
            parts.append(Shortage.Part(owner: owner, purpose: purpose, bytes: bytes))
        }
    }
}

/// An owner's share of a GPU's memory, e.g. a model's. Every allocation belongs to a budget.
///
/// ```swift
/// let generator = MemoryBudget(of: context, owner: "qwen3-4b", limit: 12 << 30)
/// try generator.require([("weights", 8 << 30), ("key/value cache", 2 << 30)])
/// let weights = try generator.allocate(8 << 30, for: "weights")
/// ```
package final class MemoryBudget {
    /// Context of the GPU whose memory it is.
    package let context: CUDAContext
    /// The owner, e.g. a model's name.
    package let owner: String
    /// Most bytes that the owner may hold; nil if only the GPU sets a limit.
    package let limit: Int?
    /// Bytes held now.
    package private(set) var used = 0

    /// A share of `context`'s GPU.
    package init(of context: CUDAContext, owner: String, limit: Int? = nil) {
        (self.context, self.owner, self.limit) = (context, owner, limit)
    }

    /// Bytes that could still be allocated: what is left of the limit and of the GPU's memory.
    package var available: Int {
        get throws {
            let free = try context.memory().free
            return max(0, min(free, limit.map { $0 - used } ?? free))
        }
    }

    /// Throws unless all of `needs` could be allocated now; allocates nothing.
    ///
    /// - Throws: ``CUDAError/outOfMemory(_:)`` with all the figures.
    package func require(_ needs: [(purpose: String, bytes: Int)]) throws {
        let wanted = needs.reduce(0) { $0 + $1.bytes }
        guard wanted > (try available) else { return }
        throw try shortage(of: needs)
    }

    /// Allocates GPU memory, which is freed with the last reference to it.
    ///
    /// - Throws: ``CUDAError/outOfMemory(_:)``.
    package func allocate(_ bytes: Int, for purpose: String) throws -> DeviceMemory {
        if let limit, used + bytes > limit { throw try shortage(of: [(purpose, bytes)]) }
        var address: UInt64 = 0
        // The driver refuses to allocate 0 bytes.
        let code = context.table.cuMemAlloc(&address, max(1, bytes))
        guard code != CC_ERROR_OUT_OF_MEMORY else { throw try shortage(of: [(purpose, bytes)]) }
        try context.check(code, "cuMemAlloc of \(size(bytes)) for \(purpose) of '\(owner)'")
        record(bytes, purpose)
        return DeviceMemory(address, bytes, for: purpose, of: self)
    }

    /// Frees an allocation; called by ``DeviceMemory`` alone.
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

import CUDA

/// Memory by purpose, which grows to what the largest step needed.
final class DeviceWorkspace {
    private let budget: MemoryBudget
    private var rooms: [String: DeviceMemory] = [:]
    private var staging: [String: PinnedMemory] = [:]

    init(_ budget: MemoryBudget) { self.budget = budget }

    /// At least this many bytes on the GPU; their content is undefined.
    func room(_ bytes: Int, for purpose: String) throws -> DeviceMemory {
        if let room = rooms[purpose], room.byteCount >= bytes { return room }
        // The old one first: there may be no space for both.
        rooms[purpose] = nil
        let room = try budget.allocate(bytes.rounded(upTo: 4_096), for: purpose)
        rooms[purpose] = room
        return room
    }

    /// At least this many bytes of pinned memory.
    func staging(_ bytes: Int, for purpose: String) throws -> PinnedMemory {
        if let memory = staging[purpose], memory.bytes.count >= bytes { return memory }
        let memory = try PinnedMemory(bytes.rounded(upTo: 4_096), in: budget.context)
        staging[purpose] = memory
        return memory
    }
}

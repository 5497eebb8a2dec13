import CUDA

/// Memory of a GPU that is used again when its owner is gone.
///
/// All of it is used in one stream, in whose order the next owner comes after the last; so nothing
/// waits. A step of training needs the same sizes again and again.
final class MemoryPool {
    private let budget: MemoryBudget
    private let stream: Stream
    private var free: [Int: [DeviceMemory]] = [:]

    init(_ budget: MemoryBudget, _ stream: Stream) { (self.budget, self.stream) = (budget, stream) }

    /// This many bytes, whose content is undefined.
    ///
    /// - Throws: ``CUDAError/outOfMemory(_:)`` if there is no room even without the free ones.
    func take(_ bytes: Int) throws -> PooledMemory {
        if let memory = free[bytes]?.popLast() { return PooledMemory(memory, of: self) }
        do {
            return PooledMemory(try budget.allocate(bytes, for: "training"), of: self)
        } catch CUDAError.outOfMemory where !free.isEmpty {
            try stream.synchronize()
            free = [:]
            return PooledMemory(try budget.allocate(bytes, for: "training"), of: self)
        }
    }

    fileprivate func put(_ memory: DeviceMemory) {
        free[memory.byteCount, default: []].append(memory)
    }
}

/// Memory that goes back to its pool with the last reference.
final class PooledMemory {
    let memory: DeviceMemory
    private let pool: MemoryPool

    fileprivate init(_ memory: DeviceMemory, of pool: MemoryPool) {
        (self.memory, self.pool) = (memory, pool)
    }

    deinit { pool.put(memory) }
}

import CCUDA

/// NCCL's communicators of some GPUs that this process uses together, one for each.
///
/// Used by one thread at a time.
package final class Communicators {
    private let nccl: NCCL
    private var handles: [UnsafeMutableRawPointer?]

    /// Connects GPUs.
    ///
    /// - Throws: ``CUDAError/ncclFailed(call:reason:)``.
    package init(_ nccl: NCCL, _ devices: [CUDADevice]) throws {
        self.nccl = nccl
        handles = Array(repeating: nil, count: devices.count)
        try nccl.check(
            nccl.table.ncclCommInitAll(
                &handles, Int32(devices.count), devices.map { Int32($0.ordinal) }),
            "ncclCommInitAll")
    }

    deinit {
        for case let handle? in handles { _ = nccl.table.ncclCommDestroy(handle) }
    }

    /// Some floats of each GPU, of which the sum takes the place.
    package typealias Buffers = (memories: [DeviceMemory], count: Int)

    /// Replaces the floats of each GPU by their sums over all GPUs; the same bits in each.
    ///
    /// Returns at once: the sums are made in the GPUs' streams.
    ///
    /// - Parameters:
    ///   - buffers: Each has a memory of every GPU, in the order in which they were connected.
    ///   - streams: A stream of every GPU.
    package func sum(_ buffers: [Buffers], on streams: [Stream]) throws {
        precondition(streams.count == handles.count, "a stream of every GPU")
        let table = nccl.table
        try nccl.check(table.ncclGroupStart(), "ncclGroupStart")
        var failure: (any Error)?
        for (memories, count) in buffers where failure == nil {
            precondition(memories.count == handles.count, "a memory of every GPU")
            for ((memory, stream), handle) in zip(zip(memories, streams), handles) {
                precondition(count * MemoryLayout<Float>.stride <= memory.byteCount, "too many")
                let code = table.ncclAllReduce(
                    memory.address, memory.address, count, Int32(CC_NCCL_FLOAT32),
                    Int32(CC_NCCL_SUM), handle, stream.handle)
                do { try nccl.check(code, "ncclAllReduce", handle) } catch {
                    failure = failure ?? error
                }
            }
        }
        // A group that was begun is ended, or the next one would be part of it.
        let ended = table.ncclGroupEnd()
        if let failure { throw failure }
        try nccl.check(ended, "ncclGroupEnd", handles.first ?? nil)
    }
}

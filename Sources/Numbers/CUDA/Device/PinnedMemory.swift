import CCUDA

/// Page-locked host memory, which the GPU reads and writes while the program goes on.
package final class PinnedMemory {
    /// The bytes; valid as long as this object.
    package let bytes: UnsafeMutableRawBufferPointer
    private let context: CUDAContext

    /// Allocates bytes, whose content is undefined.
    package init(_ byteCount: Int, in context: CUDAContext) throws {
        var start: UnsafeMutableRawPointer?
        let flags = UInt32(CC_MEMHOSTALLOC_PORTABLE)
        try context.check(
            context.table.cuMemHostAlloc(&start, max(1, byteCount), flags),
            "cuMemHostAlloc of \(size(byteCount))")
        bytes = UnsafeMutableRawBufferPointer(start: start, count: byteCount)
        self.context = context
    }

    deinit { context.free { $0.cuMemFreeHost(bytes.baseAddress) } }

    /// The bytes as values of a type.
    package func values<Value: BitwiseCopyable>(
        of type: Value.Type
    ) -> UnsafeMutableBufferPointer<Value> {
        bytes.bindMemory(to: type)
    }
}

import CCUDA

/// A block of GPU memory, freed with its last reference.
///
/// Offsets and counts are in bytes; an access past the end is a precondition failure. Copies and
/// fills are put into a stream and run in its order.
package final class DeviceMemory {
    /// Address of the first byte, on the GPU.
    package let address: UInt64
    /// Length in bytes.
    package let byteCount: Int
    /// What the memory is for, in messages.
    private let purpose: String
    private let budget: MemoryBudget

    private var context: CUDAContext { budget.context }

    init(_ address: UInt64, _ byteCount: Int, for purpose: String, of budget: MemoryBudget) {
        (self.address, self.byteCount) = (address, byteCount)
        (self.purpose, self.budget) = (purpose, budget)
    }

    deinit { budget.release(address, byteCount, purpose) }

    /// Copies bytes to the GPU.
    ///
    /// Bytes in ``PinnedMemory`` must not change until the stream has run the copy. Other bytes are
    /// copied by the driver before this returns.
    package func write(
        _ bytes: UnsafeRawBufferPointer, at offset: Int = 0, on stream: Stream
    ) throws {
        check(offset, bytes.count)
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        let to = address + UInt64(offset)
        try context.check(
            context.table.cuMemcpyHtoDAsync(to, start, bytes.count, stream.handle),
            "copying \(size(bytes.count)) of \(purpose) to the GPU")
    }

    /// Copies bytes from the GPU until `bytes` is full; they are valid once the stream is done.
    package func read(
        into bytes: UnsafeMutableRawBufferPointer, at offset: Int = 0, on stream: Stream
    ) throws {
        check(offset, bytes.count)
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        let from = address + UInt64(offset)
        try context.check(
            context.table.cuMemcpyDtoHAsync(start, from, bytes.count, stream.handle),
            "copying \(size(bytes.count)) of \(purpose) from the GPU")
    }

    /// Copies bytes from `source`, memory of the same GPU.
    package func copy(
        from source: DeviceMemory, at sourceOffset: Int = 0, byteCount: Int, to offset: Int = 0,
        on stream: Stream
    ) throws {
        check(offset, byteCount)
        source.check(sourceOffset, byteCount)
        guard byteCount > 0 else { return }
        let from = source.address + UInt64(sourceOffset)
        try context.check(
            context.table.cuMemcpyDtoDAsync(
                address + UInt64(offset), from, byteCount, stream.handle),
            "copying \(size(byteCount)) of \(source.purpose) to \(purpose)")
    }

    /// Sets every byte, or every byte of a range, to `byte`.
    package func fill(_ byte: UInt8, _ range: Range<Int>? = nil, on stream: Stream) throws {
        let range = range ?? 0..<byteCount
        check(range.lowerBound, range.count)
        guard !range.isEmpty else { return }
        let to = address + UInt64(range.lowerBound)
        try context.check(
            context.table.cuMemsetD8Async(to, byte, range.count, stream.handle),
            "filling \(size(range.count)) of \(purpose)")
    }

    private func check(_ offset: Int, _ count: Int) {
        precondition(
            offset >= 0 && count >= 0 && offset + count <= byteCount,
            "\(count) bytes at \(offset) are outside \(byteCount) bytes of \(purpose)")
    }
}

extension DeviceMemory {
    /// Copies values to the GPU and waits; `offset` is in values.
    package func write<Value: BitwiseCopyable>(
        _ values: [Value], at offset: Int = 0, on stream: Stream
    ) throws {
        try values.withUnsafeBytes {
            try write($0, at: offset * MemoryLayout<Value>.stride, on: stream)
        }
        try stream.synchronize()
    }

    /// Copies `count` values from the GPU and waits; `offset` is in values.
    package func read<Value: BitwiseCopyable>(
        _ count: Int, of type: Value.Type, at offset: Int = 0, on stream: Stream
    ) throws -> [Value] {
        let stride = MemoryLayout<Value>.stride
        return try [Value](unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            try read(
                into: UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(count * stride)),
                at: offset * stride, on: stream)
            try stream.synchronize()
            filled = count
        }
    }
}

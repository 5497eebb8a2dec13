/// Memory for what an operation needs while it runs; kept for the next one, grows to the largest.
///
/// The system takes some 25 ms to give 100 MiB, which a call of the head would pay every time.
final class Workspace {
    private var memory = HugeMemory(byteCount: 0)
    private var capacity = 0

    /// Room for `count` words of 32 bits, valid until the next call; what it holds is undefined.
    func reserve<Word>(_ count: Int, of type: Word.Type) -> UnsafeMutablePointer<Word> {
        precondition(MemoryLayout<Word>.stride == 4, "not a word of 32 bits")
        if count > capacity { (memory, capacity) = (HugeMemory(byteCount: count * 4), count) }
        return memory.start.assumingMemoryBound(to: type)
    }

    /// A matrix in this memory, valid until the next call; what it holds is undefined.
    func matrix(rows: Int, width: Int) -> FloatMatrix {
        _ = reserve(rows * width, of: Float.self)
        return FloatMatrix(rows: rows, width: width, storage: memory)
    }
}

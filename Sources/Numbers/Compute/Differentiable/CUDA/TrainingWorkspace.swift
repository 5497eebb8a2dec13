import CUDA
import Foundation

/// What operations need of a GPU's memory beside their operands, by purpose.
final class TrainingWorkspace {
    private let budget: MemoryBudget
    private let stream: CUDA.Stream
    private var rooms: [String: DeviceMemory] = [:]
    /// What was uploaded last.
    private var uploaded: [String: [UInt8]] = [:]

    init(_ budget: MemoryBudget, _ stream: CUDA.Stream) {
        (self.budget, self.stream) = (budget, stream)
    }

    /// At least this many bytes; their content is undefined.
    func room(_ bytes: Int, for purpose: String) throws -> DeviceMemory {
        if let room = rooms[purpose], room.byteCount >= bytes { return room }
        // Work in the stream may still use the old one.
        if rooms[purpose] != nil { try stream.synchronize() }
        (rooms[purpose], uploaded[purpose]) = (nil, nil)
        let room = try budget.allocate(bytes.rounded(upTo: 4_096), for: purpose)
        rooms[purpose] = room
        return room
    }

    /// Values on the GPU, valid until the next upload for the same purpose; copied only if they
    /// differ from the last ones.
    func upload<Value: BitwiseCopyable>(
        _ values: [Value], for purpose: String
    ) throws -> DevicePointer {
        try values.withUnsafeBytes { bytes in
            let room = try room(bytes.count, for: purpose)
            if !holds(bytes, for: purpose) {
                try room.write(bytes, on: stream)
                uploaded[purpose] = Array(bytes)
            }
            return DevicePointer(room)
        }
    }

    private func holds(_ bytes: UnsafeRawBufferPointer, for purpose: String) -> Bool {
        guard let last = uploaded[purpose], last.count == bytes.count else { return false }
        guard let start = bytes.baseAddress else { return true }
        return memcmp(last, start, last.count) == 0
    }

    /// First and last row (exclusive) of each block.
    func upload(_ blocks: [Range<Int>], for purpose: String) throws -> DevicePointer {
        try upload(
            blocks.flatMap { [Int32($0.lowerBound), Int32($0.upperBound)] }, for: purpose)
    }
}

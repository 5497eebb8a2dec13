import Checkpoints
import Compute
import Foundation
import Hashing

/// A GGUF file of matrices that repeat a few random weights: quickly made, and as good as others
/// for measuring speed.
struct RepeatedWeights {
    let rows: Int
    let columns: Int
    /// bf16 and Q4_0; each has a tensor named after it.
    let types: [ElementType]

    /// Writes the file.
    ///
    /// - Throws: The file system's error.
    func write(to url: URL) throws {
        var header = Array("GGUF".utf8)
        append(UInt32(3), to: &header)
        append(UInt64(types.count), to: &header)
        append(UInt64(0), to: &header)
        var offset = 0
        for type in types {
            guard let code = type.ggufCode else { preconditionFailure("not a type of GGUF") }
            append(UInt64(type.name.utf8.count), to: &header)
            header += type.name.utf8
            append(UInt32(2), to: &header)
            append(UInt64(columns), to: &header)
            append(UInt64(rows), to: &header)
            append(code, to: &header)
            append(UInt64(offset), to: &header)
            offset += byteCount(type)
        }
        header += [UInt8](repeating: 0, count: header.count.rounded(upTo: 32) - header.count)
        try Data(header).write(to: url)
        let file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
        for type in types {
            let piece = Data(self.piece(type))
            // Whole pieces: `rows` is a multiple of 64.
            for _ in 0..<byteCount(type) / piece.count { try file.write(contentsOf: piece) }
        }
        try file.close()
    }

    private func byteCount(_ type: ElementType) -> Int {
        rows * columns / type.blockSize * type.blockBytes
    }

    private func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    /// Returns the weights of 64 rows.
    private func piece(_ type: ElementType) -> [UInt8] {
        var random = SplitMix64(seed: 1)
        let count = 64 * columns
        guard type != .bf16 else {
            return random.bf16(count, scale: 0.02).flatMap { number in
                let bits = UInt16(number.bitPattern >> 16)
                return [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
            }
        }
        // Blocks of an fp16 scale, 1/128 here, and four bits for each number.
        return (0..<count / type.blockSize).flatMap { _ in
            [0x00, 0x20]
                + (0..<type.blockBytes - 2).map { _ in
                    UInt8(truncatingIfNeeded: random.next())
                }
        }
    }
}

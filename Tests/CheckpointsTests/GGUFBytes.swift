import Checkpoints

/// Writes GGUF files by hand, right or wrong on purpose.
struct GGUFBytes {
    private(set) var bytes: [UInt8] = []

    init(version: UInt32 = 3, tensors: UInt64, keys: UInt64) {
        bytes += "GGUF".utf8
        append(version)
        append(tensors)
        append(keys)
    }

    mutating func append<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func text(_ text: String) {
        text8(Array(text.utf8))
    }

    mutating func text8(_ text: [UInt8]) {
        append(UInt64(text.count))
        bytes += text
    }

    /// A metadata key and the type code of the value that the caller appends next.
    mutating func key(_ key: String, type: UInt32) {
        text(key)
        append(type)
    }

    mutating func tensor(
        _ name: String,
        _ type: ElementType,
        _ innermostFirst: [UInt64],
        at: UInt64
    ) {
        text(name)
        append(UInt32(innermostFirst.count))
        for size in innermostFirst { append(size) }
        append(type.ggufCode ?? .max)
        append(at)
    }

    /// Pads to the alignment and adds the data.
    mutating func data(_ data: [UInt8], alignment: Int = 32) {
        while bytes.count % alignment != 0 { bytes.append(0) }
        bytes += data
    }

    /// One of several shards, holding `name` with the shard's number as its value.
    static func shard(_ name: String, number: Float, of count: UInt16) -> [UInt8] {
        var file = GGUFBytes(tensors: 1, keys: 1)
        file.key("split.count", type: 2)
        file.append(count)
        file.tensor(name, .f32, [1], at: 0)
        file.data(withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) })
        return file.bytes
    }

    /// A small file with a value of every kind and three tensors.
    static var sample: [UInt8] {
        var file = GGUFBytes(tensors: 3, keys: 8)
        file.key("general.architecture", type: 8)
        file.text("sample")
        file.key("general.alignment", type: 4)
        file.append(UInt32(64))
        file.key("names", type: 9)
        file.append(UInt32(8))
        file.append(UInt64(2))
        file.text("a")
        file.text8([0x62, 0xFF])
        file.key("nested", type: 9)
        file.append(UInt32(9))
        file.append(UInt64(1))
        file.append(UInt32(0))
        file.append(UInt64(2))
        file.bytes += [7, 8]
        file.key("large", type: 10)
        file.append(UInt64.max)
        file.key("small", type: 11)
        file.append(Int64.min)
        file.key("third", type: 6)
        file.append(Float(1.0 / 3).bitPattern)
        file.key("yes", type: 7)
        file.append(UInt8(1))
        file.tensor("matrix", .f32, [3, 2], at: 0)
        file.tensor("quantised", .q4_0, [32, 1], at: 64)
        file.tensor("fp16", .f16, [2], at: 128)
        var data = (0..<6).flatMap { index in
            withUnsafeBytes(of: Float(index).bitPattern.littleEndian) { Array($0) }
        }
        data += Array(repeating: 0, count: 64 - data.count)
        data += [0x00, 0x3C] + Array(repeating: 0x98, count: 16) + Array(repeating: 0, count: 46)
        data += [0x00, 0x3C, 0x00, 0xC0]
        file.data(data, alignment: 64)
        return file.bytes
    }
}

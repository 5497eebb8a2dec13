package import Foundation

/// An event file that TensorBoard reads: scalars by step.
///
/// TFRecord framing (length, masked CRC-32C of the length, data, masked CRC-32C of the data) around
/// `Event` messages of tensorflow's event.proto, of which time, step and simple values are written.
package final class EventFile {
    private let file: FileHandle

    /// Creates a file in `folder`, named for the moment as TensorBoard expects.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package init(folder: URL, now: Date = Date()) throws {
        let url = folder.appending(
            path: "events.out.tfevents.\(Int(now.timeIntervalSince1970)).synthgen")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try Data().write(to: url)
            file = try FileHandle(forWritingTo: url)
            var event = Message()
            event.double(1, now.timeIntervalSince1970)
            event.bytes(3, Array("brain.Event:2".utf8))
            try file.write(contentsOf: Data(Self.record(event.bytes)))
        } catch {
            throw TrainingError.cannotSave(path: url.path, reason: error.localizedDescription)
        }
    }

    deinit { try? file.close() }

    /// Adds the scalars of a step.
    package func write(
        _ scalars: [(name: String, value: Double)], step: Int, now: Date = Date()
    ) throws {
        var summary = Message()
        for (name, value) in scalars {
            var scalar = Message()
            scalar.bytes(1, Array(name.utf8))
            scalar.float(2, Float(value))
            summary.bytes(1, scalar.bytes)
        }
        var event = Message()
        event.double(1, now.timeIntervalSince1970)
        event.integer(2, UInt64(step))
        event.bytes(5, summary.bytes)
        do {
            try file.write(contentsOf: Data(Self.record(event.bytes)))
        } catch {
            throw TrainingError.cannotSave(path: "the event file", reason: "\(error)")
        }
    }

    /// A protocol buffer's message in the making.
    private struct Message {
        private(set) var bytes: [UInt8] = []

        mutating func integer(_ field: UInt64, _ value: UInt64) {
            varint(field << 3)
            varint(value)
        }

        mutating func double(_ field: UInt64, _ value: Double) {
            varint(field << 3 | 1)
            bytes += littleEndian(value.bitPattern)
        }

        mutating func float(_ field: UInt64, _ value: Float) {
            varint(field << 3 | 5)
            bytes += littleEndian(value.bitPattern)
        }

        mutating func bytes(_ field: UInt64, _ value: [UInt8]) {
            varint(field << 3 | 2)
            varint(UInt64(value.count))
            bytes += value
        }

        private mutating func varint(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
    }

    private static func record(_ data: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt64(data.count))
        return length + littleEndian(masked(crc32C(length))) + data
            + littleEndian(masked(crc32C(data)))
    }

    /// TFRecord's mask of a checksum that is stored beside what it is of.
    private static func masked(_ crc: UInt32) -> UInt32 {
        (crc >> 15 | crc << 17) &+ 0xA282_EAD8
    }

    /// CRC-32C (Castagnoli), bit by bit: a step has few bytes.
    private static func crc32C(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
        }
        return ~crc
    }
}

private func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}

import Foundation
import JSON

/// The metadata of a GGUF file that is known to be sound.
func ggufMetadata(_ url: URL) throws -> JSONObject {
    let data = try Data(contentsOf: url, options: .alwaysMapped)
    var at = 8
    func number<T: FixedWidthInteger>(_: T.Type) -> T {
        var value = T.zero
        for byte in 0..<MemoryLayout<T>.size {
            value |= T(truncatingIfNeeded: data[at + byte]) << (8 * byte)
        }
        at += MemoryLayout<T>.size
        return value
    }
    func string() -> String {
        let length = Int(number(UInt64.self))
        defer { at += length }
        return String(decoding: data[at..<at + length], as: UTF8.self)
    }
    func value(_ type: UInt32) -> JSON {
        switch type {
        case 0: return .integer(Int(number(UInt8.self)))
        case 1: return .integer(Int(number(Int8.self)))
        case 2: return .integer(Int(number(UInt16.self)))
        case 3: return .integer(Int(number(Int16.self)))
        case 4: return .integer(Int(number(UInt32.self)))
        case 5: return .integer(Int(number(Int32.self)))
        case 6: return .double(Double(Float(bitPattern: number(UInt32.self))))
        case 7: return .bool(number(UInt8.self) != 0)
        case 8: return .string(string())
        case 9:
            let element = number(UInt32.self)
            return .array((0..<Int(number(UInt64.self))).map { _ in value(element) })
        case 10: return .integer(Int(number(UInt64.self)))
        case 11: return .integer(Int(number(Int64.self)))
        default: return .double(Double(bitPattern: number(UInt64.self)))
        }
    }
    _ = number(UInt64.self)
    let count = number(UInt64.self)
    var metadata = JSONObject()
    for _ in 0..<count {
        let key = string()
        metadata[key] = value(number(UInt32.self))
    }
    return metadata
}

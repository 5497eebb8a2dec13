import Foundation
import JSON

/// The logical type of a column, which decides how its values are written in JSON.
///
/// Dates and times become ISO 8601 strings, decimals strings with all their digits. Bytes without a
/// logical type become a string if they are valid UTF-8, else `{"base64": "…"}`.
enum ParquetMeaning: Equatable {
    /// No logical type: the stored value as it is.
    case plain
    case text
    case json
    case unsigned
    case decimal(scale: Int)
    case date
    /// Time of day; `perSecond` units make a second.
    case time(perSecond: Int)
    case timestamp(perSecond: Int, isUTC: Bool)
    case uuid
    /// IEEE 754 fp16.
    case half

    /// Reads the logical type, or else the older converted type, by the format's numbers.
    init(_ element: ParquetFooter.Element, _ type: StoredType) {
        if let logical = element.logical, let meaning = ParquetMeaning(logical) {
            self = meaning
            return
        }
        self =
            switch element.converted {
            case 0, 4: .text
            case 5: .decimal(scale: element.scale)
            case 6: .date
            case 7: .time(perSecond: 1000)
            case 8: .time(perSecond: 1_000_000)
            case 9: .timestamp(perSecond: 1000, isUTC: true)
            case 10: .timestamp(perSecond: 1_000_000, isUTC: true)
            case 11, 12, 13, 14: .unsigned
            case 19: .json
            default: type == .int96 ? .timestamp(perSecond: 1_000_000_000, isUTC: false) : .plain
            }
    }

    private init?(_ logical: ParquetFooter.Logical) {
        let perSecond = [1: 1000, 2: 1_000_000, 3: 1_000_000_000][logical.unit] ?? 1000
        switch logical.kind {
        case 1, 4: self = .text
        case 5: self = .decimal(scale: logical.scale)
        case 6: self = .date
        case 7: self = .time(perSecond: perSecond)
        case 8: self = .timestamp(perSecond: perSecond, isUTC: logical.isUTC)
        case 10: self = logical.isSigned ? .plain : .unsigned
        case 12: self = .json
        case 14: self = .uuid
        case 15: self = .half
        default: return nil
        }
    }
}

extension ParquetLeaf {
    /// Converts a stored value of this column to JSON.
    func json(_ value: StoredValue) throws(ParquetFault) -> JSON {
        switch value {
        case .truth(let truth): .bool(truth)
        case .integer(let number): try json(number)
        case .real(let number): Self.json(number)
        case .bytes(let bytes): try json(bytes)
        }
    }

    /// Converts a number to JSON: NaN becomes null and infinities strings, since JSON has neither.
    private static func json(_ number: Double) -> JSON {
        if number.isNaN { return .null }
        return number.isFinite ? .double(number) : .string(number < 0 ? "-Infinity" : "Infinity")
    }

    private func json(_ number: Int64) throws(ParquetFault) -> JSON {
        switch meaning {
        case .unsigned:
            let bits = UInt64(bitPattern: number)
            if type == .int32 { return .integer(Int(UInt32(truncatingIfNeeded: bits))) }
            return JSON.number(parsing: String(bits)) ?? .null
        case .decimal(let scale):
            return .string(
                try decimal("\(number.magnitude)", isNegative: number < 0, scale: scale))
        case .date: return .string(CalendarText.date(daysSince1970: Int(number)))
        case .time(let perSecond):
            return .string(CalendarText.time(Int(number), perSecond: perSecond))
        case .timestamp(let perSecond, let isUTC):
            return .string(
                CalendarText.timestamp(Int(number), perSecond: perSecond, isUTC: isUTC))
        default: return .integer(Int(number))
        }
    }

    private func json(_ bytes: ArraySlice<UInt8>) throws(ParquetFault) -> JSON {
        switch meaning {
        case .text:
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw ParquetFault("a text is not valid UTF-8")
            }
            return .string(text)
        case .json:
            do { return try JSON(parsing: Array(bytes)) } catch {
                throw ParquetFault("not JSON: \(error)")
            }
        case .decimal(let scale):
            guard bytes.count <= Self.decimalLimitInBytes else {
                throw ParquetFault("a decimal of \(bytes.count) bytes")
            }
            let isNegative = bytes.first.map { $0 >= 0x80 } ?? false
            return .string(
                try decimal(
                    Self.digits(bytes, isNegative: isNegative), isNegative: isNegative,
                    scale: scale))
        case .uuid where bytes.count == 16: return .string(Self.uuid(bytes))
        case .half where bytes.count == 2:
            return Self.json(Double(Self.half(bytes)))
        case .timestamp where type == .int96: return .string(Self.int96(bytes))
        default:
            if let text = String(validating: bytes, as: UTF8.self) { return .string(text) }
            return ["base64": .string(Data(bytes).base64EncodedString())]
        }
    }

    private static let decimalLimitInBytes = 64

    private func decimal(
        _ digits: String, isNegative: Bool, scale: Int
    ) throws(ParquetFault) -> String {
        guard (0...1000).contains(scale) else {
            throw ParquetFault("a decimal with \(scale) places")
        }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let sign = isNegative ? "-" : ""
        return scale == 0
            ? sign + padded : sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// Returns the decimal digits of the magnitude of a big-endian two's complement number.
    private static func digits(_ bytes: ArraySlice<UInt8>, isNegative: Bool) -> String {
        var number = bytes.map { isNegative ? ~$0 : $0 }
        if isNegative {
            for index in number.indices.reversed() {
                number[index] &+= 1
                if number[index] != 0 { break }
            }
        }
        // Long division by 10; each remainder is the next digit from the right.
        var digits: [Character] = []
        repeat {
            var rest = 0
            for index in number.indices {
                let value = rest << 8 | Int(number[index])
                number[index] = UInt8(value / 10)
                rest = value % 10
            }
            digits.append(Character("\(rest)"))
        } while number.contains { $0 != 0 }
        return String(digits.reversed())
    }

    private static func uuid(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
            .joined(separator: "-")
    }

    private static func half(_ bytes: ArraySlice<UInt8>) -> Float {
        let bits = UInt16(bytes[bytes.startIndex]) | UInt16(bytes[bytes.startIndex + 1]) << 8
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Float(bits & 0x3FF) / 1024
        let sign: Float = bits >> 15 == 1 ? -1 : 1
        if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
        return exponent == 0
            ? sign * fraction * 0x1p-14
            : sign * (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }

    /// Formats an INT96 timestamp, as Impala and Spark once wrote them.
    ///
    /// Eight bytes of nanoseconds of the day, then four of the Julian day, both little-endian.
    private static func int96(_ bytes: ArraySlice<UInt8>) -> String {
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        let nanoseconds = Int(truncatingIfNeeded: number(bytes.prefix(8)))
        let day = Int(Int32(truncatingIfNeeded: number(bytes.suffix(4)))) - 2_440_588
        return CalendarText.date(daysSince1970: day) + "T"
            + CalendarText.time(nanoseconds, perSecond: 1_000_000_000)
    }
}

/// Dates and times in ISO 8601, in the proleptic Gregorian calendar.
enum CalendarText {
    static func date(daysSince1970 days: Int) -> String {
        // Counts years from March, in eras of 400. Source: H. Hinnant, "chrono-Compatible
        // Low-Level Date Algorithms".
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        let sign = year < 0 ? "-" : ""
        return sign + padded(abs(year), 4) + "-" + padded(civilMonth, 2) + "-" + padded(day, 2)
    }

    /// Formats a time of day; a fraction other than zero has as many digits as the unit needs.
    static func time(_ units: Int, perSecond: Int) -> String {
        let (seconds, fraction) = divided(units, by: perSecond)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60]
            .map { padded(abs($0), 2) }.joined(separator: ":")
        guard fraction > 0 else { return clock }
        return clock + "." + padded(fraction, "\(perSecond)".count - 1)
    }

    static func timestamp(_ units: Int, perSecond: Int, isUTC: Bool) -> String {
        let (day, rest) = divided(units, by: perSecond * 86_400)
        return date(daysSince1970: day) + "T" + time(rest, perSecond: perSecond)
            + (isUTC ? "Z" : "")
    }

    /// Returns the floored quotient and a remainder that is never negative.
    private static func divided(_ number: Int, by divisor: Int) -> (Int, Int) {
        let rest = number % divisor
        return rest < 0 ? (number / divisor - 1, rest + divisor) : (number / divisor, rest)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

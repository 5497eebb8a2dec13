import JSON

/// The type of a column, found from the values that it must hold. Every value may also be null.
///
/// Values of different types are kept as texts of JSON, so that nothing is lost or made up.
indirect enum ParquetType: Equatable {
    /// Nothing but nulls so far.
    case unknown
    case bool
    /// 64-bit integers; whether each is also exactly a double.
    case integer(fitsDouble: Bool)
    case double
    case text
    /// JSON as text, of a column marked as such.
    case json
    case list(ParquetType)
    /// A record with these parts, in the order in which they were first seen.
    case group([Part])

    /// A named part of a record.
    struct Part: Equatable {
        let name: String
        var type: ParquetType
    }

    /// Most parts of a record. Beyond that, names are data.
    private static let partLimit = 500
    /// Deepest nesting of lists and records; deeper values are written as JSON.
    private static let depthLimit = 16

    private init(_ value: JSON, depth: Int) {
        switch value {
        case .null: self = .unknown
        case .bool: self = .bool
        case .integer(let number):
            self = .integer(fitsDouble: Int(exactly: Double(number)) == number)
        case .double: self = .double
        // Digits that neither an integer nor a double holds.
        case .number: self = .json
        case .string: self = .text
        case .array(let values):
            guard depth < Self.depthLimit else {
                self = .json
                return
            }
            self = .list(
                values.reduce(ParquetType.unknown) {
                    $0.merged(with: ParquetType($1, depth: depth + 1))
                })
        case .object(let object):
            // Parquet has no record without parts.
            guard depth < Self.depthLimit, !object.keys.isEmpty,
                object.keys.count <= Self.partLimit
            else {
                self = .json
                return
            }
            self = .group(
                object.pairs.map { Part(name: $0, type: ParquetType($1, depth: depth + 1)) })
        }
    }

    /// The type that holds the values of both.
    func merged(with other: ParquetType) -> ParquetType {
        switch (self, other) {
        case (.unknown, let type), (let type, .unknown): return type
        case (.integer(let left), .integer(let right)): return .integer(fitsDouble: left && right)
        case (.integer(let fits), .double), (.double, .integer(let fits)):
            return fits ? .double : .json
        case (.list(let left), .list(let right)): return .list(left.merged(with: right))
        case (.group(let left), .group(let right)): return Self.merged(left, right)
        default: return self == other ? self : .json
        }
    }

    private static func merged(_ left: [Part], _ right: [Part]) -> ParquetType {
        let parts = union(left, right)
        return parts.count <= partLimit ? .group(parts) : .json
    }

    /// The columns that hold a row beside the rows before it.
    static func columns(_ columns: [Part], with row: JSONObject) -> [Part] {
        union(columns, row.pairs.map { Part(name: $0, type: ParquetType($1, depth: 1)) })
    }

    private static func union(_ left: [Part], _ right: [Part]) -> [Part] {
        var parts = left
        var indices = Dictionary(
            left.enumerated().map { (Array($1.name.utf8), $0) }, uniquingKeysWith: { $1 })
        for part in right {
            let name = Array(part.name.utf8)
            if let index = indices[name] {
                parts[index].type = parts[index].type.merged(with: part.type)
            } else {
                indices[name] = parts.count
                parts.append(part)
            }
        }
        return parts
    }
}

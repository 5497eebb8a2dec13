import Foundation
import GRDB

/// A value of a database that is not what its column may hold.
///
/// SQLite stores values of any type in any column, and a damaged file may hold any value.
struct UnfitValue: Error, Equatable {
    let column: String
    let found: String
    let expected: String

    /// The problem as a phrase.
    var reason: String { "column '\(column)' holds \(found), expected \(expected)" }
}

/// A type of value that the columns of our databases hold.
protocol ColumnValue {
    static var expectation: String { get }
    /// Nil if the column's value has another type, or is outside the type's range.
    init?(column: DatabaseValue)
}

extension Row {
    /// The value of a column.
    /// - Throws: ``UnfitValue`` if the row has no such column, or its value is of another type.
    func value<Value: ColumnValue>(_ column: String) throws -> Value {
        let found = hasColumn(column) ? self[column] as DatabaseValue : .null
        guard let value = Value(column: found) else {
            throw UnfitValue(column: column, found: found.phrase, expected: Value.expectation)
        }
        return value
    }
}

extension DatabaseValue {
    /// The value's kind as a phrase, for messages.
    fileprivate var phrase: String {
        switch storage {
        case .null: "nothing"
        case .int64(let number): "the number \(number)"
        case .double(let number): "the number \(number)"
        case .string: "a text"
        case .blob: "bytes"
        }
    }
}

extension Int: ColumnValue {
    /// Bound of all numbers in our databases, so that sums and differences cannot overflow.
    static let columnLimit = 1 << 50

    static var expectation: String { "a count" }

    init?(column: DatabaseValue) {
        guard case .int64(let number) = column.storage, (0...Int64(Self.columnLimit)) ~= number
        else { return nil }
        self = Int(number)
    }
}

/// The number of a stage in the graph; -1 stands for the whole run.
struct NodeNumber: ColumnValue {
    static var expectation: String { "a stage's number" }

    let value: Int

    init?(column: DatabaseValue) {
        guard case .int64(let number) = column.storage, (-1...Int64(Int.columnLimit)) ~= number
        else { return nil }
        value = Int(number)
    }
}

extension Double: ColumnValue {
    /// Bound of all numbers in our databases, so that they can be made whole numbers of.
    static let columnLimit = 1e15

    static var expectation: String { "a number" }

    init?(column: DatabaseValue) {
        let number: Double
        switch column.storage {
        case .int64(let whole): number = Double(whole)
        case .double(let found): number = found
        default: return nil
        }
        guard abs(number) <= Self.columnLimit else { return nil }
        self = number
    }
}

extension String: ColumnValue {
    static var expectation: String { "a text" }

    init?(column: DatabaseValue) {
        guard case .string(let text) = column.storage else { return nil }
        self = text
    }
}

extension [UInt8]: ColumnValue {
    static var expectation: String { "bytes" }

    init?(column: DatabaseValue) {
        switch column.storage {
        case .blob(let data): self = Array(data)
        // GRDB reads an empty blob as an empty blob, and SQLite may hold it as an empty text.
        case .string(""): self = []
        default: return nil
        }
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    static var expectation: String { "\(Wrapped.expectation) or nothing" }

    init?(column: DatabaseValue) {
        if column.isNull {
            self = .none
        } else if let value = Wrapped(column: column) {
            self = .some(value)
        } else {
            return nil
        }
    }
}

/// A 64-bit hash, which columns hold in hexadecimal.
struct HexadecimalHash: ColumnValue {
    static var expectation: String { "a hash in hexadecimal" }

    let value: UInt64

    init?(column: DatabaseValue) {
        guard let value = String(column: column).flatMap({ UInt64($0, radix: 16) }) else {
            return nil
        }
        self.value = value
    }
}

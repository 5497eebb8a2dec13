/// A JSON value that keeps the order of keys, whether a number was an integer, and all its digits.
///
/// Strings, also keys, compare by their bytes, never by canonical equivalence, so that vocabularies
/// with both composed and decomposed accents survive.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case double(Double)
    /// A number that neither of the two holds exactly.
    case number(WrittenNumber)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON {
    /// The value of `key` if this is an object that has it.
    public subscript(key: String) -> JSON? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The text if this is a string.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number if this is an integer, or a double without a fraction that fits.
    public var integer: Int? {
        switch self {
        case .integer(let value): value
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number, integer or not; the nearest double, and nil beyond a double's range.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .number(let number): number.double
        default: nil
        }
    }

    /// The truth value if this is `true` or `false`.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements if this is an array.
    public var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members if this is an object.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The kind of value, for an error message: "a string", "an array".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .double, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: Equatable {
    /// Compares strings by their UTF-8, numbers by value and kind, objects with their order.
    public static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    /// A string, written as a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number, written as a literal.
    public init(integerLiteral value: Int) { self = .integer(value) }
    /// A number, written as a literal.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// A truth value, written as a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// `null`, written as `nil`.
    public init(nilLiteral: ()) { self = .null }
    /// An array, written as a literal.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object, written as a literal; keys keep their order.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements))
    }
}

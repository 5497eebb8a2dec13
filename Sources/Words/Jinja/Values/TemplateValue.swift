import JSON

/// A value of a template's expression: the types of Python that templates need.
///
/// Lists and dictionaries are immutable, so only ``TemplateObject``s have an identity.
enum TemplateValue {
    /// A missing value; the text is the error message for using it.
    case undefined(String)
    case none
    case bool(Bool)
    case integer(Int128)
    case float(Double)
    /// A record's number that neither of the two holds: printed as written, compared exactly.
    case number(WrittenNumber)
    case string(String)
    /// A string that is already escaped for HTML; `escape` returns it unchanged.
    case markup(String)
    /// A string that is not all the template's own, or that holds headings.
    case traced(TracedText)
    case list(Items)
    case tuple(Items)
    case dictionary(Mapping)
    case range(IntegerRange)
    case object(any TemplateObject)
}

/// The elements of a list or tuple.
final class Items {
    let values: [TemplateValue]
    /// Names of the elements, if the elements can be read as attributes too.
    let names: [String]
    /// Levels of nested containers, this one included.
    let depth: Int
    /// Approximate size of the elements, in bytes: what they print or what they take in memory.
    let weight: Int
    /// Bytes that every element takes in memory, and every list besides its elements.
    static let elementInBytes = MemoryLayout<TemplateValue>.stride
    static let emptyInBytes = 64
    /// Whether an element is or holds a ``TracedText``.
    let isTraced: Bool

    init(_ values: [TemplateValue], names: [String] = []) {
        self.values = values
        self.names = names
        var depth = 0
        var weight = Self.emptyInBytes + values.count * Self.elementInBytes
        var isTraced = false
        for value in values {
            depth = max(depth, value.depth)
            weight = weight.addingWithoutOverflow(value.weight)
            if !isTraced, value.isTraced { isTraced = true }
        }
        self.isTraced = isTraced
        self.depth = depth + 1
        self.weight = weight
    }
}

/// `range(start, stop, step)`.
struct IntegerRange {
    let start: Int
    let stop: Int
    let step: Int

    var count: Int {
        step > 0
            ? max(0, (stop - start + step - 1) / step) : max(0, (start - stop - step - 1) / -step)
    }

    subscript(position: Int) -> TemplateValue { .integer(Int128(start + position * step)) }

    var values: [TemplateValue] { (0..<count).map { self[$0] } }
}

/// A value with behavior: a function, a macro, a loop's state.
protocol TemplateObject: AnyObject {
    /// The printed text.
    var description: String { get }
    /// The name of the object's type in messages.
    var typeName: String { get }
    var isCallable: Bool { get }
    func attribute(_ name: String) -> TemplateValue?
    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue
    /// Returns the elements, or `nil` if the object cannot be looped over.
    func elements() -> [TemplateValue]?
    /// Whether `elements` may be called again and counted; false for one-time sequences.
    var isCollection: Bool { get }
    /// The values that the object holds; they count towards its depth and weight.
    var contents: Items? { get }
}

extension TemplateObject {
    var description: String { "<\(typeName)>" }
    var isCallable: Bool { false }
    func attribute(_ name: String) -> TemplateValue? { nil }
    func call(
        _ arguments: CallArguments,
        in interpreter: Interpreter
    ) throws(TemplateError) -> TemplateValue {
        throw interpreter.fault("'\(typeName)' object is not callable")
    }
    func elements() -> [TemplateValue]? { nil }
    var isCollection: Bool { false }
    var contents: Items? { nil }
}

extension TemplateValue {
    static func list(_ values: [TemplateValue]) -> TemplateValue { .list(Items(values)) }

    static func tuple(_ values: [TemplateValue]) -> TemplateValue { .tuple(Items(values)) }

    static func integer(_ value: Int) -> TemplateValue { .integer(Int128(value)) }

    static func strings(_ values: [String]) -> TemplateValue { .list(values.map { .string($0) }) }

    /// The text if this is a string.
    var text: String? {
        switch self {
        case .string(let text), .markup(let text): text
        case .traced(let text): text.string
        default: nil
        }
    }

    /// The number if this is an integer, or a boolean as 0 or 1.
    var wholeNumber: Int128? {
        switch self {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The value as a double if this is a number or a boolean.
    var number: Double? {
        switch self {
        case .float(let value): value
        case .number(let number): number.double
        default: wholeNumber.map { Double($0) }
        }
    }

    /// The value if this is a float; the nearest one of a decimal with more digits.
    var float: Double? {
        switch self {
        case .float(let value): value
        case .number(let number) where !number.isInteger: number.double
        default: nil
        }
    }

    /// The exact value if this is a finite number or a boolean.
    var decimal: DecimalValue? {
        switch self {
        case .float(let value): value.isFinite ? DecimalValue(value.description) : nil
        case .number(let number): DecimalValue(number.text)
        default: wholeNumber.map { DecimalValue(String($0)) }
        }
    }

    var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    var isNone: Bool {
        if case .none = self { true } else { false }
    }

    /// Python's name for the type.
    var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .bool: "bool"
        case .integer: "int"
        case .float: "float"
        case .number(let number): number.isInteger ? "int" : "float"
        case .string: "str"
        case .markup: "Markup"
        case .traced(let text): text.isMarkup ? "Markup" : "str"
        case .list: "list"
        case .tuple: "tuple"
        case .dictionary: "dict"
        case .range: "range"
        case .object(let object): object.typeName
        }
    }

    /// Levels of nested containers; 0 for other values.
    var depth: Int {
        switch self {
        case .list(let items), .tuple(let items): items.depth
        case .dictionary(let mapping): mapping.depth
        case .object(let object): object.contents?.depth ?? 0
        default: 0
        }
    }

    /// Approximate size of the value in bytes: what it prints or, for containers, takes in memory.
    var weight: Int {
        switch self {
        case .string(let text), .markup(let text): text.utf8.count + 1
        case .traced(let text): text.count + 1
        case .list(let items), .tuple(let items): items.weight
        case .dictionary(let mapping): mapping.weight
        case .object(let object): object.contents?.weight ?? 1
        case .range(let range): range.count
        case .number(let number): number.text.utf8.count
        default: 1
        }
    }

    /// Approximate cost of one pass over the value's direct elements or bytes.
    var breadth: Int {
        switch self {
        case .string(let text), .markup(let text): text.utf8.count
        case .traced(let text): text.count
        case .list(let items), .tuple(let items): items.values.count
        case .dictionary(let mapping): mapping.count
        case .range(let range): range.count
        default: 1
        }
    }
}

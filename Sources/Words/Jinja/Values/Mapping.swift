import JSON

/// An immutable ordered dictionary with Python's keys: `1`, `1.0` and `true` are one key.
final class Mapping {
    let keys: [TemplateValue]
    let values: [TemplateValue]
    let depth: Int
    let weight: Int
    /// Whether a key or value is or holds a ``TracedText``.
    let isTraced: Bool
    /// Positions by key, built at the first lookup that needs them.
    private lazy var index: [MappingKey: Int] = {
        var index: [MappingKey: Int] = [:]
        for (position, key) in keys.enumerated() {
            if let key = MappingKey(key) { index[key] = position }
        }
        return index
    }()

    private static let indexThreshold = 8

    var count: Int { keys.count }

    /// Creates a dictionary from keys that the caller knows to be distinct and hashable.
    init(distinctKeys keys: [TemplateValue], values: [TemplateValue]) {
        self.keys = keys
        self.values = values
        var depth = 0
        var weight = Items.emptyInBytes + 2 * keys.count * Items.elementInBytes
        var isTraced = false
        for value in values {
            depth = max(depth, value.depth)
            weight = weight.addingWithoutOverflow(value.weight)
            if !isTraced, value.isTraced { isTraced = true }
        }
        for key in keys {
            depth = max(depth, key.depth)
            weight = weight.addingWithoutOverflow(key.weight)
            if !isTraced, key.isTraced { isTraced = true }
        }
        self.depth = depth + 1
        self.weight = weight
        self.isTraced = isTraced
    }

    /// Creates a dictionary from pairs in order; `nil` if a key is a list or dictionary.
    ///
    /// Of equal keys the first position and the last value count.
    convenience init?(_ pairs: [(TemplateValue, TemplateValue)]) {
        var positions: [MappingKey: Int] = [:]
        var keys: [TemplateValue] = []
        var values: [TemplateValue] = []
        for (key, value) in pairs {
            guard let hashable = MappingKey(key) else { return nil }
            if let position = positions[hashable] {
                values[position] = value
            } else {
                positions[hashable] = keys.count
                keys.append(key)
                values.append(value)
            }
        }
        self.init(distinctKeys: keys, values: values)
    }

    subscript(key: String) -> TemplateValue? {
        // In small dictionaries a linear search costs less than building the index.
        if count > Self.indexThreshold { return index[.text(ByteString(key))].map { values[$0] } }
        let position = keys.firstIndex { $0.text?.hasSameBytes(as: key) == true }
        return position.map { values[$0] }
    }

    subscript(key: MappingKey) -> TemplateValue? {
        index[key].map { values[$0] }
    }

    var pairs: [TemplateValue] {
        zip(keys, values).map { .tuple([$0, $1]) }
    }
}

/// A value as a dictionary's key.
enum MappingKey: Hashable {
    case none
    case integer(Int128)
    case float(Double)
    case number(String)
    case text(ByteString)
    case tuple([MappingKey])
    case object(ObjectIdentifier)

    /// Creates the key for `value`; `nil` if the value is not hashable.
    init?(_ value: TemplateValue) {
        switch value {
        case .none: self = .none
        case .bool(let value): self = .integer(value ? 1 : 0)
        case .integer(let value): self = .integer(value)
        case .float(let value): self = Int128(exactly: value).map { .integer($0) } ?? .float(value)
        case .number(let number): self = .number(number.text)
        case .string(let text), .markup(let text): self = .text(ByteString(text))
        case .traced(let text): self = .text(ByteString(text.string))
        case .tuple(let items):
            var keys: [MappingKey] = []
            for item in items.values {
                guard let key = MappingKey(item) else { return nil }
                keys.append(key)
            }
            self = .tuple(keys)
        case .object(let object): self = .object(ObjectIdentifier(object))
        case .undefined, .list, .dictionary, .range: return nil
        }
    }
}

/// The members of a JSON object in the order in which they were written.
///
/// Keys are compared by their UTF-8 bytes. Small objects are searched in order; past
/// ``indexThreshold`` members an index is kept.
public struct JSONObject: Sendable {
    /// The keys, in order.
    public private(set) var keys: [String] = []
    /// The values, in the order of ``keys``.
    public private(set) var values: [JSON] = []
    private var index: [Bytes: Int]?

    private static let indexThreshold = 12

    /// A key that hashes and compares by bytes.
    private struct Bytes: Hashable {
        let key: String

        static func == (left: Bytes, right: Bytes) -> Bool {
            left.key.hasSameBytes(as: right.key)
        }

        func hash(into hasher: inout Hasher) {
            var key = key
            key.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// An object without members.
    public init() {}

    /// The pairs in order; of two with the same key the later wins, at the earlier's place.
    public init(_ pairs: some Sequence<(String, JSON)>) {
        keys.reserveCapacity(pairs.underestimatedCount)
        values.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs { self[key] = value }
    }

    /// The number of members.
    public var count: Int { keys.count }
    /// Whether there are no members.
    public var isEmpty: Bool { keys.isEmpty }

    /// The value of `key`; setting `nil` removes the member, setting a new key appends it.
    public subscript(key: String) -> JSON? {
        get { position(of: key).map { values[$0] } }
        set {
            switch (position(of: key), newValue) {
            case (let place?, let value?): values[place] = value
            case (nil, let value?): append(key, value)
            case (let place?, nil): remove(at: place)
            case (nil, nil): break
            }
        }
    }

    /// The members as pairs, in order.
    public var pairs: Zip2Sequence<[String], [JSON]> { zip(keys, values) }

    /// This object with `other`'s members set on it, in `other`'s order.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = JSONObject()
        merged.keys.reserveCapacity(count + other.count)
        merged.values.reserveCapacity(count + other.count)
        merged.keys += keys
        merged.values += values
        merged.index = index
        for place in other.keys.indices { merged[other.keys[place]] = other.values[place] }
        return merged
    }

    private func position(of key: String) -> Int? {
        if let index { return index[Bytes(key: key)] }
        return keys.firstIndex { $0.hasSameBytes(as: key) }
    }

    private mutating func append(_ key: String, _ value: JSON) {
        index?[Bytes(key: key)] = keys.count
        keys.append(key)
        values.append(value)
        if index == nil, keys.count > Self.indexThreshold { rebuildIndex() }
    }

    private mutating func remove(at place: Int) {
        keys.remove(at: place)
        values.remove(at: place)
        if index != nil { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        var rebuilt: [Bytes: Int] = [:]
        rebuilt.reserveCapacity(keys.count)
        for (place, key) in keys.enumerated() { rebuilt[Bytes(key: key)] = place }
        index = rebuilt
    }
}

extension JSONObject: Equatable {
    /// Equal keys by their bytes, equal values, in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count
            && zip(left.keys, right.keys).allSatisfy { $0.hasSameBytes(as: $1) }
            && left.values == right.values
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order in which they are written.
    public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

extension String {
    /// Whether both have the same UTF-8; `==` would also equate composed and decomposed accents.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let same = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
        }
        return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

/// The members of a JSON object in the order in which they were written.
///
/// Keys are compared by their UTF-8 bytes. Small objects are searched in order; objects of more
/// than ``indexThreshold`` members have a hash index.
public struct JSONObject: Sendable {
    /// A key and its value.
    public struct Member: Sendable {
        /// The key.
        public let key: String
        /// The value.
        public fileprivate(set) var value: JSON
    }

    /// The members, in order.
    public private(set) var members: [Member] = []
    private var index: [ByteString: Int]?

    private static let indexThreshold = 12

    /// An object without members.
    public init() {}

    /// An object of pairs in order; a repeated key keeps its first position and its last value.
    public init(_ pairs: some Sequence<(String, JSON)>) {
        members.reserveCapacity(pairs.underestimatedCount)
        for (key, value) in pairs { set(key, to: value) }
    }

    /// The number of members.
    public var count: Int { members.count }
    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }
    /// The keys, in order.
    public var keys: [String] { members.map(\.key) }
    /// The values, in the order of ``keys``.
    public var values: [JSON] { members.map(\.value) }
    /// The members as pairs, in order.
    public var pairs: [(String, JSON)] { members.map { ($0.key, $0.value) } }

    /// The value of `key`; setting `nil` removes the member, setting a new key appends it.
    public subscript(key: String) -> JSON? {
        get { position(of: key).map { members[$0].value } }
        set {
            if let newValue {
                set(key, to: newValue)
            } else if let spot = position(of: key) {
                remove(at: spot)
            }
        }
    }

    /// Removes all members for which `isRemoved` holds, in one pass.
    ///
    /// Setting many members to `nil` one by one would take quadratic time.
    public mutating func removeAll(where isRemoved: (Member) throws -> Bool) rethrows {
        let before = members.count
        try members.removeAll(where: isRemoved)
        if members.count < before, index != nil { rebuildIndex() }
    }

    /// Returns this object with `other`'s members set on it, in `other`'s order.
    public func merging(_ other: JSONObject) -> JSONObject {
        var merged = JSONObject()
        merged.members.reserveCapacity(count + other.count)
        merged.members += members
        merged.index = index
        for member in other.members { merged.set(member.key, to: member.value) }
        return merged
    }

    private func position(of key: String) -> Int? {
        if let index { return index[ByteString(key)] }
        return members.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    private mutating func set(_ key: String, to value: JSON) {
        if let spot = position(of: key) {
            members[spot].value = value
        } else {
            append(key, value)
        }
    }

    private mutating func append(_ key: String, _ value: JSON) {
        index?[ByteString(key)] = members.count
        members.append(Member(key: key, value: value))
        if index == nil, members.count > Self.indexThreshold { rebuildIndex() }
    }

    private mutating func remove(at spot: Int) {
        members.remove(at: spot)
        if index != nil { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        var rebuilt: [ByteString: Int] = [:]
        rebuilt.reserveCapacity(members.count)
        for (spot, member) in members.enumerated() { rebuilt[ByteString(member.key)] = spot }
        index = rebuilt
    }
}

extension JSONObject: Equatable {
    /// Equal keys by their bytes, equal values, in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count
            && zip(left.members, right.members).allSatisfy {
                $0.key.hasSameBytes(as: $1.key) && $0.value == $1.value
            }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// The members in the order in which they are written.
    public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}

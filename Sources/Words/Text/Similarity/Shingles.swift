import Hashing

/// The shingles of a text (overlapping runs of words or characters), as a set of hashes.
///
/// Texts are compared as `String.comparable` has them: without case, with single spaces. A text
/// shorter than a shingle is one shingle; an empty text has none. Hashes have 64 bits: a billion different
/// shingles have 0.03 pairs with the same hash on average.
public struct Shingles: Sendable, Equatable {
    /// The units and the length of a shingle.
    public enum Kind: Sendable, Equatable {
        /// `n` words in a row.
        case words(Int)
        /// `n` characters (code points) in a row, the spaces between words included.
        case characters(Int)
    }

    /// The distinct hashes, in ascending order.
    public let hashes: [UInt64]

    /// The number of different shingles.
    public var count: Int { hashes.count }

    /// Makes the shingles of `text`; runs of three words by default.
    public init(_ text: String, _ kind: Kind = .words(3)) {
        let normal = text.comparable
        let hashes =
            switch kind {
            case .words(let n): Self.windows(normal.utf8.split(separator: UInt8(ascii: " ")), n)
            case .characters(let n): Self.windows(Array(normal.unicodeScalars), n)
            }
        self.hashes = hashes.sorted().reduce(into: []) { distinct, hash in
            if distinct.last != hash { distinct.append(hash) }
        }
    }

    /// Returns the Jaccard similarity: shared shingles / all shingles; 1 for two empty texts.
    public func jaccard(_ other: Shingles) -> Double { jaccard(other.hashes[...]) }

    /// Returns the Jaccard similarity with shingles given by their hashes, in ascending order.
    func jaccard(_ other: ArraySlice<UInt64>) -> Double {
        let shared = sharedCount(with: other)
        let all = hashes.count + other.count - shared
        return all == 0 ? 1 : Double(shared) / Double(all)
    }

    /// Returns shared shingles / this text's shingles; 0 for an empty text.
    public func sharedShare(with other: Shingles) -> Double {
        hashes.isEmpty ? 0 : Double(sharedCount(with: other.hashes[...])) / Double(hashes.count)
    }

    /// Counts equal hashes by a merge of the two sorted lists.
    private func sharedCount(with other: ArraySlice<UInt64>) -> Int {
        var (left, right, shared) = (0, other.startIndex, 0)
        while left < hashes.count, right < other.endIndex {
            let (a, b) = (hashes[left], other[right])
            if a == b { shared += 1 }
            if a <= b { left += 1 }
            if b <= a { right += 1 }
        }
        return shared
    }

    private static func windows<Unit: HashableUnit>(_ units: [Unit], _ n: Int) -> [UInt64] {
        precondition(n > 0, "a shingle needs at least one word or character")
        guard !units.isEmpty else { return [] }
        guard units.count > n else { return [hash(units[...])] }
        return (0...(units.count - n)).map { hash(units[$0..<($0 + n)]) }
    }

    /// FNV-1a over the bytes, then mixed. 0xFF, which UTF-8 never contains, ends each unit, so that
    /// the same bytes in other units hash differently.
    private static func hash<Unit: HashableUnit>(_ units: ArraySlice<Unit>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for unit in units {
            unit.withBytes { hash = (hash ^ UInt64($0)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash.mixed
    }
}

/// A word or a character.
private protocol HashableUnit {
    func withBytes(_ body: (UInt8) -> Void)
}

extension Substring.UTF8View: HashableUnit {
    fileprivate func withBytes(_ body: (UInt8) -> Void) {
        for byte in self { body(byte) }
    }
}

extension Unicode.Scalar: HashableUnit {
    fileprivate func withBytes(_ body: (UInt8) -> Void) {
        for byte in UTF8.encode(self) ?? UTF8.encodedReplacementCharacter { body(byte) }
    }
}

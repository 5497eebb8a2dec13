import Hashing
import PythonStrings

/// The pieces by which texts are compared: runs of words or characters, as a set of hashes.
///
/// Texts are lower-cased, runs of white space become one space, the ends are stripped. A text
/// shorter than a shingle is one shingle; an empty one has none. Two different shingles share a
/// 64-bit hash about never: a billion of them hold 0.03 such pairs on average.
public struct Shingles: Sendable, Equatable {
    /// What a shingle is made of.
    public enum Kind: Sendable, Equatable {
        /// `n` words in a row.
        case words(Int)
        /// `n` characters (code points) in a row, the spaces between words included.
        case characters(Int)
    }

    /// The hashes in ascending order, each once.
    public let hashes: [UInt64]

    /// The number of different shingles.
    public var count: Int { hashes.count }

    /// The shingles of `text`; runs of three words unless said otherwise.
    public init(_ text: String, _ kind: Kind = .words(3)) {
        let normal = Self.normalized(text)
        let hashes =
            switch kind {
            case .words(let n): Self.windows(normal.utf8.split(separator: UInt8(ascii: " ")), n)
            case .characters(let n): Self.windows(Array(normal.unicodeScalars), n)
            }
        self.hashes = hashes.sorted().reduce(into: []) { distinct, hash in
            if distinct.last != hash { distinct.append(hash) }
        }
    }

    /// Shared shingles / all shingles; 1 for two empty texts.
    public func jaccard(_ other: Shingles) -> Double { jaccard(other.hashes[...]) }

    /// The same of shingles that are given by their hashes, in ascending order.
    func jaccard(_ other: ArraySlice<UInt64>) -> Double {
        let shared = sharedCount(with: other)
        let all = hashes.count + other.count - shared
        return all == 0 ? 1 : Double(shared) / Double(all)
    }

    /// Shared shingles / this text's shingles; 0 for an empty text.
    public func sharedShare(with other: Shingles) -> Double {
        hashes.isEmpty ? 0 : Double(sharedCount(with: other.hashes[...])) / Double(hashes.count)
    }

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

    /// The text as it is compared.
    public static func normalized(_ text: String) -> String {
        text.pythonLowercased.withFoldedSpace
    }

    private static func windows<Unit: HashableUnit>(_ units: [Unit], _ n: Int) -> [UInt64] {
        precondition(n > 0, "a shingle needs at least one word or character")
        guard !units.isEmpty else { return [] }
        guard units.count > n else { return [hash(units[...])] }
        return (0...(units.count - n)).map { hash(units[$0..<($0 + n)]) }
    }

    /// FNV-1a over the bytes, a byte that UTF-8 never holds between the units, mixed at the end.
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

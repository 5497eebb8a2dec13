import Hashing

/// Makes MinHash signatures: the share of equal positions estimates the Jaccard similarity.
///
/// Position `i` of a signature is the smallest value of the `i`-th hash function over the shingles.
/// Two sets have the same value there with probability `J`, their similarity, so `k` positions
/// estimate `J` with standard error `sqrt(J(1 - J) / k)`. Source: Broder 1997.
public struct MinHasher: Sendable {
    private let keys: [UInt64]

    /// The number of positions in a signature.
    public var permutations: Int { keys.count }

    /// Makes a hasher with `permutations` hash functions, chosen by `seed`.
    public init(permutations: Int = 128, seed: UInt64 = 1) {
        precondition(permutations > 0, "a signature needs at least one position")
        keys = (1...permutations).map {
            (seed.mixed &+ UInt64($0) &* 0x9E37_79B9_7F4A_7C15).mixed
        }
    }

    /// Returns the signature of `shingles`; for an empty set, every position has the largest value.
    public func signature(of shingles: Shingles) -> [UInt64] {
        keys.map { key in
            var least = UInt64.max
            for hash in shingles.hashes { least = min(least, (hash ^ key).mixed) }
            return least
        }
    }

    /// Returns the share of equal positions of two signatures.
    public static func estimate(_ left: [UInt64], _ right: [UInt64]) -> Double {
        precondition(
            left.count == right.count,
            "signatures of different hashers have no similarity"
        )
        let equal = zip(left, right).count { $0 == $1 }
        return Double(equal) / Double(left.count)
    }
}

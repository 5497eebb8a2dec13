/// Which keys may be there: never wrong about one that is, rarely (one in a hundred) about one that
/// is not, in about ten bits a key.
///
/// Layers of Bloom filters (Bloom 1970), each twice as large as the one before, so that nothing is
/// built anew as keys come.
struct KeyFilter {
    private struct Layer {
        var bits: [UInt64]
        var room: Int

        init(room: Int) {
            bits = [UInt64](repeating: 0, count: (room * bitsPerKey + 63) / 64)
            self.room = room
        }
    }

    private static let bitsPerKey = 10
    /// ln 2 times the bits per key gives the fewest mistakes.
    private static let probes = 7
    private static let smallestRoom = 1 << 16
    private var layers: [Layer] = []

    /// A filter with room for `count` keys before it grows.
    init(expecting count: Int = 0) {
        layers = [Layer(room: max(count, Self.smallestRoom))]
    }

    mutating func insert(_ key: [UInt8]) {
        if layers[layers.count - 1].room == 0 {
            layers.append(
                Layer(room: layers[layers.count - 1].bits.count * 64 / Self.bitsPerKey * 2))
        }
        let last = layers.count - 1
        let count = UInt64(layers[last].bits.count * 64)
        var probe = Probe(key)
        for _ in 0..<Self.probes {
            let bit = probe.next(below: count)
            layers[last].bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        layers[last].room -= 1
    }

    /// Whether `key` may have been inserted; false is certain.
    func mayContain(_ key: [UInt8]) -> Bool {
        layers.contains { layer in
            let count = UInt64(layer.bits.count * 64)
            var probe = Probe(key)
            return (0..<Self.probes).allSatisfy { _ in
                let bit = probe.next(below: count)
                return layer.bits[bit >> 6] >> UInt64(bit & 63) & 1 == 1
            }
        }
    }

    /// The places of a key's bits, by two hashes (Kirsch & Mitzenmacher 2006).
    private struct Probe {
        private var hash: UInt64
        private let step: UInt64

        init(_ key: [UInt8]) {
            var hasher = Hasher()
            key.withUnsafeBytes { hasher.combine(bytes: $0) }
            hash = UInt64(truncatingIfNeeded: hasher.finalize())
            step = (hash &* 0x9E37_79B9_7F4A_7C15) | 1
        }

        mutating func next(below count: UInt64) -> Int {
            defer { hash &+= step }
            return Int(hash.multipliedFullWidth(by: count).high)
        }
    }
}

/// A map between tokens and ids, in three flat arrays; tokens are compared by bytes.
struct Vocabulary: Sendable {
    /// All ids are below this limit, so that a hostile id cannot make a huge table.
    static let idLimit = 1 << 22

    private var bytes: [UInt8] = []
    /// Token `id` is `bytes[ends[id - 1]..<ends[id]]`; an unused id is empty.
    private var ends: [Int] = []
    /// Hash table of ids by token, with open addressing; -1 is a free slot.
    private var slots: [Int32] = []

    /// The number of ids, unused ones included.
    var count: Int { ends.count }

    /// Makes a vocabulary from tokens in order of their ids.
    ///
    /// ``id(of:)`` finds only the tokens for which `isFound` is true, and of several
    /// tokens with the same bytes the first.
    init(_ tokens: [[UInt8]], isFound: (Int) -> Bool = { _ in true }) {
        ends.reserveCapacity(tokens.count)
        for token in tokens {
            bytes.append(contentsOf: token)
            ends.append(bytes.count)
        }
        var capacity = 16
        while capacity < tokens.count * 2 { capacity *= 2 }
        slots = [Int32](repeating: -1, count: capacity)
        for id in tokens.indices where !tokens[id].isEmpty && isFound(id) {
            let slot = tokens[id].withUnsafeBufferPointer { self.slot(of: $0) }
            if slots[slot] < 0 { slots[slot] = Int32(id) }
        }
    }

    /// The bytes of a token, or nil for an unused id.
    subscript(id: Int32) -> ArraySlice<UInt8>? {
        guard ends.indices ~= Int(id) else { return nil }
        let range = range(of: Int(id))
        return range.isEmpty ? nil : bytes[range]
    }

    /// The id of the token with exactly these bytes.
    func id(of token: ByteBuffer) -> Int32? {
        let id = slots[slot(of: token)]
        return id < 0 ? nil : id
    }

    /// The id of the token with exactly these bytes.
    func id(of token: [UInt8]) -> Int32? {
        token.withUnsafeBufferPointer { id(of: $0) }
    }

    /// Every id from 0 with its bytes; unused ids are empty.
    var tokens: [[UInt8]] { ends.indices.map { Array(bytes[range(of: $0)]) } }

    private func range(of id: Int) -> Range<Int> { (id == 0 ? 0 : ends[id - 1])..<ends[id] }

    /// The slot that holds `token`, or the free one where it belongs.
    private func slot(of token: ByteBuffer) -> Int {
        var slot = Int(truncatingIfNeeded: token.mixedHash) & (slots.count - 1)
        while slots[slot] >= 0, !holds(token, at: Int(slots[slot])) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func holds(_ token: ByteBuffer, at id: Int) -> Bool {
        let range = range(of: id)
        guard range.count == token.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for offset in 0..<token.count where bytes[range.lowerBound + offset] != token[offset] {
                return false
            }
            return true
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// A 64-bit hash, FNV-1a with its high bits folded down.
    var mixedHash: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash ^ (hash >> 29)
    }
}

/// Incremental 64-bit xxHash with seed 0.
///
/// The low 32 bits are the checksum that zstd writes at the end of a frame, so a content hash in
/// the catalog can be compared with the file without decompressing.
/// Source: Collet, xxHash specification 0.1.1, "XXH64 algorithm".
package struct XXHash64 {
    private var lanes: SIMD4<UInt64>
    private var tail: [UInt8] = []
    private var length: UInt64 = 0

    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    /// The state before any bytes.
    package init() {
        lanes = SIMD4(Self.prime1 &+ Self.prime2, Self.prime2, 0, 0 &- Self.prime1)
    }

    /// The hash of `bytes`.
    package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { hash($0) }
    }

    /// The hash of `bytes`.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = XXHash64()
        let whole = bytes.count / stripe * stripe
        state.consume(bytes, from: 0, to: whole)
        state.length = UInt64(bytes.count)
        return finish(state.headValue, tail: UnsafeRawBufferPointer(rebasing: bytes[whole...]))
    }

    /// Adds bytes to the hash.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable {
            update(UnsafeRawBufferPointer($0))
        }
        if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
    }

    /// Adds bytes to the hash.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var at = 0
        if !tail.isEmpty {
            let taken = min(Self.stripe - tail.count, bytes.count)
            tail.append(contentsOf: bytes[0..<taken])
            at = taken
            guard tail.count == Self.stripe else { return }
            tail.withUnsafeBytes { consume($0, from: 0, to: Self.stripe) }
            tail.removeAll(keepingCapacity: true)
        }
        let whole = at + (bytes.count - at) / Self.stripe * Self.stripe
        consume(bytes, from: at, to: whole)
        tail.append(contentsOf: bytes[whole...])
    }

    /// The hash of all bytes added so far.
    package var value: UInt64 {
        tail.withUnsafeBytes { Self.finish(headValue, tail: $0) }
    }

    /// The merged lanes plus the length; input shorter than a stripe starts from a prime instead.
    private var headValue: UInt64 {
        (length < UInt64(Self.stripe) ? Self.prime5 : merged) &+ length
    }

    private mutating func consume(_ bytes: UnsafeRawBufferPointer, from: Int, to end: Int) {
        var (a, b, c, d) = (lanes[0], lanes[1], lanes[2], lanes[3])
        var at = from
        while at < end {
            a = Self.round(a, bytes.word(at))
            b = Self.round(b, bytes.word(at + 8))
            c = Self.round(c, bytes.word(at + 16))
            d = Self.round(d, bytes.word(at + 24))
            at += Self.stripe
        }
        lanes = SIMD4(a, b, c, d)
    }

    private var merged: UInt64 {
        var hash =
            Self.rotate(lanes[0], 1) &+ Self.rotate(lanes[1], 7)
            &+ Self.rotate(lanes[2], 12) &+ Self.rotate(lanes[3], 18)
        for lane in 0..<4 {
            hash = (hash ^ Self.round(0, lanes[lane])) &* Self.prime1 &+ Self.prime4
        }
        return hash
    }

    private static func finish(_ start: UInt64, tail: UnsafeRawBufferPointer) -> UInt64 {
        var hash = start
        var at = 0
        while at + 8 <= tail.count {
            hash = rotate(hash ^ round(0, tail.word(at)), 27) &* prime1 &+ prime4
            at += 8
        }
        if at + 4 <= tail.count {
            let half = tail.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
            hash = rotate(hash ^ (UInt64(half) &* prime1), 23) &* prime2 &+ prime3
            at += 4
        }
        for byte in tail[at...] {
            hash = rotate(hash ^ (UInt64(byte) &* prime5), 11) &* prime1
        }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        word << bits | word >> (64 - bits)
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    fileprivate func word(_ offset: Int) -> UInt64 {
        loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }
}

extension UInt64 {
    /// The number as sixteen hexadecimal digits, as hashes are stored in the catalog.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

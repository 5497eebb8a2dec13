/// A string that compares and hashes by its bytes, not by canonical equivalence.
package struct ByteString: Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static func == (left: ByteString, right: ByteString) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether both have the same UTF-8; `==` would also equate composed and decomposed accents.
    package func hasSameBytes(as other: String) -> Bool {
        // Strings of up to 15 bytes are stored inline: equal ones have equal bits.
        let (left, right) = (
            unsafeBitCast(self, to: Bits.self), unsafeBitCast(other, to: Bits.self)
        )
        if left == right { return true }
        guard utf8.count == other.utf8.count else { return false }
        let same = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { left.elementsEqual($0) }
        }
        return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    private typealias Bits = (UInt64, UInt64)
}

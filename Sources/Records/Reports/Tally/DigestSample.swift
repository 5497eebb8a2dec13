/// A uniform sample of bounded size that does not depend on the order of the elements.
///
/// Keeps the `size` elements whose names have the smallest digests, which is a uniform sample
/// without replacement when names are ids.
struct DigestSample<Element> {
    let size: Int
    /// The number of elements offered.
    private(set) var offered = 0
    private var kept: [(digest: UInt64, element: Element)] = []

    init(size: Int) { self.size = size }

    /// The elements kept, by ascending digest.
    var elements: [Element] { kept.map(\.element) }

    /// Offers an element; evaluates it only if it is kept.
    mutating func offer(_ digest: UInt64, _ element: @autoclosure () -> Element) {
        offered += 1
        if kept.count == size {
            guard let last = kept.last, digest < last.digest else { return }
            kept.removeLast()
        }
        let index = kept.firstIndex { digest < $0.digest } ?? kept.count
        kept.insert((digest, element()), at: index)
    }
}

/// The 64-bit FNV-1a digest of texts with a final bit mix; not cryptographic.
func digest(_ texts: String...) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for var text in texts {
        text.withUTF8 { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
        // 0xFF never occurs in UTF-8, so ("ab", "c") and ("a", "bc") differ.
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    // FNV alone changes the high bits too little between similar ids, and the smallest digests are
    // the sample.
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
}

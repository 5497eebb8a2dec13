/// A GPU generation: a compute capability, or the machine code compiled for one.
package struct Architecture: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Major number: code for one runs on no other.
    package var major: Int
    /// Minor number: code for a lower one runs on a higher one.
    package var minor: Int
    /// "a" for code with instructions that only this exact generation has; else empty.
    package var suffix: String

    /// Creates a generation, e.g. from 9 and 0 for Hopper.
    package init(_ major: Int, _ minor: Int, suffix: String = "") {
        (self.major, self.minor, self.suffix) = (major, minor, suffix)
    }

    /// Creates a generation from NVRTC's number, e.g. 90 for 9.0.
    init(number: Int) { self.init(number / 10, number % 10) }

    /// The first generation that has all our kernels' instructions.
    package static let oldest = Architecture(8, 0)

    /// Hopper, the generation with warpgroup products (wgmma).
    package static let hopper = Architecture(9, 0)

    /// The first generation whose tensor cores take fp8.
    package static let withFP8 = Architecture(8, 9)

    /// "sm_90a".
    package var description: String { "sm_\(major)\(minor)\(suffix)" }

    /// Orders by major, then minor number; suffixes do not count.
    package static func < (a: Architecture, b: Architecture) -> Bool {
        (a.major, a.minor) < (b.major, b.minor)
    }

    /// Whether code made for this one runs on a GPU of `capability`.
    func runs(on capability: Architecture) -> Bool {
        suffix.isEmpty
            ? major == capability.major && minor <= capability.minor
            : (major, minor) == (capability.major, capability.minor)
    }
}

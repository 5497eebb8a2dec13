/// A GPU's generation: its compute capability, and the machine code that runs on it.
package struct Architecture: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first number: code of one runs on no other.
    package var major: Int
    /// The second: code of a lower one runs on a higher.
    package var minor: Int
    /// "a" for code that uses what only this very generation has; else empty.
    package var suffix: String

    /// A generation, e.g. 9 and 0 for Hopper.
    package init(_ major: Int, _ minor: Int, suffix: String = "") {
        (self.major, self.minor, self.suffix) = (major, minor, suffix)
    }

    /// From the number that NVRTC uses: 90.
    init(number: Int) { self.init(number / 10, number % 10) }

    /// The first generation that has all our kernels' instructions.
    package static let oldest = Architecture(8, 0)

    /// The generation that has products of warpgroups.
    package static let hopper = Architecture(9, 0)

    /// The first generation whose tensor cores take 8-bit floats.
    package static let withFP8 = Architecture(8, 9)

    /// "sm_90a".
    package var description: String { "sm_\(major)\(minor)\(suffix)" }

    /// By generation.
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

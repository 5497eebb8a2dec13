import Foundation
import TestSupport

/// Fixture files in `folder` whose names end in `suffix`, sorted; empty if it is not there.
func fixtureFiles(in folder: String, suffix: String) -> [String] {
    let found = try? FileManager.default.contentsOfDirectory(atPath: Fixtures.url(folder).path)
    return (found ?? []).filter { $0.hasSuffix(suffix) }.sorted().map { "\(folder)/\($0)" }
}

/// The worst element of `found` beyond a relative `tolerance`, in words; `nil` if there is none.
func worstDifference(_ found: [Float], _ expected: [Float], tolerance: Float) -> String? {
    guard found.count == expected.count else {
        return "\(found.count) elements instead of \(expected.count)"
    }
    var worst: (index: Int, error: Float)?
    for index in found.indices where found[index].bitPattern != expected[index].bitPattern {
        let (a, b) = (found[index], expected[index])
        if a == b || (a.isNaN && b.isNaN) { continue }
        let error = abs(a - b) / max(abs(a), abs(b))
        if !(error <= tolerance), !(error <= worst?.error ?? 0) { worst = (index, error) }
    }
    return worst.map {
        "element \($0.index): \(found[$0.index]) instead of \(expected[$0.index]) (\($0.error) off)"
    }
}

/// SplitMix64: the same numbers from the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

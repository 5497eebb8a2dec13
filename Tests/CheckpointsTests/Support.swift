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

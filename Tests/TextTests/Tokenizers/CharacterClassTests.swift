import Foundation
import Testing

@testable import Text

@Suite struct CharacterClassTests {
    /// The Unicode version of the committed table.
    private static let version = 16

    @Test func `the character table is the standard library's`() throws {
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            return try Self.record()
        }
        var wrong: [Unicode.Scalar] = []
        for scalar in (UInt32(0)..<0x110000).lazy.compactMap({ Unicode.Scalar($0) }) {
            let found = CharacterClasses.table[scalar.value]
            guard found != CharacterClass(of: scalar) else { continue }
            // A newer standard library may know characters that the table does not.
            if (scalar.properties.age?.major ?? Self.version + 1) <= Self.version {
                wrong.append(scalar)
            }
        }
        #expect(wrong.isEmpty)
    }

    /// Writes the table anew from this compiler's Unicode data.
    private static func record() throws {
        var runs: [UInt32] = []
        var last: CharacterClass?
        for value in UInt32(0)..<0x110000 {
            let found = Unicode.Scalar(value).map { CharacterClass(of: $0) } ?? .other
            if found != last { runs.append(value << 2 | UInt32(found.rawValue)) }
            last = found
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Words/Text/Tokenizers/CharacterClassTable.swift")
        let text = try String(contentsOf: file, encoding: .utf8)
        let header = text.prefix(upTo: text.firstRange(of: "[\n")?.upperBound ?? text.endIndex)
        let lines = stride(from: 0, to: runs.count, by: 10).map { start in
            let line = runs[start..<min(start + 10, runs.count)]
            return "    " + line.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
                + ",\n"
        }
        try (header + lines.joined() + "]\n").write(to: file, atomically: true, encoding: .utf8)
    }
}

import Foundation
import Hashing
import Testing

@testable import Text

/// The hand-written scanners against the regular expressions that they stand for.
@Suite struct WordPatternTests {
    @Test(arguments: WordPattern.allCases)
    func `a scanner cuts where its regular expression cuts`(pattern: WordPattern) throws {
        let regex = try NSRegularExpression(pattern: pattern.rawValue)
        var generator = SplitMix64(seed: 17)
        for _ in 0..<1500 {
            let text = generator.assignedText()
            var expected: [Range<Int>] = []
            var found: [Range<Int>] = []
            let units = Array(text.utf16)
            func bytes(before unit: Int) -> Int {
                String(decoding: units[..<unit], as: UTF16.self).utf8.count
            }
            for match in regex.matches(in: text, range: NSRange(location: 0, length: units.count)) {
                expected.append(
                    bytes(before: match.range.lowerBound)..<bytes(before: match.range.upperBound))
            }
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                SplitPattern.words(pattern).forEachMatch(in: bytes) { found.append($0) }
            }
            #expect(found == expected, "\(text.debugDescription)")
        }
    }

    @Test(arguments: WordPattern.allCases)
    func `words cover damaged text too, byte for byte`(pattern: WordPattern) {
        var generator = SplitMix64(seed: 19)
        for _ in 0..<500 {
            let bytes = (0..<20).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var end = 0
            bytes.withUnsafeBufferPointer { bytes in
                SplitPattern.words(pattern).forEachMatch(in: bytes) { word in
                    #expect(word.lowerBound == end)
                    #expect(!word.isEmpty)
                    end = word.upperBound
                }
            }
            #expect(end == bytes.count)
        }
    }

    @Test func `patterns are known by their spelling`() {
        for pattern in WordPattern.allCases {
            guard case .words(let found)? = SplitPattern(regex: pattern.rawValue) else {
                Issue.record("\(pattern) is not recognised")
                continue
            }
            #expect(found == pattern)
        }
        guard case .regex? = SplitPattern(regex: "[a-c]+") else {
            Issue.record("an unknown pattern is not left to the regular expression engine")
            return
        }
        #expect(SplitPattern(regex: "(unclosed") == nil)
    }
}

extension SplitMix64 {
    /// Random text without scalars that the two engines may know from different Unicode versions.
    fileprivate mutating func assignedText() -> String {
        let scalars = text().unicodeScalars.filter {
            guard let age = $0.properties.age else { return false }
            return age.major <= 15
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

import Foundation
import Hashing
import Testing

@testable import Text

/// The expressions of tokenizer files, beside those of Foundation.
@Suite struct `Linear regular expressions` {
    static let patterns = [
        #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        #"(?i:'s|'t)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+"#,
        #"[^\r\n\p{L}]?[\p{Lu}\p{Lt}\p{M}]*[\p{Ll}\p{M}]+(?i:'s|'ll)?|\p{N}{1,3}|\s+(?!\S)|\s+"#,
        #"[一-龥぀-ゟ゠-ヿ]+"#, #"\w+|[^\w\s]+"#, #"\s?\p{L}++|\d++"#, #"(?<=\d)(?=(?:\d{3})+\b)."#,
        #"(?<!a)b+?c*|^x|y$|\bz\B"#, #"(?m)^.+?$"#, #"(?>a+)b|a"#, #"(?:a|ab)(?:c|bcd)(?:d*)"#,
        #"(a*)*b|a+?"#, #"[\p{Han}]+|[\p{L}&&[^\p{Han}]]+"#, #"(?i)k+|ſ"#, #"[]a]+|[^]b]"#,
        #"x{2,3}?|x{4}|\x{e9}+|\u00e9"#, #"(?s).\n|."#, #"(?:(?=a)a|b(?!a))+"#, #"(?=.*c)[ab]+"#,
    ]

    @Test(arguments: patterns)
    func `find what Foundation finds`(pattern: String) throws {
        let mine = try #require(LinearRegex(pattern))
        let theirs = try NSRegularExpression(pattern: pattern)
        let alphabet = Array("aaabbbcdxyzABZ  \n\r\t'.,!09123éß漢字ひ😀\u{301}\u{200D}skKſ_-\u{2028}")
            .map(String.init)
        for seed in 0..<150 {
            var generator = SplitMix64(seed: UInt64(seed))
            let text = (0..<generator.integer(below: 24))
                .map { _ in alphabet[generator.integer(below: alphabet.count)] }.joined()
            let whole = NSRange(location: 0, length: text.utf16.count)
            let expected = theirs.matches(in: text, range: whole).filter { $0.range.length > 0 }
                .map { (text as NSString).substring(with: $0.range) }
            #expect(Self.matches(of: mine, in: text) == expected, "seed \(seed): \(text)")
        }
    }

    /// Each of these takes a backtracking engine longer than anyone waits.
    @Test(arguments: [
        ("(a+)+b", 0), ("(a|a)*c", 0), ("(?:a+)+(?=b)", 0), ("(.*)(.*)(.*)x", 0), ("a*b|a", 20_000),
        ("(?=.*c)a", 0), ("((a*)*)*b|aa", 10_000), ("(?>(a+)+)b", 0), ("(?<=(?:a|aa)(?:b|c))a", 0),
    ])
    func `end soon whatever the expression`(pattern: String, count: Int) {
        guard let regex = LinearRegex(pattern) else {
            #expect(pattern.contains("?<="), "an expression of no fixed length is refused")
            return
        }
        let text = String(repeating: "a", count: 20_000)
        #expect(Self.matches(of: regex, in: text).count == count)
    }

    @Test(arguments: [
        #"(a)\1"#, "(a", "((((a{100}){100}){100}){100})", "a{30000}",
        String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000),
        "a" + String(repeating: "{1}", count: 3_000),
    ])
    func `that refer back or are too large are refused`(pattern: String) {
        #expect(LinearRegex(pattern) == nil)
    }

    private static func matches(of regex: LinearRegex, in text: String) -> [String] {
        var found: [String] = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            regex.forEachMatch(in: bytes) { range in
                found.append(String(decoding: bytes[range], as: UTF8.self))
            }
        }
        return found
    }
}

import Hashing
import Testing

@testable import Text

@Suite struct `Comparable words` {
    @Test(arguments: [
        ("Don't stop -- now!", ["dont", "stop", "now"]), ("  ", []), ("3.14 = π", ["314", "π"]),
        ("ÉCOLE École", ["école", "école"]), ("潮汐 is tide", ["潮", "汐", "is", "tide"]),
        ("well-known snake_case\u{2014}then", ["well", "known", "snake", "case", "then"]),
        ("STRASSE straße \u{FEFF}a\u{200B}b", ["strasse", "strasse", "ab"]),
    ])
    func `are lower-cased and without punctuation`(text: String, words: [String]) {
        #expect(ComparableWords.spelled(text, 0..<100) == words)
        #expect(ComparableWords(text).count == words.count)
    }

    @Test func `are the same composed and decomposed`() {
        #expect(ComparableWords("Le caf\u{E9}\nest") == ComparableWords("le cafe\u{301}\nEST"))
    }

    @Test func `know their lines`() {
        #expect(ComparableWords("a b\nc\n\nd").lines == [0, 0, 1, 3])
    }
}

@Suite struct `An n-gram index` {
    @Test(arguments: [1, 2, 3, 5, 13])
    func `finds exactly the shared runs of n words`(n: Int) {
        let known = (0..<40).map { "w\($0)" }
        var index = NGramIndex(n: n)
        index.insert(ComparableWords(known.joined(separator: " ")), number: 7, line: 3)
        #expect(index.count == 41 - n)
        for start in 0...(40 - n) {
            let shared = ["x"] + known[start..<(start + n)] + ["y"]
            let found = index.firstOverlap(in: ComparableWords(shared.joined(separator: " ")))
            #expect(found?.words == 1..<(n + 1))
            #expect(found?.location == .init(text: 7, line: 3))
            let broken = shared.map { $0 == known[start] ? "z" : $0 }
            #expect(
                n == 1
                    || index.firstOverlap(in: ComparableWords(broken.joined(separator: " "))) == nil
            )
        }
    }

    @Test func `gives the location where a gram was seen first`() {
        var index = NGramIndex(n: 2)
        index.insert(ComparableWords("a b\nc a b"), number: 0, line: 1, isOnSeveralLines: true)
        index.insert(ComparableWords("a b"), number: 1, line: 9)
        #expect(index.firstOverlap(in: ComparableWords("a b"))?.location == .init(text: 0, line: 1))
        #expect(index.firstOverlap(in: ComparableWords("c a"))?.location == .init(text: 0, line: 2))
    }
}

@Suite struct `A cosine index` {
    @Test(arguments: [1, 15, 16, 17, 576], [UInt64(1), 2])
    func `agrees with the plain sums`(dimensions: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let vectors = (0..<50).map { _ in
            let values = (0..<dimensions).map { _ in Float.random(in: -1...1, using: &random) }
            let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return values.map { $0 / length }
        }
        var index = CosineIndex(threshold: 0.3)
        var kept: [[Float]] = []
        for vector in vectors {
            let cosines = kept.map { zip($0, vector).reduce(0) { $0 + $1.0 * $1.1 } }
            let match = index.insertIfNew(vector)
            guard let best = cosines.max(), best >= 0.3 else {
                #expect(match == nil)
                kept.append(vector)
                continue
            }
            #expect(abs((match?.similarity ?? 0) - best) < 1e-5)
            #expect(match.map { abs(cosines[$0.index] - best) < 1e-5 } == true)
        }
        #expect(index.count == kept.count)
    }
}

import JSON
import TestSupport
import Testing
import Text

/// `minhash/golden.json`: exact similarities of all pairs of documents.
@Suite struct `MinHash fixtures` {
    static let golden: JSON? =
        Fixtures.has("minhash/golden.json") ? try? Fixtures.json("minhash/golden.json") : nil
    static let documents: [String] =
        Fixtures.has("minhash/documents.jsonl")
        ? ((try? Fixtures.jsonLines("minhash/documents.jsonl")) ?? []).compactMap {
            $0["text"]?.string
        } : []
    static let shinglings: [Shingling] =
        (golden?["shinglings"]?.object?.pairs).map { pairs in
            pairs.map { Shingling(name: $0, golden: $1) }
        } ?? []

    @Test(arguments: shinglings)
    func `exact numbers match`(shingling: Shingling) {
        let sets = shingling.shingles(Self.documents)
        #expect(sets.map(\.count) == shingling.golden["n_shingles"]?.array?.compactMap(\.integer))
        var found: [[Double]] = []
        for (i, left) in sets.enumerated() {
            for j in sets.indices.dropFirst(i + 1) {
                let similarity = left.jaccard(sets[j])
                if similarity >= 0.4 {
                    found.append([Double(i), Double(j), (similarity * 1e6).rounded() / 1e6])
                }
            }
        }
        #expect(found == shingling.pairs("pairs_jaccard_ge_0.4"))
    }

    @Test(arguments: shinglings)
    func `estimates lie within 0_13 of the exact numbers`(shingling: Shingling) {
        let hasher = MinHasher(permutations: 128, seed: 1)
        let signatures = shingling.shingles(Self.documents).map { hasher.signature(of: $0) }
        for pair in shingling.pairs("pairs_jaccard_ge_0.4") {
            let estimate = MinHasher.estimate(signatures[Int(pair[0])], signatures[Int(pair[1])])
            #expect(abs(estimate - pair[2]) < 0.13, "\(pair)")
        }
    }

    @Test(arguments: shinglings)
    func `the index finds the components at 0_7`(shingling: Shingling) {
        var index = MinHashIndex(threshold: 0.7, kind: shingling.kind)
        var roots = Array(Self.documents.indices)
        func root(_ position: Int) -> Int {
            roots[position] == position ? position : root(roots[position])
        }
        for (position, text) in Self.documents.enumerated() {
            for match in index.nearDuplicates(of: text) {
                roots[root(position)] = root(match.index)
            }
            index.insert(text)
        }
        let groups = Dictionary(grouping: Self.documents.indices, by: root).values
            .filter { $0.count > 1 }.map { $0.map(Double.init) }
        #expect(groups.sorted { $0[0] < $1[0] } == shingling.pairs("components_at_0.7"))
    }

    @Test(arguments: shinglings)
    func `what insertIfNew keeps holds no two near-duplicates and covers all others`(
        shingling: Shingling
    ) {
        let sets = shingling.shingles(Self.documents)
        var index = MinHashIndex(threshold: 0.7, kind: shingling.kind)
        var kept: [Int] = []
        for (position, set) in sets.enumerated() {
            if let duplicate = index.insertIfNew(set) {
                #expect(set.jaccard(sets[kept[duplicate]]) >= 0.7)
            } else {
                #expect(kept.allSatisfy { set.jaccard(sets[$0]) < 0.7 })
                kept.append(position)
            }
        }
        #expect(index.count == kept.count)
    }
}

/// One way to cut texts into shingles, with its golden numbers.
struct Shingling: Sendable, CustomTestStringConvertible {
    let name: String
    let golden: JSON

    var testDescription: String { name }

    var kind: Shingles.Kind {
        let n = golden["n"]?.integer ?? 1
        return golden["kind"]?.string == "word" ? .words(n) : .characters(n)
    }

    func shingles(_ documents: [String]) -> [Shingles] { documents.map { Shingles($0, kind) } }

    func pairs(_ key: String) -> [[Double]] {
        (golden[key]?.array ?? []).map { ($0.array ?? []).compactMap(\.double) }
    }
}

@Suite struct `Shingles and signatures` {
    @Test func `case and white space make no difference`() {
        #expect(Shingles("  The\tQUICK \n fox ran ") == Shingles("the quick fox ran"))
    }

    @Test func `a short text is one shingle, an empty one none`() {
        #expect(Shingles("two words").count == 1)
        #expect(Shingles("abc", .characters(5)).count == 1)
        #expect(Shingles(" \n").count == 0)
        #expect(Shingles("").jaccard(Shingles("")) == 1)
        #expect(Shingles("").jaccard(Shingles("a")) == 0)
    }

    @Test func `words are cut where they are, not where letters agree`() {
        #expect(Shingles("ab c d").jaccard(Shingles("a bc d")) == 0)
    }

    @Test(arguments: [0.3, 0.5, 0.8, 0.95, 1])
    func `an equal text is found at any threshold`(threshold: Double) {
        var index = MinHashIndex(threshold: threshold)
        #expect(index.insertIfNew("the cat sat on the mat again") == nil)
        #expect(index.insertIfNew("a dog lay under a table") == nil)
        #expect(index.insertIfNew("A dog  lay under a table") == 1)
        #expect(index.count == 2)
    }

    @Test func `a seed gives the same signatures each time, another seed others`() {
        let shingles = Shingles("one two three four five six")
        let signature = MinHasher(seed: 7).signature(of: shingles)
        #expect(signature == MinHasher(seed: 7).signature(of: shingles))
        #expect(signature != MinHasher(seed: 8).signature(of: shingles))
    }
}

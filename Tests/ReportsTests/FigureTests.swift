import Datasets
import Foundation
import JSON
import Testing

@testable import Reports

@Suite struct FigureTests {
    @Test func `rewards are counted by attribute, side and group`() throws {
        let found = try report([
            pair("a1", task: "math", rewards: (4, 3)), pair("a2", task: "math", rewards: (5, 2)),
            pair("a3", task: "open_qa", rewards: (3, 1)),
        ])
        #expect(found.rewards.map(\.name) == ["reward", "helpfulness"])
        #expect(found.rewards[0].sides[.chosen]?.mean == 4)
        #expect(found.rewards[0].sides[.rejected]?.mean == 2)
        #expect(found.groups.map(\.name) == ["math", "open_qa"])
        #expect(found.groups[0].rewards[0].sides[.chosen]?.mean == 4.5)
        #expect(found.groups[1].rewards[1].sides[.rejected]?.mean == 0.5)
    }

    @Test func `margins and targets are those of the pairs`() throws {
        let found = try #require(
            try report([pair("a1", rewards: (4, 3)), pair("a2", rewards: (5, 2))]).pairs)
        #expect(found.count == 2 && found.margins.mean == 2)
        let (one, other) = (1 / (1 + exp(-1.0)), 1 / (1 + exp(-3.0)))
        let targets = (one + other) / 2
        let mean = try #require(found.targets.mean)
        #expect(abs(mean - targets) < 1e-12)
        #expect(found.points.map(\.margin).sorted() == [1, 3])
    }

    @Test func `length bias is seen where longer answers are worth more`() throws {
        let long = String(repeating: "word ", count: 40)
        let biased = try report([
            pair("a1", chosen: long, rejected: "short", rewards: (5, 1)),
            pair("a2", chosen: long + long, rejected: "short", rewards: (6, 1)),
            pair("a3", chosen: "short", rejected: "long one", rewards: (1.5, 1.25)),
        ])
        let pairs = try #require(biased.pairs)
        #expect(pairs.longerChosenShare == 2.0 / 3)
        #expect(try #require(pairs.lengthCorrelation) > 0.9)
        #expect(pairs.longerByMargin.reduce(0) { $0 + $1.count } == 3)
        #expect(pairs.longerByMargin.first?.longer == 0 && pairs.longerByMargin.last?.share == 1)
    }

    @Test func `a correlation does not depend on which answer is the first`() {
        var (one, other) = (Correlation(), Correlation())
        for (x, y) in [(3.0, 1.0), (-2, 0.5), (5, 2)] {
            one.add(x, y)
            other.add(-x, -y)
        }
        #expect(one.coefficient == other.coefficient)
        // Products 3 - 1 + 10 over the root of (9 + 4 + 25) times (1 + 0.25 + 4).
        let expected = 12 / 199.5.squareRoot()
        #expect(abs((one.coefficient ?? 0) - expected) < 1e-12)
        #expect(Correlation().coefficient == nil)
    }

    @Test func `distinct-n and similarity are those of the definition`() throws {
        let found = try #require(
            DiversityFigures([
                ("a", "the cat sat down"), ("b", "the cat sat up"), ("c", "dogs bark"),
            ]))
        #expect(found.words == 10)
        // the cat sat down up dogs bark: 7 of 10; bigrams: the-cat cat-sat sat-down sat-up dogs-bark.
        let distinct: [Double] = [0.7, 5.0 / 7, 0.75]
        #expect(found.distinct == distinct)
        // One shared triple of three in all; the third text shares none with any.
        let mean = try #require(found.meanSimilarity)
        #expect(abs(mean - 2.0 / 9) < 1e-12)
        #expect(found.similarities == [1, 0, 0, 2, 0, 0, 0, 0, 0, 0])
        #expect(found.nearest.map(\.similarity) == [1.0 / 3])
        #expect(DiversityFigures([]) == nil)
        #expect(DiversityFigures([("a", "alone")])?.meanSimilarity == nil)
    }

    @Test func `a system message that prompts share does not make them similar`() throws {
        let shared = String(repeating: "you answer every customer of our shop politely ", count: 4)
        func talk(_ id: String, _ question: String) -> JSONObject {
            var row = pair(id, chosen: "answer of \(id) here", rejected: "other of \(id) there")
            row["prompt"] = [
                ["role": "system", "content": .string(shared)],
                ["role": "user", "content": .string(question)],
            ]
            return row
        }
        let found = try #require(
            try report([
                talk("a1", "where does the river go"), talk("a2", "who may borrow a book"),
            ]).prompts)
        #expect(found.meanSimilarity == 0 && found.words == 10)
        #expect(found.distinct[0] == 1)
        var bare = pair("a3")
        bare["prompt"] = [["role": "system", "content": "only this one"]]
        #expect(try report([bare]).prompts?.words == 3)
    }

    @Test func `equal texts are as similar as can be`() throws {
        let found = try #require(
            DiversityFigures([("a", "one two three"), ("b", "One two three")]))
        #expect(found.meanSimilarity == 1 && found.similarities.last == 2)
    }

    @Test func `topics are counted with the groups in which they occur`() throws {
        let found = try #require(
            try report([
                pair("a1", task: "x", topic: ["Sea", "Tides"]),
                pair("a2", task: "y", topic: ["Sea", "Waves"]),
                pair("a3", task: "x", topic: ["Sky", "Rain"]), pair("a4", task: "x"),
            ]).topics)
        #expect(found.records == 3 && found.distinct == 3 && found.areaCount == 2)
        #expect(found.areas[0].name == "Sea" && found.areas[0].groups == ["x": 1, "y": 1])
        #expect(abs(found.effective - 3) < 1e-12)
    }

    @Test func `judges of the same pair are compared, whichever way round it is written`() throws {
        let found = try report([
            pair("a1", chosen: "A", rejected: "B", judge: "ground_truth"),
            pair("a2", chosen: "A", rejected: "B", judge: "llm_judge"),
            pair("a3", prompt: "Other?", chosen: "A", rejected: "B", judge: "ground_truth"),
            pair("a4", prompt: "Other?", chosen: "B", rejected: "A", judge: "llm_judge"),
            pair("a5", prompt: "Third?", chosen: "A", rejected: "B", judge: "llm_judge"),
        ]).judges
        #expect(found.judges.map(\.pairs) == [3, 2])
        let agreement = try #require(found.agreements.first { $0.second.hasPrefix("llm") })
        #expect(agreement.pairs == 2 && agreement.agree == 1)
        let rewards = found.agreements.filter { $0.second == "the rewards beside it" }
        #expect(rewards.map(\.pairs) == [2, 3] && rewards.allSatisfy { $0.share == 1 })
    }

    @Test func `rejections of choices that change with the order are counted as such`() throws {
        let counts = [
            StageCount(
                stage: "judge", created: 9, passed: 5, rejected: 4,
                rejections: ["judge disagrees with itself": 3, "tie": 1])
        ]
        let entry = LedgerEntry(
            position: 0, stage: "judge", id: "s1",
            lineage: [LineageRow(id: "s1", stage: "judge")], counts: counts)
        let found = try report([], entries: [entry])
        #expect(found.judges.swaps.map(\.count) == [3])
        #expect(found.stages[0].reasons.map(\.count) == [3, 1])
    }

    @Test func `helpfulness is compared between sources`() throws {
        let found = try report([
            pair("a1", rewards: (8, 4), source: "synthetic"),
            pair("a2", rewards: (6, 2), source: "synthetic"),
            pair("a3", rewards: (4, 2), source: "real"),
        ]).helpfulnessBySource
        #expect(found.map(\.name) == ["real", "synthetic"])
        #expect(found.map(\.mean) == [1.5, 2.5] && found.map(\.answers) == [2, 4])
        // The variance of 4, 2, 3, 1 is 5/3; the standard error is sqrt(5/3/4).
        let error = try #require(found[1].standardError)
        let expected = (5.0 / 12).squareRoot()
        #expect(abs(error - expected) < 1e-12)
    }

    @Test func `verdicts of verifiers are counted`() throws {
        var (one, two) = (pair("a1"), pair("a2"))
        one["verdict"] = ["verifier": "math", "passed": true, "score": 1.0, "detail": ""]
        two["verdict"] = ["verifier": "math", "passed": false, "score": 0.0, "detail": "7, not 8"]
        let found = try report([one, two]).judges.verdicts
        #expect(found.map(\.verifier) == ["math"] && found[0].passed == 1 && found[0].failed == 1)
    }

    @Test func `records are grouped by any field, dots reaching into objects`() throws {
        let found = try report(
            [pair("a1", judge: "x"), pair("a2", judge: "y"), pair("a3", judge: "y")],
            by: "judge.kind")
        #expect(found.groups.map(\.name) == ["y", "x"])
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a sample is the same whatever the order`(seed: UInt64) {
        let ids = (0..<500).map { "id\(seed)-\($0)" }
        var (forward, backward) = (DigestSample<String>(size: 9), DigestSample<String>(size: 9))
        for id in ids { forward.offer(digest(id), id) }
        for id in ids.reversed() { backward.offer(digest(id), id) }
        #expect(forward.elements == backward.elements && forward.elements.count == 9)
        #expect(forward.offered == 500)
    }
}

import Formatting
import Foundation
import Hashing
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct StatisticsTests {
    private func statistics() throws -> DatasetStatistics {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url,
            description: description,
            options: smallFrames
        )
        try writer.run(0..<60)
        try writer.append(row(1))
        try writer.recordPerformance(["generator.outputTokens": 123_456, "seconds": 9])
        try writer.finish()
        var statistics = try DatasetStatistics(DatasetReader(folder: folder.url))
        // Compressed sizes depend on the version of libzstd.
        statistics.shards = [
            ShardFacts(
                kind: .accepted,
                file: "shard-00000.jsonl.zst",
                records: 46,
                bytes: 12_345,
                rawBytes: 67_890,
                hash: "00c0ffee00c0ffee"
            )
        ]
        return statistics
    }

    @Test func `the page of figures reads as written`() throws {
        try expectSnapshot(statistics().text, "statistics.txt")
        try expectSnapshot(statistics().json.pretty() + "\n", "statistics.json")
    }

    @Test func `the figures of pairs are right`() throws {
        let found = try statistics()
        let pairs = try #require(found.pairs)
        #expect(pairs.count == 46)
        #expect(found.duplicatePrompts == 1)
        #expect(found.tasks.values.reduce(0, +) == 46)
        let margins = ((0..<60).filter { $0 % 4 != 0 } + [1]).map { number in
            3 + Double(number % 4) / 4 - 1 - Double(number % 3) / 4
        }
        #expect(pairs.margins.minimum == margins.min() && pairs.margins.maximum == margins.max())
        let mean = try #require(pairs.margins.mean)
        #expect(abs(mean - margins.reduce(0, +) / 46) < 1e-12)
        let longer = ((0..<60).filter { $0 % 4 != 0 } + [1]).count { number in
            (number % 7 + 2) * 5 > (number % 5 + 2) * 4
        }
        #expect(pairs.longerChosen == longer)
        #expect(pairs.targets.minimum > 0.5 && pairs.targets.maximum < 1)
    }

    @Test func `conversations are counted by turns, lengths, rewards and personalities`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        for (number, turns) in [1, 3, 3].enumerated() {
            var messages: [JSON] = turns == 1 ? [["role": "system", "content": "Be brief."]] : []
            for turn in 1...turns {
                messages.append(["role": "user", "content": "one two"])
                messages.append(
                    [
                        "role": "assistant",
                        "content": .string(String(repeating: "w ", count: turn)),
                    ])
            }
            try writer.append([
                "id": .string("record \(number)"),
                "kind": "sft", "task": "open_qa", "messages": .array(messages),
                "personality": .string(turns == 1 ? "" : "plain"),
                "rewards": .array((1...turns).map { ["helpfulness": .double(Double($0))] }),
            ])
        }
        try writer.finish()
        let found = try DatasetStatistics(DatasetReader(folder: folder.url))
        let talks = try #require(found.conversations)
        #expect(talks.count == 3 && talks.withSystem == 1 && talks.personalities == ["plain": 2])
        #expect(talks.turns.minimum == 1 && talks.turns.maximum == 3)
        #expect(talks.rewards["helpfulness"]?.count == 7)
        #expect(found.duplicatePrompts == 1 && found.pairs == nil)
        #expect(found.lengths.map(\.part) == ["user turn", "answer"])
        #expect(found.lengths[1].words.count == 7 && found.lengths[1].words.maximum == 3)
        try expectSnapshot(
            found.text.split(separator: "\n").filter { !$0.contains(".zst") }
                .joined(separator: "\n") + "\n", "statistics-sft.txt")
        #expect(found.json["conversations"]?["count"] == 3)
    }

    @Test func `a dataset without pairs has no figures about them`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        try writer.append(["id": "a", "text": "hello"])
        try writer.finish()
        let found = try DatasetStatistics(DatasetReader(folder: folder.url))
        #expect(found.pairs == nil && found.lengths.isEmpty)
        #expect(found.text.contains("1 accepted"))
    }

    @Test func `pairs are counted by who decided`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        for (number, judge) in ["llm_judge", "ground_truth", "ground_truth"].enumerated() {
            var pair = row(number)
            pair["judge"] = ["kind": .string(judge), "model": "m"]
            try writer.append(pair)
        }
        try writer.finish()
        let found = try DatasetStatistics(DatasetReader(folder: folder.url))
        #expect(found.pairs?.judges == ["ground_truth": 2, "llm_judge": 1])
        #expect(found.text.contains("  judged by ground_truth 2, llm_judge 1\n"))
        #expect(found.json["pairs"]?["judges"]?["ground_truth"] == 2)
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func `a histogram does not depend on the order of its numbers`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let values = (0..<300).map { _ in Double.random(in: -50...3000, using: &generator) }
        var (forward, backward) = (Histogram(), Histogram())
        for value in values { forward.add(value) }
        for value in values.reversed() { backward.add(value) }
        #expect(forward.binWidth == backward.binWidth)
        #expect(forward.rows.map(\.count) == backward.rows.map(\.count))
        #expect(forward.rows.map(\.start) == backward.rows.map(\.start))
        #expect(forward.rows.count <= 24)
        #expect(forward.rows.reduce(0) { $0 + $1.count } == 300)
        #expect(forward.sparkline.count == forward.rows.count)
    }

    @Test func `a histogram survives any number`() {
        var histogram = Histogram()
        for value in [0, -0.0, 1e14, -1e14, .leastNonzeroMagnitude, .infinity, .nan, 1e300] {
            histogram.add(value)
        }
        #expect(histogram.count == 5)
        #expect(Histogram().mean == nil && Histogram().sparkline.isEmpty)
    }

    @Test(
        arguments: [
            (0, 2, "0.00"), (1.005, 1, "1.0"), (-0.001, 2, "0.00"), (-12.345, 2, "-12.35"),
            (1234.5, 0, "1235"), (0.06, 1, "0.1"),
        ] as [(Double, Int, String)]
    )
    func `a number is written with fixed decimals`(value: Double, decimals: Int, text: String) {
        #expect(value.fixed(decimals) == text)
    }
}

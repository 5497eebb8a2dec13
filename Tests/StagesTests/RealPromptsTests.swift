import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import TestSupport
import Testing

@Suite struct `The documents on real prompts` {
    private func run(_ name: String, into folder: URL, target: Int?) async throws -> DatasetReader {
        let document = try #require(shippedPipelines.first { $0.lastPathComponent == name })
        try await runScripted(document, into: folder, target: target)
        return try DatasetReader(folder: folder)
    }

    @Test func `share no prompt, and only pairs are made of unsafe ones`() async throws {
        let (sft, preference) = (try TemporaryFolder(), try TemporaryFolder())
        let rows = try await run("real-prompts-sft.json", into: sft.url, target: 20)
        let pairs = try await run("real-prompts-preference.json", into: preference.url, target: 40)

        let prompt = try #require(ComparedField("prompt"))
        let overlap = try RecordOverlap(of: sft.url, and: preference.url, by: prompt)
        #expect(overlap.first == 20 && overlap.second == 40)
        #expect(overlap.shared == [])
        #expect(try RecordOverlap(of: sft.url, and: sft.url, by: prompt).shared.count == 20)

        let safe = try all(rows.records())
        #expect(safe.count { $0["origin"] == "real" } == 10)
        #expect(safe.allSatisfy { $0["messages"]?.array?.last?["role"] == "assistant" })
        let dropped = try all(rows.records(.rejected)).filter { $0["reason"] == "unsafe" }
        #expect(!dropped.isEmpty)
        #expect(dropped.allSatisfy { $0["stage"] == "safe" })

        let unsafe = try all(pairs.records()).filter { row in
            try pairs.ancestry(of: row["id"]?.string ?? "").contains {
                $0.fields["unsafe"] == true
            }
        }
        #expect(!unsafe.isEmpty)
        #expect(Set(try all(pairs.records()).compactMap { $0["source"]?.string }).count > 1)
    }

    @Test func `compare the helpfulness of answers by origin`() async throws {
        let folder = try TemporaryFolder()
        let reader = try await run("real-prompts.json", into: folder.url, target: 24)
        let statistics = try DatasetStatistics(reader, by: ["origin", "nothing"])
        let table = try #require(statistics.attributes.first)
        #expect(statistics.attributes.count == 1 && table.field == "origin")
        #expect(table.groups.mapValues(\.records) == ["real": 12, "synthetic": 12])
        let rows = try all(reader.records())
        for (origin, group) in table.groups {
            let values = rows.filter { $0["origin"] == .string(origin) }
                .compactMap { $0["reward"]?["helpfulness"]?.double }
            let mean = try #require(group.answers["response"]?["helpfulness"])
            #expect(mean.count == 12)
            #expect(abs(mean.value - values.reduce(0, +) / 12) < 1e-9)
        }
        #expect(statistics.text.contains("Mean attributes by origin"))
        #expect(statistics.json["attributes"]?.array?.first?["field"] == "origin")
    }

    @Test func `count a row that is no conversation as rejected by its source`() async throws {
        let folder = try TemporaryFolder()
        let reader = try await run("real.json", into: folder.url, target: nil)
        let count = try #require(try reader.funnel().first { $0.stage == "sharegpt" })
        #expect(count.rejections == ["does not begin with the user": 1])
        #expect(count.created == 14 && count.passed == 13)
    }
}

@Suite struct `The blends` {
    @Test func `hold the shares that they promise`() async throws {
        let folder = try TemporaryFolder()
        let general = try #require(
            shippedPipelines.first { $0.lastPathComponent == "general-sft.json" })
        try await runScripted(general, into: folder.url)
        let rows = try all(DatasetReader(folder: folder.url).records())
        #expect(rows.count == 100)
        #expect(rows.count { $0["task"] == "code" } == 2)

        let pairs = folder.appending(path: "pairs")
        let blend = try #require(
            shippedPipelines.first { $0.path.hasSuffix("blends/preference.json") })
        try await runScripted(blend, into: pairs)
        let sources = try all(DatasetReader(folder: pairs).records()).reduce(into: [String: Int]())
        {
            $0[$1["source"]?.string ?? "", default: 0] += 1
        }
        #expect(sources == ["synthetic": 5, "lmsys": 2, "sharegpt": 2, "gsm8k": 1])
    }
}

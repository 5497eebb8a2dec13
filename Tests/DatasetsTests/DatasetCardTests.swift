import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetCardTests {
    @Test func `the card reads as written`() {
        var statistics = DatasetStatistics()
        statistics.accepted = 12_345
        statistics.rejected = 678
        statistics.tasks = ["math": 10, "open_qa": 12_335]
        statistics.funnel = [
            StageCount(
                stage: "answers",
                created: 13_023,
                passed: 12_345,
                rejected: 678,
                rejections: ["too short": 600, "a | b": 78]
            )
        ]
        let card = DatasetCard(license: "cc-by-4.0", summary: "Pairs for a small model.")
        let text = card.text(description, statistics)
        #expect(text.hasPrefix("---\nlicense: \"cc-by-4.0\"\n"))
        #expect(
            DatasetCard().text(DatasetDescription(), DatasetStatistics()).hasPrefix(
                "---\npretty_name"
            )
        )
        #expect(throws: Never.self) { try expectSnapshot(text, "card.md.txt") }
    }

    @Test func `a document cannot break out of its fence`() {
        var hostile = description
        hostile.document = "{\"a\": \"```\n# injected\"}"
        let text = DatasetCard().text(hostile, DatasetStatistics())
        #expect(text.contains("````json\n"))
    }
}

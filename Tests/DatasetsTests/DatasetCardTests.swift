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

    private func head(_ card: DatasetCard, _ models: [DatasetDescription.Model]) -> String {
        var described = description
        described.models = models
        let text = card.text(described, DatasetStatistics())
        return String(
            text.prefix(upTo: text.firstRange(of: "\n---\n")?.lowerBound ?? text.endIndex))
    }

    @Test func `the license is the document's, else the one that all models have`() {
        func model(_ license: String?) -> DatasetDescription.Model {
            .init(name: "m", source: "s", hash: "h", license: license)
        }
        let card = DatasetCard()
        #expect(head(card, [model("mit"), model("mit")]).contains("license: \"mit\""))
        #expect(!head(card, [model("mit"), model("apache-2.0")]).contains("license:"))
        #expect(!head(card, [model("mit"), model(nil)]).contains("license:"))
        #expect(!head(card, []).contains("license:"))
        let own = DatasetCard(license: "cc0-1.0")
        #expect(head(own, [model("mit")]).contains("license: \"cc0-1.0\""))
    }

    @Test func `the head says what the document says of the dataset`() {
        var card = DatasetCard()
        card.languages = ["en", "de"]
        card.tags = ["synthetic", "dpo"]
        card.prettyName = "Pairs: \"small\""
        #expect(
            head(card, []) == """
                ---
                language:
                - "en"
                - "de"
                pretty_name: "Pairs: \\"small\\""
                size_categories:
                - n<1K
                tags:
                - synthetic
                - synthgen
                - "dpo"
                configs:
                - config_name: default
                  data_files:
                  - split: train
                    path: shard-*.jsonl.zst
                """)
    }

    @Test func `datasets with answers are for text generation`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let text = try DatasetCard().text(for: DatasetReader(folder: folder.url))
        #expect(text.contains("\ntask_categories:\n- text-generation\n"))
    }
}

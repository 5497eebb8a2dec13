import JSON

/// The `README.md` of a dataset, as the Hugging Face Hub reads it.
///
/// The text depends on the records and their description, never on timings, so equal runs write
/// equal cards.
public struct DatasetCard: Sendable {
    /// The license's identifier, e.g. `apache-2.0`; if nil, that of the models, if all have the
    /// same, and else none.
    public var license: String?
    /// The languages' codes (ISO 639), e.g. `en`.
    public var languages: [String] = []
    /// Tags beside `synthetic` and `synthgen`.
    public var tags: [String] = []
    /// The name to show; the pipeline's if nil.
    public var prettyName: String?
    /// A sentence about the dataset, below its title.
    public var summary: String

    /// A card with the given license and summary.
    public init(license: String? = nil, summary: String = "") {
        self.license = license
        self.summary = summary
    }

    /// The card's text for a dataset.
    ///
    /// ```swift
    /// try writer.finish { try DatasetCard(license: "apache-2.0").text(for: $0) }
    /// ```
    public func text(for reader: DatasetReader) throws(DatasetError) -> String {
        text(reader.description, try DatasetStatistics(reader))
    }

    func text(_ description: DatasetDescription, _ statistics: DatasetStatistics) -> String {
        let parts = [
            frontMatter(description, statistics), title(description),
            how(description), models(description), funnel(statistics), records(statistics),
            loading(statistics),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    // MARK: Front matter

    private func frontMatter(
        _ description: DatasetDescription,
        _ statistics: DatasetStatistics
    ) -> String {
        var lines = ["---"]
        if let license = license ?? commonLicense(of: description.models) {
            lines.append("license: \(quoted(license))")
        }
        if !languages.isEmpty { lines += ["language:"] + languages.map { "- \(quoted($0))" } }
        lines += taskCategories(statistics)
        lines.append("pretty_name: \(quoted(prettyName ?? name(description)))")
        lines.append("size_categories:")
        lines.append("- \(sizeCategory(statistics.accepted))")
        lines += ["tags:", "- synthetic", "- synthgen"]
        lines += tags.filter { !["synthetic", "synthgen"].contains($0) }.map { "- \(quoted($0))" }
        lines += ["configs:", "- config_name: default", "  data_files:"]
        for (split, prefix) in splits(statistics) {
            lines += ["  - split: \(split)", "    path: \(prefix)-*.jsonl.zst"]
        }
        return (lines + ["---"]).joined(separator: "\n")
    }

    /// The license that all models have; nil if one has another or none that is known.
    private func commonLicense(of models: [DatasetDescription.Model]) -> String? {
        guard let license = models.first?.license, models.allSatisfy({ $0.license == license })
        else { return nil }
        return license
    }

    /// The Hub's task of pairs, conversations and answers, which models are trained to write.
    private func taskCategories(_ statistics: DatasetStatistics) -> [String] {
        let hasAnswers = statistics.lengths.contains { $0.part == "response" }
        guard statistics.pairs != nil || statistics.conversations != nil || hasAnswers else {
            return []
        }
        return ["task_categories:", "- text-generation"]
    }

    /// The Hub's splits with the beginnings of their files' names. A part without records has no
    /// file, and a pattern that matches none is an error there.
    private func splits(_ statistics: DatasetStatistics) -> [(name: String, prefix: String)] {
        let parts = statistics.parts.filter { $0.records > 0 }.map { ($0.name, $0.name) }
        return parts.isEmpty ? [("train", RecordKind.accepted.filePrefix)] : parts
    }

    /// The Hub's size category for a number of records.
    private func sizeCategory(_ count: Int) -> String {
        let limits = [
            (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"),
            (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"),
            (1_000_000_000, "100M<n<1B"),
        ]
        return limits.first { count < $0.0 }?.1 ?? "n>1B"
    }

    /// Quotes a text for YAML: every JSON string is a YAML string.
    private func quoted(_ text: String) -> String { JSON.string(text).text }

    // MARK: Sections

    private func name(_ description: DatasetDescription) -> String {
        description.pipeline.isEmpty ? "dataset" : description.pipeline
    }

    private func title(_ description: DatasetDescription) -> String {
        "# \(name(description))" + (summary.isEmpty ? "" : "\n\n\(summary)")
    }

    private func how(_ description: DatasetDescription) -> String {
        guard !description.document.isEmpty else { return "" }
        // A fence longer than any run of backticks in the document, so that it cannot end early.
        let fence = String(repeating: "`", count: max(3, longestRun(in: description.document) + 1))
        return """
            ## How it was made

            By synthgen, from this pipeline document with seed \(description.seed) \
            (hash `\(description.documentHash)`).

            \(fence)json
            \(description.document.trimmingLineFeeds)
            \(fence)
            """
    }

    private func longestRun(in text: String) -> Int {
        var (longest, run) = (0, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    private func models(_ description: DatasetDescription) -> String {
        guard !description.models.isEmpty else { return "" }
        let rows = description.models.map { model in
            let source = model.source + (model.commit.map { " at \($0)" } ?? "")
            let license = cell(model.license ?? "not stated")
            return "| \(cell(model.name)) | \(cell(source)) | \(license) "
                + "| `\(cell(model.hash))` |"
        }
        var lines =
            ["## Models", "", "| name | source | license | hash |", "|---|---|---|---|"] + rows
        if description.models.contains(where: { $0.isRemote }) {
            lines += [
                "",
                "A source that begins with `\(DatasetDescription.Model.remotePrefix)` was behind an endpoint. Its hash is that of its "
                    + "name, for nobody here has seen its weights, and it need not answer the same "
                    + "request the same again. The folder's journal keeps the answers that it gave.",
            ]
        }
        return lines.joined(separator: "\n")
    }

    private func funnel(_ statistics: DatasetStatistics) -> String {
        guard !statistics.funnel.isEmpty else { return "" }
        let rows = statistics.funnel.map { count in
            let reasons = count.rejectionsByCount.map { "\($0.count.grouped) × \(cell($0.reason))" }
            return "| \(cell(count.stage)) | \(count.created.grouped) | \(count.passed.grouped) "
                + "| \(count.rejected.grouped) | \(reasons.joined(separator: ", ")) |"
        }
        let head = ["| stage | created | passed | rejected | reasons |", "|---|--:|--:|--:|---|"]
        return (["## Stages", ""] + head + rows).joined(separator: "\n")
    }

    private func records(_ statistics: DatasetStatistics) -> String {
        var canonical = statistics
        // Left out: what runs cost and what was expected may differ between equal datasets, and the
        // funnel has its own table.
        canonical.tokens = [:]
        canonical.seconds = 0
        canonical.estimate = nil
        canonical.isComplete = true
        canonical.funnel = []
        return "## Records\n\n```\n\(canonical.text)```"
    }

    private func loading(_ statistics: DatasetStatistics) -> String {
        """
        ## Reading it

        ```python
        from datasets import load_dataset  # needs: pip install zstandard
        \(call(statistics))
        ```

        \(Self.otherFiles)
        """
    }

    private func call(_ statistics: DatasetStatistics) -> String {
        guard !statistics.parts.isEmpty else {
            return #"rows = load_dataset("json", data_files="shard-*.jsonl.zst", split="train")"#
        }
        return #"rows = load_dataset(".")  # the splits: "#
            + splits(statistics).map(\.name).joined(separator: ", ")
    }

    /// What a card says of files that only the folder of a run has.
    static let otherFiles = """
        `rejected-*.jsonl.zst` holds what the stages rejected, with stage, reason and raw text;
        `catalog.sqlite` says where every record came from.
        """

    private func cell(_ text: String) -> String {
        String(text.flatMap { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) })
    }
}

extension String {
    fileprivate var trimmingLineFeeds: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}

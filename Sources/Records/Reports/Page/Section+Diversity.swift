extension DatasetReport {
    /// The coverage of topics and the diversity of texts.
    var diversitySection: Section? {
        guard topics != nil || prompts != nil else { return nil }
        return Section(
            "diversity", "Diversity", title: "Coverage and diversity", lede: diversityLede
        ) {
            if let topics { coverage(topics) }
            if prompts != nil || answers != nil {
                tag("h3", "How varied the texts are")
                Parts.grid("halves") {
                    if let prompts { similarity("prompts", prompts) }
                    if let answers { similarity("answers", answers) }
                }
                diversityTable
                if let prompts { alike("prompts", prompts) }
                if let answers { alike("answers", answers) }
            }
        }
    }

    private var diversityLede: String {
        var text = ""
        if let topics {
            text = "\(Numbers.count(topics.distinct, "topic")), as varied as "
            text += "\(Numbers.decimal(topics.effective, 0)) equally frequent ones. "
        }
        if duplicatePrompts > 0 {
            text += "\(Numbers.count(duplicatePrompts, "prompt")) repeat an earlier one exactly. "
        }
        if let similarity = prompts?.meanSimilarity {
            text += "A prompt shares \(Numbers.percent(similarity)) of its word triples with the "
            text += "one most like it, on average; system messages are not counted."
        }
        return text
    }

    // MARK: Topics

    /// A table of areas by groups, shaded by the number of records.
    private func coverage(_ topics: TopicFigures) -> HTML {
        let columns = groups.prefix(8)
        let most = topics.areas.flatMap(\.groups.values).max() ?? 1
        let heads = columns.count > 1 ? columns.map(\.name) : []
        return .list([
            tag("h3", "Records by topic" + (heads.isEmpty ? "" : " and \(by)")),
            DataTable(
                name: "Records by topic", heads: ["topic", "records"] + heads,
                rows: topics.areas.map { area in
                    [.text(area.name), .count(area.records)]
                        + heads.map { shaded(area.groups[$0] ?? 0, most: most) }
                }
            ).html,
            topics.areaCount > topics.areas.count
                ? tag(
                    "p", ["class": "note"],
                    "The \(topics.areas.count) most frequent of \(Numbers.count(topics.areaCount))."
                )
                : .nothing,
        ])
    }

    private func shaded(_ count: Int, most: Int) -> DataTable.Cell {
        let level = count == 0 ? 0 : 1 + min(4, count * 5 / (most + 1))
        return DataTable.Cell(
            content: tag(
                "span", ["class": "shade shade\(level)"], count == 0 ? "·" : Numbers.count(count)),
            value: Double(count))
    }

    // MARK: Texts

    private func similarity(_ name: String, _ figures: DiversityFigures) -> HTML {
        Parts.figure(
            "Similarity of \(name) to the most similar other",
            ColumnPlot(
                columns: figures.similarities.enumerated().map { index, count in
                    let start = Double(index) / 10
                    return ColumnPlot.Column(
                        start: start, end: start + 0.1, value: Double(count),
                        title:
                            "\(Numbers.decimal(start, 1)) to \(Numbers.decimal(start + 0.1, 1)): "
                            + Numbers.count(count))
                },
                xLabel: "shared word triples (Jaccard)", yLabel: name,
                summary: "Histogram of the similarity of \(name) to their nearest neighbours",
                height: 200
            ).html, note: "\(Numbers.count(figures.texts)) \(name), drawn by id.")
    }

    private var diversityTable: HTML {
        let all = Group(
            name: "all", records: accepted, rewards: [], prompts: prompts, answers: answers,
            examples: [])
        let rows = (groups.count > 1 ? groups : []) + [all]
        return DataTable(
            name: "Diversity by \(by)",
            heads: [
                by, "prompts measured", "distinct-1", "distinct-2", "distinct-3", "similarity",
                "answers’ distinct-2", "answers’ similarity",
            ],
            rows: rows.map { group in
                [.text(group.name), .count(group.prompts?.texts ?? 0)]
                    + (0..<3).map { .decimal(group.prompts?.distinct[$0]) }
                    + [
                        .decimal(group.prompts?.meanSimilarity),
                        .decimal(group.answers?.distinct[1]),
                        .decimal(group.answers?.meanSimilarity),
                    ]
            }
        ).html
    }

    private func alike(_ name: String, _ figures: DiversityFigures) -> HTML {
        guard !figures.nearest.isEmpty else { return .nothing }
        return Parts.details("more", .text("The \(name) that are most alike")) {
            for pair in figures.nearest {
                tag("div", ["class": "answers"]) {
                    Parts.passage(pair.first)
                    Parts.passage(pair.second)
                }
                tag("p", ["class": "note"], "Similarity \(Numbers.decimal(pair.similarity))")
            }
        }
    }
}

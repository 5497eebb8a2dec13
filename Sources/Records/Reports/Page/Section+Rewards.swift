extension DatasetReport {
    /// The distribution of rewards by attribute, by group and by source.
    var rewardSection: Section? {
        guard !rewards.isEmpty else { return nil }
        return Section("rewards", "Rewards", title: "Rewards", lede: rewardLede) {
            Parts.legend(sides(of: rewards).map { ($0.rawValue, $0.rawValue) })
            Parts.grid { for attribute in rewards { histogram(attribute, title: attribute.name) } }
            if groups.count > 1 { byGroup }
            if helpfulnessBySource.count > 1 { bySource }
        }
    }

    private var rewardLede: String {
        guard let first = rewards.first else { return "" }
        let means = Side.allCases.compactMap { side in
            first.sides[side]?.mean.map { "\(side.rawValue) \(Numbers.decimal($0))" }
        }
        return "Mean \(first.name): \(means.joined(separator: ", ")). "
            + "A vertical line marks each mean."
    }

    private func sides(of attributes: [AttributeFigure]) -> [Side] {
        Side.allCases.filter { side in attributes.contains { $0.sides[side] != nil } }
    }

    private func histogram(
        _ attribute: AttributeFigure, title: String, range: ClosedRange<Double>? = nil
    ) -> HTML {
        let series = Side.allCases.compactMap { side in
            attribute.sides[side].map {
                HistogramPlot.Series(name: side.rawValue, style: side.rawValue, figure: $0)
            }
        }
        let means = series.map { "\($0.name) \($0.figure.mean.map { Numbers.decimal($0) } ?? "–")" }
        return Parts.figure(
            title,
            HistogramPlot(
                series: series, xLabel: attribute.name, yLabel: "answers",
                summary: "Histogram of \(attribute.name): means \(means.joined(separator: ", "))",
                width: 320, height: 200, range: range, leastBinWidth: leastBinWidth(attribute.name)
            ).html)
    }

    // MARK: By group

    private var byGroup: HTML {
        let first = rewards.first?.name ?? ""
        return .list([
            tag("h3", "\(first.capitalizedFirst) by \(by)"),
            Parts.grid {
                for group in groups {
                    if let attribute = group.rewards.first(where: { $0.name == first }) {
                        histogram(
                            attribute, title: "\(group.name), \(Numbers.count(group.records))",
                            range: range(of: first))
                    }
                }
            },
            meansTable,
            Parts.details("more", .text("Histograms of all attributes by \(by)")) {
                for group in groups {
                    tag("h4") { tag("bdi", group.name) }
                    Parts.grid {
                        for attribute in group.rewards where attribute.name != first {
                            histogram(
                                attribute, title: attribute.name, range: range(of: attribute.name))
                        }
                    }
                }
            },
        ])
    }

    /// The range of an attribute over all records, so that groups share one axis.
    private func range(of attribute: String) -> ClosedRange<Double>? {
        guard let sides = rewards.first(where: { $0.name == attribute })?.sides.values else {
            return nil
        }
        guard let low = sides.compactMap(\.minimum).min(),
            let high = sides.compactMap(\.maximum).max(), low <= high
        else { return nil }
        return low...high
    }

    private func leastBinWidth(_ attribute: String) -> Double {
        rewards.first { $0.name == attribute }?.sides.values.map(\.binWidth).max() ?? 0
    }

    private var meansTable: HTML {
        let sides = sides(of: rewards)
        let names = rewards.prefix(8).map(\.name)
        let note = sides.count > 1 ? ": " + sides.map(\.rawValue).joined(separator: " / ") : ""
        return .list([
            tag("h3", "Means by \(by)" + note),
            DataTable(
                name: "Mean rewards by \(by)", heads: [by, "records"] + names,
                rows: groups.map { group in
                    [.text(group.name), .count(group.records)]
                        + names.map { name in means(of: name, in: group, sides) }
                }
            ).html,
        ])
    }

    private func means(of name: String, in group: Group, _ sides: [Side]) -> DataTable.Cell {
        let figures = group.rewards.first { $0.name == name }?.sides ?? [:]
        return DataTable.Cell(
            content: .list(
                sides.enumerated().map { index, side in
                    let mean = figures[side]?.mean.map { Numbers.decimal($0) } ?? "–"
                    return .list([
                        index > 0 ? tag("span", ["class": "soft"], " / ") : .nothing,
                        tag("span", ["class": side.rawValue], mean),
                    ])
                }), value: sides.first.flatMap { figures[$0]?.mean })
    }

    // MARK: By source

    private var bySource: HTML {
        let means = helpfulnessBySource.map(\.mean)
        let errors = helpfulnessBySource.map { 1.96 * ($0.standardError ?? 0) }
        let low = zip(means, errors).map { $0 - $1 }.min() ?? 0
        let high = zip(means, errors).map { $0 + $1 }.max() ?? 1
        let scale = Scale(low...high, from: 4, to: 96).rounded(4)
        return .list([
            tag("h3", "Helpfulness by source"),
            tag(
                "p", ["class": "note"],
                "Mean helpfulness of all answers to the prompts of each source, with 95 % intervals. "
                    + "The Nemotron-4 340B report found 3.24 for synthetic and 3.04 for real prompts."
            ),
            DataTable(
                name: "Helpfulness by source",
                heads: ["source", "answers", "mean", "± 95 %", sourceAxis(scale)],
                rows: helpfulnessBySource.map { source in
                    [
                        .text(source.name), .count(source.answers), .decimal(source.mean),
                        .decimal(source.standardError.map { 1.96 * $0 }),
                        .init(content: interval(source, scale)),
                    ]
                }, textColumns: [0, 4]
            ).html,
        ])
    }

    private func sourceAxis(_ scale: Scale) -> String {
        "from \(Numbers.decimal(scale.low, 1)) to \(Numbers.decimal(scale.high, 1))"
    }

    private func interval(_ source: Source, _ scale: Scale) -> HTML {
        let error = 1.96 * (source.standardError ?? 0)
        func coordinate(_ value: Double) -> String { Numbers.coordinate(scale(value)) + "%" }
        let title =
            "\(Numbers.decimal(source.mean)) from \(Numbers.decimal(source.mean - error)) "
            + "to \(Numbers.decimal(source.mean + error))"
        return tag(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "interval", "role": "img",
                "aria-label": title,
            ]
        ) {
            tag("title", title)
            tag("line", ["class": "axis", "x1": "0", "x2": "100%", "y1": "50%", "y2": "50%"])
            tag(
                "line",
                [
                    "class": "whisker", "x1": coordinate(source.mean - error),
                    "x2": coordinate(source.mean + error), "y1": "50%", "y2": "50%",
                ])
            tag(
                "circle",
                ["class": "column accent", "cx": coordinate(source.mean), "cy": "50%", "r": "5"])
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

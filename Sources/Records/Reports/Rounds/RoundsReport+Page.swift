import Formatting
import JSON

extension RoundsReport {
    /// The report as one HTML file without external references.
    public func page() -> String {
        let sections = [curveSection, tableSection, sampleSection, partSection].compactMap(\.self)
        return Document.page(
            title: "\(title.clipped(to: 120)) · report of rounds", header: header,
            sections: sections)
    }

    typealias Section = DatasetReport.Section

    private var header: HTML {
        tag("header") {
            tag("p", ["class": "over"], "Report of rounds")
            tag("h1") { tag("bdi", title.clipped(to: 120)) }
            tag("p", ["class": "lede"], summary)
        }
    }

    private var summary: String {
        let done = parts.filter { $0["digest"] != nil }.count
        let seconds = parts.reduce(0.0) { $0 + ($1["seconds"]?.double ?? 0) }
        return "\(Numbers.count(done, "part")) done, of \(Numbers.count(parts.count)) begun, in "
            + "\(Numbers.duration(seconds)); \(Numbers.count(stages.count, "model")) evaluated."
    }

    // MARK: Evaluations

    private var curveSection: Section? {
        guard stages.count > 1 else { return nil }
        let names = stages.enumerated().map { "\($0.offset): \($0.element.name)" }
        return Section(
            "stages", "Stages", title: "Evaluations over the stages",
            lede: "Of each model in turn. " + names.joined(separator: ", ") + "."
        ) {
            Parts.legend([
                (style: "accent", name: "value"), (style: "response", name: "95 % interval"),
            ])
            Parts.grid("thirds") { for figure in figures { plot(figure) } }
        }
    }

    private func plot(_ figure: Figure) -> HTML {
        func points(_ value: (Double, Double?, Double?) -> Double?) -> [(x: Double, y: Double)] {
            figure.values.enumerated().compactMap { index, entry in
                entry.flatMap { value($0.value, $0.low, $0.high) }
                    .map { (x: Double(index), y: $0 * scale(figure)) }
            }
        }
        let title = "\(figure.evaluation): \(figure.label)"
        let plot = CurvePlot(
            series: [
                .init(
                    name: "value", style: "accent", points: points { value, _, _ in value },
                    isDotted: true),
                .init(name: "lower end", style: "response", points: points { _, low, _ in low }),
                .init(name: "upper end", style: "response", points: points { _, _, high in high }),
            ].filter { !$0.points.isEmpty },
            yLabel: figure.unit == "percent" ? "%" : "", xLabel: "stage",
            summary: title + " by stage", decimals: decimals(figure), width: 300)
        return Parts.figure(title, plot.html)
    }

    private func scale(_ figure: Figure) -> Double { figure.unit == "percent" ? 100 : 1 }

    private func decimals(_ figure: Figure) -> Int { figure.unit == "percent" ? 1 : 2 }

    private var tableSection: Section? {
        guard !figures.isEmpty else { return nil }
        return Section(
            "figures", "Figures", title: "Figures",
            lede: "Percentages, or units; the models are the columns."
        ) {
            DataTable(
                name: "Figures by stage", heads: ["evaluation", "figure"] + stages.map(\.name),
                rows: figures.map { figure in
                    [.text(figure.evaluation), .text(figure.label)]
                        + figure.values.map { entry in
                            .decimal(entry.map { $0.value * scale(figure) }, decimals(figure))
                        }
                }, textColumns: [0, 1]
            ).html
        }
    }

    // MARK: Samples

    private var sampleSection: Section? {
        let samples = samples
        guard !samples.isEmpty, let first = stages.first, let last = stages.last else { return nil }
        return Section(
            "samples", "Samples", title: "Answers that have changed",
            lede:
                "The first items of each evaluation on which \(first.name) and \(last.name) differ."
        ) {
            for sample in samples {
                tag("h3", "\(sample.evaluation), \(sample.id.clipped(to: 80)): \(sample.change)")
                tag("div", ["class": "answers"]) {
                    answer(first.name, "answer", sample.before)
                    answer(last.name, "answer response", sample.after)
                }
            }
        }
    }

    private func answer(_ name: String, _ style: String, _ text: Passage) -> HTML {
        tag("div", ["class": style]) {
            tag("p", ["class": "role"], name)
            Parts.passage(text)
        }
    }

    // MARK: Parts

    private var partSection: Section? {
        guard !parts.isEmpty else { return nil }
        return Section("parts", "Parts", title: "Parts", lede: "In the order in which they began.")
        {
            DataTable(
                name: "Parts", heads: ["part", "state", "seconds", "digest of what it left"],
                rows: parts.map { part in
                    [
                        .text(part["part"]?.string ?? ""),
                        .text(part["digest"] == nil ? "begun" : "done"),
                        .decimal(part["seconds"]?.double, 0),
                        .text(String((part["digest"]?.string ?? "").prefix(16))),
                    ]
                }, textColumns: [0, 1, 3]
            ).html
        }
    }
}

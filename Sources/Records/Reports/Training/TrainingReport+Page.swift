import Formatting
import JSON

extension TrainingReport {
    /// The report as one HTML file without external references.
    public func page() -> String {
        let sections =
            steps.indices.compactMap(curveSection)
            + [heldOutSection, sampleSection, dataSection, settingSection].compactMap(\.self)
        return Document.page(
            title: "\(title.clipped(to: 120)) · training report", header: header,
            sections: sections)
    }

    typealias Section = DatasetReport.Section

    // MARK: Header

    private var header: HTML {
        tag("header") {
            tag("p", ["class": "over"], "Training report")
            tag("h1") { tag("bdi", title.clipped(to: 120)) }
            tag("p", ["class": "lede"], summary)
            tag("dl", ["class": "keys"]) {
                for (name, value) in keyFigures {
                    tag("div") {
                        tag("dt", name)
                        tag("dd", value)
                    }
                }
            }
            tag("dl", ["class": "facts"]) {
                fact("model", record["model"]?["name"]?.string)
                fact("licence", record["model"]?["license"]?.string)
                fact("command", record["command"]?.string)
                fact("seed", record["seed"]?.integer.map(String.init))
            }
        }
    }

    private func fact(_ name: String, _ value: String?) -> HTML {
        guard let value else { return .nothing }
        return tag("div") {
            tag("dt", name)
            tag("dd") { tag("bdi", value.clipped(to: 2_000)) }
        }
    }

    private var summary: String {
        let base = record["model"]?["name"]?.string.map { " of \($0)" } ?? ""
        let what = record["adapter"] == nil ? "All weights" : "Adapters (LoRA)"
        let types = steps.map(\.type).joined(separator: ", ")
        let state = isRunning ? "The training is not finished." : "The training is finished."
        return "\(what)\(base), trained by \(types). \(state)"
    }

    private var keyFigures: [(String, String)] {
        let lines = steps.flatMap(\.lines)
        let planned = steps.compactMap(\.planned).reduce(0, +)
        var figures = [
            (
                "steps",
                Numbers.count(lines.count)
                    + (isRunning && planned > 0 ? " of \(Numbers.count(planned))" : "")
            )
        ]
        let tokens = lines.reduce(0) { $0 + ($1["tokens"]?.integer ?? 0) }
        if tokens > 0 { figures.append(("tokens", Numbers.count(tokens))) }
        if let loss = lines.last?["loss"]?.double {
            figures.append(("last loss", Numbers.decimal(loss, 4)))
        }
        // Of one step: another's loss may be another objective.
        let held = steps.last { !$0.evaluations.isEmpty }?.evaluations ?? []
        if let first = held.first?["heldout_loss"]?.double,
            let last = held.last?["heldout_loss"]?.double
        {
            figures.append(("held-out loss before", Numbers.decimal(first, 4)))
            figures.append(("held-out loss now", Numbers.decimal(last, 4)))
        }
        let seconds = lines.reduce(0.0) { sum, line in
            guard let rate = line["tokens_per_second"]?.double, rate > 0 else { return sum }
            return sum + Double(line["tokens"]?.integer ?? 0) / rate
        }
        if seconds > 0 {
            figures.append(("tokens/s", Numbers.decimal(Double(tokens) / seconds, 0)))
        }
        if let share = record["changed_share"]?.double {
            figures.append(("weights changed as stored", Numbers.percent(share)))
        }
        return figures
    }

    // MARK: Curves

    /// A figure of the logs in a plot, with the same of what is held out.
    private struct Curve {
        let title: String
        /// Keys of lines, with the styles of their curves.
        let keys: [(key: String, name: String, style: String)]
        var includesZero = false
        var decimals = 4
    }

    private static let curves = [
        Curve(title: "Loss", keys: [("loss", "trained", "accent")]),
        Curve(title: "Margin", keys: [("margin", "trained", "accent")], includesZero: true),
        Curve(title: "Accuracy", keys: [("accuracy", "trained", "accent")], includesZero: true),
        Curve(
            title: "Log-ratios to the reference",
            keys: [
                ("chosen_log_ratio", "chosen", "chosen"),
                ("rejected_log_ratio", "rejected", "rejected"),
            ], includesZero: true),
        Curve(title: "SFT loss of chosen answers", keys: [("sft_loss", "trained", "accent")]),
        Curve(
            title: "Norm of the gradients, before clipping",
            keys: [("grad_norm", "norm", "accent")], includesZero: true),
        Curve(
            title: "Learning rate, in millionths", keys: [("learning_rate", "rate", "accent")],
            includesZero: true),
        Curve(
            title: "Speed", keys: [("tokens_per_second", "tokens/s", "accent")],
            includesZero: true, decimals: 0),
    ]

    private func curveSection(_ index: Int) -> Section? {
        let step = steps[index]
        guard !step.lines.isEmpty || !step.evaluations.isEmpty else { return nil }
        let name = steps.count == 1 ? "Curves" : "Step \(index + 1): \(step.type)"
        return Section(
            "curves\(index + 1)", steps.count == 1 ? "Curves" : "Step \(index + 1)", title: name,
            lede: curveLede(step)
        ) {
            Parts.legend(
                [("accent", "trained"), ("response", "held out")]
                    .filter { !step.evaluations.isEmpty || $0.1 == "trained" }
                    .map { (style: $0.0, name: $0.1) })
            Parts.grid("halves") { for curve in Self.curves { plot(curve, step) } }
        }
    }

    private func curveLede(_ step: Step) -> String {
        let done = step.lines.last?["step"]?.integer ?? 0
        let all = step.planned.map { " of \(Numbers.count($0))" } ?? ""
        return "\(Numbers.count(done))\(all) optimizer steps of \(step.type)."
            + (step.lines.count > 40 ? " Strong lines are moving means." : "")
    }

    private func plot(_ curve: Curve, _ step: Step) -> HTML {
        let factor = curve.keys[0].key == "learning_rate" ? 1e6 : 1
        func points(_ lines: [JSONObject], _ key: String) -> [(x: Double, y: Double)] {
            lines.compactMap { line in
                guard let step = line["step"]?.double, let value = line[key]?.double else {
                    return nil
                }
                return (x: step, y: value * factor)
            }
        }
        var series = curve.keys.map { entry in
            CurvePlot.Series(
                name: entry.name, style: entry.style, points: points(step.lines, entry.key))
        }
        if curve.keys.count == 1 {
            series.append(
                CurvePlot.Series(
                    name: "held out", style: "response",
                    points: points(step.evaluations, "heldout_" + curve.keys[0].key),
                    isDotted: true))
        }
        series.removeAll(where: \.points.isEmpty)
        guard let last = series.first?.points.last?.y else { return .nothing }
        return Parts.figure(
            curve.title,
            CurvePlot(
                series: series,
                yLabel: series.count > 1 && curve.keys.count > 1
                    ? series.map(\.name).joined(separator: ", ") : "",
                summary: "\(curve.title) by step; the last is "
                    + Numbers.decimal(last, curve.decimals),
                includesZero: curve.includesZero, decimals: curve.decimals
            ).html)
    }

    // MARK: Tables

    private var heldOutSection: Section? {
        let held = steps.enumerated().filter { !$0.element.evaluations.isEmpty }
        guard !held.isEmpty else { return nil }
        return Section(
            "held-out", "Held out", title: "Held out",
            lede: "Examples that were never trained, before the first step and after the last "
                + "evaluation."
        ) {
            for (index, step) in held {
                if steps.count > 1 { tag("h3", "Step \(index + 1): \(step.type)") }
                heldOutTable(step)
            }
        }
    }

    private func heldOutTable(_ step: Step) -> HTML {
        let (first, last) = (step.evaluations.first ?? [:], step.evaluations.last ?? [:])
        let names = first.keys.filter { $0.hasPrefix("heldout_") && last[$0] != nil }
        return DataTable(
            name: "Held out, before and after",
            heads: ["figure", "before", "after", "difference"],
            rows: names.map { name in
                let (before, after) = (first[name]?.double, last[name]?.double)
                return [
                    .text(String(name.dropFirst("heldout_".count)).replacing("_", with: " ")),
                    .decimal(before, 4), .decimal(after, 4),
                    .decimal(before.flatMap { before in after.map { $0 - before } }, 4),
                ]
            }
        ).html
    }

    private var dataSection: Section? {
        let known = steps.enumerated().filter { $0.element.record["data"] != nil }
        guard !known.isEmpty else { return nil }
        return Section("data", "Data", title: "Data", lede: "") {
            for (index, step) in known {
                if steps.count > 1 { tag("h3", "Step \(index + 1): \(step.type)") }
                table("Rows", dataRows(step.record))
            }
        }
    }

    private func dataRows(_ record: JSON) -> [(String, String)] {
        let data = record["data"]
        var rows: [(String, String)] = []
        for source in data?["sources"]?.array ?? [] {
            var text = source["path"]?.string ?? ""
            for key in ["part", "share", "limit"] {
                if let value = source[key] { text += ", \(key) \(Self.text(value))" }
            }
            rows.append(("source", text))
        }
        for (key, name) in [
            ("rows", "rows"), ("not_drawn", "not drawn by the share"), ("examples", "examples"),
            ("tokens", "tokens"), ("targets", "of them learnt"),
            ("longest", "tokens of the longest"),
        ] {
            if let count = data?[key]?.integer { rows.append((name, Numbers.count(count))) }
        }
        for (reason, count) in data?["rejected"]?.object?.pairs ?? [] {
            rows.append(("rejected: \(reason)", Numbers.count(count.integer ?? 0)))
        }
        if let count = record["held_out"]?["examples"]?.integer {
            rows.append(("held out", Numbers.count(count, "example")))
        }
        if let digest = data?["digest"]?.string { rows.append(("digest", digest)) }
        return rows
    }

    private var settingSection: Section? {
        let known = steps.enumerated().filter { $0.element.record["settings"] != nil }
        guard !known.isEmpty else { return nil }
        return Section("settings", "Settings", title: "Settings", lede: "") {
            for (index, step) in known {
                if steps.count > 1 { tag("h3", "Step \(index + 1): \(step.type)") }
                table("Settings", settingRows(step.record))
            }
        }
    }

    private func settingRows(_ step: JSON) -> [(String, String)] {
        let general = ["arithmetic", "type"].compactMap { key in
            record[key].map { (key, Self.text($0)) }
        }
        let adapter = (record["adapter"]?.object?.pairs ?? []).map {
            ("adapter: \($0.0)", Self.text($0.1))
        }
        return (step["settings"]?.object?.pairs ?? []).map { ($0.0, Self.text($0.1)) } + general
            + adapter
    }

    private static func text(_ value: JSON) -> String {
        value.string ?? value.array?.compactMap(\.string).joined(separator: ", ") ?? value.text
    }

    private func table(_ name: String, _ rows: [(String, String)]) -> HTML {
        DataTable(
            name: name, heads: ["", ""], rows: rows.map { [.text($0.0), .text($0.1)] },
            textColumns: [0, 1]
        ).html
    }

    // MARK: Samples

    private var sampleSection: Section? {
        guard !samples.isEmpty else { return nil }
        return Section(
            "samples", "Samples", title: "Samples",
            lede: "The most probable answers of the model before and after the training."
        ) {
            for (index, sample) in samples.enumerated() {
                let kind = sample.isHeldOut ? "held out" : "trained"
                tag("h3", "\(index + 1). \(sample.name.clipped(to: 80)), \(kind)")
                tag("div", ["class": "turn"]) { Parts.passage(sample.prompt) }
                tag("div", ["class": "answers"]) {
                    answer("before", "answer", sample.before, sample.isBeforeCut)
                    answer("after", "answer response", sample.after, sample.isAfterCut)
                }
            }
        }
    }

    private func answer(
        _ name: String, _ style: String, _ text: Passage, _ isCut: Bool
    ) -> HTML {
        tag("div", ["class": style]) {
            tag("p", ["class": "role"]) {
                name
                if isCut { tag("span", ["class": "figure"], "cut off") }
            }
            Parts.passage(text)
        }
    }
}

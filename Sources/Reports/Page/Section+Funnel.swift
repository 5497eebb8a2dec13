extension DatasetReport {
    /// What each stage created, passed and turned away, and why.
    var funnelSection: Section? {
        guard !stages.isEmpty else { return nil }
        let most = Double(stages.map(\.created).max() ?? 1)
        return Section("funnel", "Funnel", title: "From sources to records", lede: funnelLede) {
            Parts.legend([("accent", "passed on"), ("rejected", "turned away")])
            tag("table", ["class": "funnel"]) {
                tag("thead") {
                    tag("tr") {
                        tag("th", ["scope": "col"], "stage")
                        for head in ["created", "passed", "turned away"] {
                            tag("th", ["scope": "col", "class": "number"], head)
                        }
                    }
                }
                tag("tbody") { for stage in stages { row(stage, most: max(1, most)) } }
            }
        }
    }

    private var funnelLede: String {
        let reasons = stages.flatMap(\.reasons).sorted { $0.count > $1.count }
        guard let first = reasons.first else { return "No stage turned a record away." }
        return "Most records were lost at ‘\(first.stage)’: \(first.reason) "
            + "(\(Numbers.count(first.count)) of \(Numbers.count(rejected)) turned away)."
    }

    private func row(_ stage: Stage, most: Double) -> HTML {
        tag("tr") {
            tag("th", ["scope": "row"]) {
                name(stage)
                Parts.bar(
                    [
                        (Double(stage.passed) / most, "accent"),
                        (Double(stage.rejected) / most, "rejected"),
                    ],
                    title: "\(Numbers.count(stage.passed)) passed on, "
                        + "\(Numbers.count(stage.rejected)) turned away")
                if !stage.reasons.isEmpty { reasons(stage) }
            }
            tag("td", ["class": "number"], Numbers.count(stage.created))
            tag("td", ["class": "number"], Numbers.count(stage.passed))
            tag("td", ["class": "number"], Numbers.count(stage.rejected))
        }
    }

    private func name(_ stage: Stage) -> HTML {
        let parts = stage.name.split(separator: "/", omittingEmptySubsequences: false)
        return tag("span", ["class": "stage"]) {
            if parts.count > 1 {
                tag("span", ["class": "soft"], parts.dropLast().joined(separator: "/") + "/")
            }
            tag("bdi", String(parts.last ?? ""))
            if let type = stage.type { tag("span", ["class": "type"], type) }
        }
    }

    private func reasons(_ stage: Stage) -> HTML {
        tag("ul", ["class": "reasons"]) {
            for reason in stage.reasons.prefix(6) {
                tag("li") {
                    tag("b", Numbers.count(reason.count))
                    " "
                    tag("bdi", reason.reason)
                }
            }
            if stage.reasons.count > 6 {
                tag("li", "and \(Numbers.count(stage.reasons.count - 6, "more reason"))")
            }
        }
    }
}

extension DatasetReport {
    /// Created, passed and rejected records of each stage, with reasons. The stages of an included
    /// document are one row that opens.
    var funnelSection: Section? {
        guard !stages.isEmpty else { return nil }
        let most = max(1, Double(stages.map(\.created).max() ?? 1))
        return Section("funnel", "Funnel", title: "From sources to records", lede: funnelLede) {
            Parts.legend([("accent", "passed on"), ("rejected", "rejected")])
            tag("div", ["class": "funnel"]) {
                tag("div", ["class": "row head"]) {
                    tag("span", "stage")
                    tag("span", "")
                    for head in ["created", "passed", "rejected"] {
                        tag("span", ["class": "number"], head)
                    }
                }
                for block in blocks {
                    if block.stages.count > 1 {
                        included(block.name, block.stages, most: most)
                    } else {
                        for stage in block.stages { row(stage, named: stage.name, most: most) }
                    }
                }
            }
        }
    }

    private var funnelLede: String {
        let reasons = stages.flatMap(\.reasons).sorted { $0.count > $1.count }
        guard let first = reasons.first else { return "No stage rejected a record." }
        return "Most records were lost at ‘\(first.stage)’: \(first.reason), "
            + "\(Numbers.count(first.count)) of \(Numbers.count(rejected))."
    }

    /// Consecutive stages grouped by the included document that they come from.
    private var blocks: [(name: String, stages: [Stage])] {
        var blocks: [(name: String, stages: [Stage])] = []
        for stage in stages {
            let parts = stage.name.split(separator: "/", maxSplits: 1)
            let name = parts.count == 2 ? String(parts[0]) : ""
            if let last = blocks.last, !name.isEmpty, last.name == name {
                blocks[blocks.count - 1].stages.append(stage)
            } else {
                blocks.append((name, [stage]))
            }
        }
        return blocks
    }

    /// An included document's stages as one row: the passed records of the last stage and the
    /// rejected records of all.
    private func included(_ name: String, _ stages: [Stage], most: Double) -> HTML {
        let passed = stages.last?.passed ?? 0
        let rejected = stages.reduce(0) { $0 + $1.rejected }
        let summary = HTML.list([
            tag("span", ["class": "stage"]) {
                tag("bdi", name)
                tag("span", ["class": "type"], Numbers.count(stages.count, "stage"))
            },
            bar(passed, rejected, most),
            numbers(nil, passed, rejected),
        ])
        return tag("details", ["class": "included"]) {
            tag("summary", ["class": "row"]) { summary }
            for stage in stages {
                row(stage, named: String(stage.name.dropFirst(name.count + 1)), most: most)
            }
        }
    }

    private func row(_ stage: Stage, named name: String, most: Double) -> HTML {
        tag("div", ["class": "row"]) {
            tag("span", ["class": "stage"]) {
                tag("bdi", name)
                if let type = stage.type { tag("span", ["class": "type"], type) }
            }
            bar(stage.passed, stage.rejected, most)
            numbers(stage.created, stage.passed, stage.rejected)
            if let description = stage.description {
                tag("div", ["class": "purpose"]) { tag("bdi", description) }
            }
            if !stage.reasons.isEmpty { reasons(stage) }
        }
    }

    private func bar(_ passed: Int, _ rejected: Int, _ most: Double) -> HTML {
        Parts.bar(
            [(Double(passed) / most, "accent"), (Double(rejected) / most, "rejected")],
            title: "\(Numbers.count(passed)) passed on, \(Numbers.count(rejected)) rejected")
    }

    private func numbers(_ created: Int?, _ passed: Int, _ rejected: Int) -> HTML {
        .list(
            [created, passed, rejected].map { number in
                let style = number == 0 ? "number soft" : "number"
                return tag("span", ["class": style], number.map { Numbers.count($0) } ?? "")
            })
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

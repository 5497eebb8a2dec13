extension DatasetReport {
    /// The report as one HTML file without external references.
    public func page() -> String {
        let sections = [
            funnelSection, rewardSection, pairSection, lengthSection, diversitySection,
            judgeSection, performanceSection, exampleSection, rejectionSection,
        ].compactMap(\.self)
        return Document.page(
            title: "\(title) · dataset report", header: header, sections: sections, end: measures)
    }

    /// A section with its short name in the navigation.
    struct Section {
        let id: String
        let short: String
        let html: HTML

        init(
            _ id: String, _ short: String, title: String, lede: String,
            @HTMLBuilder _ content: () -> HTML
        ) {
            self.id = id
            self.short = short
            html = Parts.section(id, title, lede, content)
        }
    }

    var title: String { (pipeline.isEmpty ? folder : pipeline).clipped(to: 120) }

    // MARK: Header

    private var header: HTML {
        tag("header") {
            tag("p", ["class": "over"], "Dataset report")
            tag("h1") { tag("bdi", title) }
            tag("p", ["class": "lede"], summary)
            if !problems.isEmpty { damage }
            tag("dl", ["class": "keys"]) {
                for (name, value) in keyFigures {
                    tag("div") {
                        tag("dt", name)
                        tag("dd", value)
                    }
                }
            }
            facts
        }
    }

    private var summary: String {
        let kind = pairs.map { $0.count == accepted ? "preference pair" : "record" } ?? "record"
        var sentence = Numbers.count(accepted, kind)
        if sources > 0 { sentence += " from \(Numbers.count(sources, "source record"))" }
        if sourceReadings > 1 { sentence += ", which were read \(sourceReadings) times" }
        if rejected > 0 {
            sentence += "; \(Numbers.count(rejected, "record")) rejected, with reasons"
        }
        return sentence + ". " + stateSentence
    }

    private var stateSentence: String {
        guard let state else { return isComplete ? "The dataset is complete." : "" }
        let target = state.target.map { " of \(Numbers.count($0)) wanted" } ?? ""
        return switch state.state {
        case "finished": "The run is finished."
        case "running", "draining":
            "A run was at work when last heard of (\(state.heartbeat)): "
                + "\(Numbers.count(accepted))\(target)."
        case "killed":
            "The last run was killed; its last sign of life is of \(state.heartbeat), with "
                + "\(Numbers.count(accepted))\(target)."
        case "failed": "The last run failed: \(state.error ?? "no reason was kept")."
        default: "The last run was interrupted at \(Numbers.count(accepted))\(target)."
        }
    }

    private var keyFigures: [(String, String)] {
        var figures = [("accepted", Numbers.count(accepted))]
        figures += (parts ?? []).map { ($0.name, Numbers.count($0.records)) }
        if !stages.isEmpty || rejected > 0 {
            figures.append(("rejected", Numbers.count(rejected)))
        }
        if let topics {
            figures.append(
                ("topics", Numbers.count(topics.distinct) + (topics.isComplete ? "" : "+")))
        }
        if let mean = pairs?.margins.mean { figures.append(("mean margin", Numbers.decimal(mean))) }
        if let share = pairs?.longerChosenShare {
            figures.append(("longer one chosen", Numbers.percent(share)))
        }
        if let similarity = prompts?.meanSimilarity {
            figures.append(("prompts' similarity", Numbers.decimal(similarity)))
        }
        return figures
    }

    private var damage: HTML {
        let lost = problems.reduce(0) { $0 + $1.recordsLost }
        return tag("div", ["class": "damage", "role": "note"]) {
            tag("h2", "Parts of this folder cannot be read")
            if lost > 0 {
                tag("p", "\(Numbers.count(lost, "record")) missing from what follows.")
            }
            tag("ul") {
                for problem in problems { tag("li") { tag("pre", problem.message) } }
                if furtherProblems > 0 { tag("li", "and \(Numbers.count(furtherProblems)) more") }
            }
        }
    }

    private var facts: HTML {
        tag("dl", ["class": "facts"]) {
            for model in models {
                fact(
                    "model", model.name + " · " + model.source,
                    [model.license, model.hash.isEmpty ? nil : String(model.hash.prefix(19)) + "…"])
            }
            if !documentHash.isEmpty {
                fact("pipeline", pipeline, ["seed \(seed)", String(documentHash.prefix(12)) + "…"])
            }
            fact("folder", folder, [bytes > 0 ? Numbers.bytes(bytes) : nil])
        }
    }

    private func fact(_ name: String, _ value: String, _ more: [String?]) -> HTML {
        tag("div") {
            tag("dt", name)
            tag("dd") {
                tag("bdi", value)
                for more in more.compactMap(\.self) { tag("span", ["class": "soft"], " · " + more) }
            }
        }
    }
}

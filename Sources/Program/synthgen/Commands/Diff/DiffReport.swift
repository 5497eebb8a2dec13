import Dataflow
import Datasets
import Formatting
import JSON
import Reports

/// What `diff` shows, for people and for programs.
struct DiffReport {
    /// The two sides as the user named them.
    let names: (before: String, after: String)
    let comparison: DatasetComparison
    /// Settings, texts and models that differ, by stage; nil where a side does not say.
    let settings: [(stage: String, changes: [String])]?

    init(names: (before: String, after: String), comparison: DatasetComparison) {
        self.names = names
        self.comparison = comparison
        let old = comparison.before.description?.stageFacts ?? [:]
        let new = comparison.after.description?.stageFacts ?? [:]
        settings = old.isEmpty || new.isEmpty ? nil : StageFacts.changes(from: old, to: new)
    }

    /// The page for people.
    func text(in page: TextPage) -> String {
        var page = page
        addSides(to: &page)
        if !comparison.isSame {
            addSection("Means", figureLines, to: &page)
            addSection("Stages", stageLines, to: &page)
        }
        addSection("Settings that differ", settingLines, to: &page)
        addExamples(to: &page)
        return page.text
    }

    private func addSides(to page: inout TextPage) {
        for (mark, name, side) in [
            ("A", names.before, comparison.before), ("B", names.after, comparison.after),
        ] {
            let state = side.isComplete ? "" : " (not complete)"
            let noun = side.count == 1 ? "record" : "records"
            page.add("\(mark)  \(name): \(Format.count(side.count)) \(noun)\(state)")
        }
        let rows = comparison.rows
        page.addSpace()
        guard !comparison.isSame else {
            page.add(
                rows.isInOrder
                    ? "The records are the same." : "The records are the same, in another order.")
            return
        }
        var table = [["", "same", "changed", "only in A", "only in B"]]
        table.append(
            ["records"] + [rows.same, rows.changed, rows.removed, rows.added].map(Format.count))
        if let prompts = comparison.prompts {
            table.append(
                ["prompts", Format.count(prompts.same), ""]
                    + [prompts.removed, prompts.added].map(Format.count))
        }
        for line in Table.lines(table) { page.add(line) }
    }

    private func addSection(_ title: String, _ lines: [String], to page: inout TextPage) {
        guard !lines.isEmpty else { return }
        page.addSpace()
        page.add(title)
        for line in lines { page.add(line, lead: "  ") }
    }

    private var figureLines: [String] {
        guard !comparison.figures.isEmpty else { return [] }
        return Table.lines(
            [["", "A", "B", "B − A", "95 % interval"]]
                + comparison.figures.map { figure in
                    [
                        figure.name.shownOnOneLine, number(figure.before?.value),
                        number(figure.after?.value), signed(figure.difference),
                        interval(of: figure),
                    ]
                })
    }

    private func number(_ value: Double?) -> String { value?.fixed(2) ?? "" }

    private func signed(_ value: Double?) -> String {
        guard let value else { return "" }
        let text = value.fixed(2)
        return text.hasPrefix("-") || text == "0.00" ? text : "+" + text
    }

    private func interval(of figure: ComparedFigure) -> String {
        guard let difference = figure.difference, let margin = figure.margin else { return "" }
        return "\(signed(difference - margin)) … \(signed(difference + margin))"
    }

    private var stageLines: [String] {
        guard !comparison.stages.isEmpty else { return [] }
        func cells(_ count: StageCount?) -> [String] {
            guard let count else { return ["–", "–", "–"] }
            return [count.created, count.passed, count.rejected].map(Format.count)
        }
        return Table.lines(
            [["", "A created", "passed", "rejected", "B created", "passed", "rejected"]]
                + comparison.stages.map {
                    [$0.name.shownOnOneLine] + cells($0.before) + cells($0.after)
                })
    }

    private var settingLines: [String] {
        (settings ?? []).flatMap { stage, changes in changes.map { "\(stage): \($0)" } }
    }

    private func addExamples(to page: inout TextPage) {
        for example in comparison.examples {
            page.addSpace()
            let id = (example.after ?? example.before)?["id"]
            let name = id.map { " " + ($0.string ?? $0.text) } ?? ""
            switch (example.before, example.after) {
            case (let before?, let after?): addChange(name, before, after, to: &page)
            case (let before?, nil): add("only in A", name, before, to: &page)
            case (nil, let after?): add("only in B", name, after, to: &page)
            case (nil, nil): break
            }
        }
    }

    private func add(
        _ title: String, _ name: String, _ record: JSONObject, to page: inout TextPage
    ) {
        page.add("\(title):\(name)")
        for (name, value) in record.pairs where name != "id" {
            let field = RecordField(name: name, value: value)
            guard page.isFull || !field.isMinor else {
                page.noteShortened()
                continue
            }
            page.add(field.text, lead: "  ")
        }
    }

    /// Adds the fields of a changed record that are not the same.
    private func addChange(
        _ name: String, _ before: JSONObject, _ after: JSONObject, to page: inout TextPage
    ) {
        page.add("changed:\(name)")
        for key in after.keys + before.keys.filter({ after[$0] == nil })
        where key != "pipeline" && before[key] != after[key] {
            if let value = before[key] { page.add(readable([key: value]), lead: "  A  ") }
            if let value = after[key] { page.add(readable([key: value]), lead: "  B  ") }
        }
    }
}

import Evaluation
import Formatting

/// A comparison of two models for people.
struct ComparisonText {
    private let comparison: ResultComparison
    private let show: Int
    private let page: TextPage

    /// - Parameter show: How many changed items to show.
    init(_ comparison: ResultComparison, show: Int, page: TextPage) {
        (self.comparison, self.show, self.page) = (comparison, show, page)
    }

    var text: String {
        var page = page
        page.add(
            "\(comparison.evaluation): \(comparison.first.name) (first), \(comparison.second.name) "
                + "(second)")
        if comparison.hasOtherRows {
            page.add("warning: rows or settings differ; only items of both are compared")
        }
        if comparison.unpaired > 0 {
            page.add("\(Format.count(comparison.unpaired, "item")) of one side alone left out")
        }
        let head = ["", "first", "second", "difference", "only first", "only second", "p"]
        for line in Table.lines([head] + comparison.differences.map(row)) { page.add(line) }
        guard show > 0 else { return page.text }
        page.addSpace()
        let changes = comparison.changes
        let label = comparison.differences.first?.figure.label ?? ""
        page.add("\(Format.count(changes.count, "item")) changed by “\(label)”:")
        for change in changes.prefix(show) { add(change, to: &page) }
        return page.text
    }

    private func row(_ found: ResultComparison.Difference) -> [String] {
        let figure = found.figure
        let sign = found.difference > 0 ? "+" : ""
        return [
            "  " + figure.title, figure.text(found.first), figure.text(found.second),
            sign + figure.text(found.difference, found.interval),
            found.test.map { Format.count($0.onlyFirst) } ?? "",
            found.test.map { Format.count($0.onlySecond) } ?? "",
            found.test.map { $0.probability < 0.0001 ? "<0.0001" : $0.probability.fixed(4) } ?? "",
        ]
    }

    private func add(_ change: ResultComparison.Change, to page: inout TextPage) {
        page.addSpace()
        page.add("\(change.first.id): \(change.before.fixed(2)) -> \(change.after.fixed(2))")
        for (side, outcome) in [("first", change.first), ("second", change.second)] {
            for answer in outcome.answers { page.add(answer.text, lead: "  \(side): ") }
        }
    }
}

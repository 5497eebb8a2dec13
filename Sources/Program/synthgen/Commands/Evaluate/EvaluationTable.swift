import Evaluation
import Formatting

/// Results side by side: a row for each figure, a column for each model.
struct EvaluationTable {
    /// Of each evaluation, the results of the models in the order of the columns.
    let results: [[EvaluationResult]]
    /// What the columns are called.
    let columns: [String]
    /// Whether groups are shown of every evaluation.
    let showsGroups: Bool

    /// The table for people.
    var text: String {
        let lines = Table.lines([[""] + columns] + results.flatMap { rows(of: $0) })
        return (lines + notes).joined(separator: "\n")
    }

    private var notes: [String] {
        let judges = results.compactMap(\.first).compactMap { result in
            result.judge.map { judge in
                "\(result.evaluation): judged by \(judge.name)"
                    + (result.against.map { ", against \($0.name)" } ?? "")
            }
        }
        return [
            "",
            "In brackets: 95 % bootstrap intervals over the items (\(Format.count(EvaluationResult.resamples)) resamples, "
                + "seed \(results.first?.first?.seed ?? 0)).",
        ] + judges
    }

    private func rows(of results: [EvaluationResult]) -> [[String]] {
        guard let first = results.first else { return [] }
        let title = ["\(first.evaluation) (\(Format.count(first.items.count)))"]
        let figures = first.estimates.map(\.figure).map { figure in
            row(figure, results.map { $0.estimate(figure.name) }, indent: "  ")
        }
        guard showsGroups || first.showsGroups else { return [title] + figures }
        let groups = first.groups.flatMap { group -> [[String]] in
            let own = results.map { result in result.groups.first { $0.name == group.name } }
            let main = group.estimates.filter { !Self.lengths.contains($0.figure.name) }
            return [["  \(group.name) (\(Format.count(group.items)))"]]
                + main.map(\.figure).map { figure in
                    row(
                        figure,
                        own.map { $0?.estimates.first { $0.figure.name == figure.name } },
                        indent: "    ")
                }
        }
        return [title] + figures + groups
    }

    /// Figures that are told of all items, not of groups.
    private static let lengths: Set = ["characters", "tokens", "truncated"]

    private func row(
        _ figure: Figure, _ estimates: [EvaluationResult.Estimate?], indent: String
    ) -> [String] {
        [indent + figure.title]
            + estimates.map { $0.map { figure.text($0.value, $0.interval) } ?? "" }
    }
}

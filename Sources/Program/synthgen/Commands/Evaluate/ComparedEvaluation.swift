import ArgumentParser
import Evaluation
import Foundation
import JSON

struct ComparedEvaluation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two models by the results that were written of them.",
        usage: "synthgen evaluate compare <first> [<second>] [<options>]",
        discussion: """
            Items are paired by their ids. The difference of each figure is shown with the 95 % \
            interval of the paired bootstrap; of figures that an item passes or fails, McNemar's \
            exact test says how probable so uneven a split is if both models are equally good.

              synthgen evaluate compare before.json after.json
              synthgen evaluate compare before.json after.json --show 5
            """)

    @Argument(
        help: "Results of `evaluate model --output`.", completion: .file(extensions: ["json"]))
    var first: String

    @Argument(
        help: "Other results; without them, the two models of the first file are compared.",
        completion: .file(extensions: ["json"]))
    var second: String?

    @Option(
        help: ArgumentHelp(
            "How many items to show of those that changed, of each evaluation.", valueName: "count")
    )
    var show = 0

    @Flag(help: "Show long texts whole.")
    var full = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0...100_000).contains(show) else {
            throw ValidationError("--show must be from 0 to 100000, found \(show)")
        }
    }

    func run() throws {
        let pairs = try ResultComparison.pairs(Self.file(first), second.map(Self.file))
        let comparisons = pairs.map { ResultComparison($0.0, $0.1) }
        guard !json else {
            return print(JSON.array(comparisons.map(\.json)).pretty())
        }
        let page = TextPage(isFull: full)
        print(
            comparisons.map { ComparisonText($0, show: show, page: page).text }
                .joined(separator: "\n\n"))
    }

    private static func file(_ path: String) throws -> (path: String, file: EvaluationFile) {
        (path, try EvaluationFile(url: URL(filePath: path), as: path))
    }
}

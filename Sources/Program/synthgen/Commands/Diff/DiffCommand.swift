import ArgumentParser
import Foundation
import Reports

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two datasets: records, prompts, rewards, stages and settings.",
        discussion: """
            A side is a dataset's folder, or a file or folder of records, such as an export. With \
            one folder, the dataset in its previous/ is compared with it. Records are matched by \
            their ids, or by their content where they have none.

            Exits with 0 if the records are the same, 1 if they differ, 2 if a side cannot be read.

              synthgen diff Datasets/a Datasets/b
              synthgen diff Datasets/preference
            """)

    @Argument(help: "A dataset's folder, or records.", completion: .file())
    var first: String

    @Argument(help: "Another one; without it, the first is compared with its previous/.")
    var second: String?

    @Option(
        help: ArgumentHelp(
            "How many examples to show of changed, removed and added records.", valueName: "count"))
    var examples = 2

    @Flag(help: "Show long texts whole, and fields that only trace a record.")
    var full = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0...1_000).contains(examples) else {
            throw ValidationError("--examples must be from 0 to 1000, found \(examples)")
        }
    }

    func run() throws {
        let before = second == nil ? first + "/previous" : first
        let after = second ?? first
        let report: DiffReport
        do {
            if second == nil, !FileManager.default.fileExists(atPath: before) {
                throw ProgramError.noPrevious(path: first)
            }
            let comparison = try DatasetComparison(
                of: URL(filePath: before), and: URL(filePath: after), examples: examples)
            report = DiffReport(names: (before, after), comparison: comparison)
        } catch {
            // As of diff: 1 stands for differences, so trouble must have another code.
            printError("error: \(error)")
            throw ExitCode(2)
        }
        print(json ? report.json.pretty() : report.text(in: TextPage(isFull: full)))
        if !report.comparison.isSame { throw ExitCode(1) }
    }
}

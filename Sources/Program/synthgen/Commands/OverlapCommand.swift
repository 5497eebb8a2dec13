import ArgumentParser
import Foundation
import Stages

struct OverlapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlap",
        abstract: "Counts the values of a field that two datasets share.",
        discussion: """
            Values are compared without case and white space, as `split` does; a conversation of \
            one turn equals its text. Exits with 1 if the datasets share a value: two parts of a \
            split share none.

              synthgen overlap Datasets/train Datasets/test --by prompt
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(help: "Another file or dataset folder.", completion: .file())
    var second: String

    @Option(help: ArgumentHelp("The field to compare.", valueName: "field"))
    var by = "prompt"

    func run() throws {
        let overlap = try RecordOverlap(
            of: URL(filePath: first), and: URL(filePath: second), by: by)
        print(
            "\(first): \(overlap.first) different values of '\(by)'\n"
                + "\(second): \(overlap.second)\nin both: \(overlap.shared.count)")
        for text in overlap.shared.prefix(3) { print("  " + text.prefix(200)) }
        if !overlap.shared.isEmpty { throw ExitCode(1) }
    }
}

import ArgumentParser
import Foundation
import Stages

struct OverlapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlap",
        abstract: "Says how many records of one dataset are in another one too, by a field.",
        discussion: """
            Values are equal up to case and white space, as for `split`; a conversation of one turn \
            equals its text. The exit code is 1 if any is in both: two parts of a split share none.
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(help: "Another one.", completion: .file())
    var second: String

    @Option(help: "The field to compare.")
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

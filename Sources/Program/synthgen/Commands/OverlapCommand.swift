public import ArgumentParser
import Foundation
public import Stages

struct OverlapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlap",
        abstract: "Counts the values of a field that two datasets share.",
        discussion: """
            Values are compared without case and white space, as `split` and `deduplicate` do; of a \
            conversation what the user says counts, with or without a system message. Exits with 1 if the datasets share a value: two parts of a \
            split share none.

              synthgen overlap Datasets/train Datasets/test --by prompt
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(help: "Another file or dataset folder.", completion: .file())
    var second: String

    @Option(help: ArgumentHelp("The field to compare.", valueName: "field"))
    var by = "prompt"

    @Option(help: "What counts of a conversation: what the user says, or all turns.")
    var turns = ComparedTurns.user

    func run() throws {
        let overlap = try RecordOverlap(
            of: URL(filePath: first), and: URL(filePath: second), by: by, turns: turns)
        print(
            "\(first): \(overlap.first) different values of '\(by)'\n"
                + "\(second): \(overlap.second)\nin both: \(overlap.shared.count)")
        if overlap.systemMessages > 0, turns == .user {
            print("\(overlap.systemMessages) values have a system message, which is not compared")
        }
        for text in overlap.shared.prefix(3) { print("  " + text.prefix(200)) }
        if !overlap.shared.isEmpty { throw ExitCode(1) }
    }
}

extension ComparedTurns: ExpressibleByArgument {}

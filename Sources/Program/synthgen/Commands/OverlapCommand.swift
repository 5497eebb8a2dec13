public import ArgumentParser
import Foundation
public import Stages

struct OverlapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlap",
        abstract: "Counts the values of a field that two datasets share.",
        discussion: """
            Values are compared without case and white space, as `split` and `deduplicate` do; of a \
            conversation what the user says counts, with or without a system message. Exits with 1 if \
            the datasets share a value: two parts of a split share none.

              synthgen overlap Datasets/train Datasets/test --by prompt
              synthgen overlap exam.jsonl Datasets/train --by question=prompt
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(help: "Another file or dataset folder.", completion: .file())
    var second: String

    @Option(
        help: ArgumentHelp(
            "The field to compare, or first=second if it has another name in each dataset.",
            valueName: "field"))
    var by = "prompt"

    @Option(help: "What counts of a conversation: what the user says, or all turns.")
    var turns = ComparedTurns.user

    func run() throws {
        guard let field = ComparedField(by) else {
            throw ValidationError("--by names a field, or two as in question=prompt; found '\(by)'")
        }
        let overlap = try RecordOverlap(
            of: URL(filePath: first), and: URL(filePath: second), by: field, turns: turns)
        let other = field.second == field.first ? "" : " different values of '\(field.second)'"
        print(
            "\(first): \(overlap.first) different values of '\(field.first)'\n"
                + "\(second): \(overlap.second)\(other)\nin both: \(overlap.shared.count)")
        if overlap.systemMessages > 0 {
            print(
                "\(overlap.systemMessages) values are conversations with a system message, which is "
                    + (turns == .user ? "not compared" : "compared too"))
        }
        for text in overlap.shared.prefix(3) { print("  " + text.prefix(200)) }
        if !overlap.shared.isEmpty { throw ExitCode(1) }
    }
}

extension ComparedTurns: ExpressibleByArgument {}

public import ArgumentParser
import Datasets
import Foundation
public import Stages

struct OverlapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlap",
        abstract: "Counts the values of a field that two datasets share.",
        discussion: """
            Values are compared without case and white space, as `split` and `deduplicate` do; of a \
            conversation what the user says counts, with or without a system message. Exits with 1 if the datasets share a value: two parts of a \
            split share none. Of one dataset alone, its parts are compared.

              synthgen overlap Datasets/train Datasets/test --by prompt
              synthgen overlap Datasets/preference
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(
        help: "Another file or dataset folder; left out, the parts of the first are compared.",
        completion: .file())
    var second: String?

    @Option(help: ArgumentHelp("The field to compare.", valueName: "field"))
    var by = "prompt"

    @Option(help: "What counts of a conversation: what the user says, or all turns.")
    var turns = ComparedTurns.user

    func run() throws {
        var isShared = false
        for (one, other) in try sides() {
            let overlap = try RecordOverlap(
                of: one.url, and: other.url, by: by, turns: turns, parts: (one.part, other.part))
            tell(overlap, one.name, other.name)
            if !overlap.shared.isEmpty { isShared = true }
        }
        if isShared { throw ExitCode(1) }
    }

    /// What is compared with what: two datasets, or every two parts of one.
    private func sides() throws -> [(one: Side, other: Side)] {
        let one = Side(url: URL(filePath: first), name: first)
        if let second {
            return [(one: one, other: Side(url: URL(filePath: second), name: second))]
        }
        let parts = try DatasetReader(folder: one.url).parts
        guard parts.count > 1 else {
            throw ProgramError.unreadable(
                path: first,
                problem: "has no parts to compare\n  help: name another file or dataset folder")
        }
        return parts.indices.flatMap { index in
            parts[..<index].map { earlier in
                (
                    one: Side(url: one.url, name: "\(first) \(earlier)", part: earlier),
                    other: Side(
                        url: one.url, name: "\(first) \(parts[index])", part: parts[index])
                )
            }
        }
    }

    private func tell(_ overlap: RecordOverlap, _ one: String, _ other: String) {
        print(
            "\(one): \(overlap.first) different values of '\(by)'\n"
                + "\(other): \(overlap.second)\nin both: \(overlap.shared.count)")
        if overlap.systemMessages > 0, turns == .user {
            print(
                "\(overlap.systemMessages) values have a system message, which is not compared")
        }
        for text in overlap.shared.prefix(3) { print("  " + text.prefix(200)) }
    }

    /// A file, a dataset or a part of one.
    private struct Side {
        let url: URL
        let name: String
        var part: String?
    }
}

extension ComparedTurns: ExpressibleByArgument {}

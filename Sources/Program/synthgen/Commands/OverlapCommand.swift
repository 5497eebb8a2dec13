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
            conversation what the user says counts, with or without a system message. Of one dataset \
            alone, its parts are compared. Exits with 1 if a value is on both sides: two parts of a \
            split share none.

              synthgen overlap Datasets/train Datasets/test --by prompt
              synthgen overlap exam.jsonl Datasets/train --by question=prompt
              synthgen overlap Datasets/preference
            """)

    @Argument(help: "A file or a dataset folder.", completion: .file())
    var first: String

    @Argument(
        help: "Another file or dataset folder; left out, the parts of the first are compared.",
        completion: .file())
    var second: String?

    @Option(
        help: ArgumentHelp(
            "The field to compare, or first=second if it has another name in each dataset.",
            valueName: "field"))
    var by = "prompt"

    @Option(help: "What counts of a conversation: what the user says, or all turns.")
    var turns = ComparedTurns.user

    func validate() throws { _ = try field() }

    private func field() throws -> ComparedField {
        guard let field = ComparedField(by) else {
            throw ValidationError("--by names a field, or two as in question=prompt; found '\(by)'")
        }
        return field
    }

    func run() throws {
        let field = try field()
        var isShared = false
        for (one, other) in try sides() {
            let overlap = try RecordOverlap(
                of: one.url, and: other.url, by: field, turns: turns,
                parts: (one.part, other.part))
            tell(overlap, field, one.name, other.name)
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

    private func tell(
        _ overlap: RecordOverlap, _ field: ComparedField, _ one: String, _ other: String
    ) {
        let name = field.second == field.first ? "" : " different values of '\(field.second)'"
        print(
            "\(one): \(overlap.first) different values of '\(field.first)'\n"
                + "\(other): \(overlap.second)\(name)\nin both: \(overlap.shared.count)")
        if overlap.systemMessages > 0 {
            print(
                "\(overlap.systemMessages) values are conversations with a system message, which is "
                    + (turns == .user ? "not compared" : "compared too"))
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

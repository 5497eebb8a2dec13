import ArgumentParser
import Dataflow
import Datasets
import Formatting
import Foundation
import JSON

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Shows a record's whole ancestry, with prompts and raw answers.",
        discussion: """
            Rejected records have an ancestry too: `show --rejected` prints their ids. Of models that             were trained here, it goes on with the rows that trained them, and with the models that             made those.

              synthgen why Datasets/preference 5fd1c0
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Argument(help: "A record's id, or its first digits.")
    var id: String

    @Flag(help: "Print each step as one line of JSON.")
    var json = false

    func run() throws {
        let url = URL(filePath: folder)
        let rows = try DatasetReader(folder: url).ancestry(of: id)
        let journal = try JournalReader(folder: url)
        for row in rows {
            let call = try row.call.flatMap { try journal?.get(key: $0) }
                .flatMap { try? JSON(parsing: $0) }
            if json {
                printLine(step(row, call).encoded())
            } else {
                print(text(row, call) + "\n")
            }
        }
        for training in ModelAncestry(of: url).trainings {
            json ? printLine(training.json.encoded()) : print(training.text + "\n")
        }
    }

    private func step(_ row: LineageRow, _ call: JSON?) -> JSON {
        [
            "id": .string(row.id), "stage": .string(row.stage),
            "parents": .array(row.parents.map(JSON.string)), "status": .string(row.status.rawValue),
            "reason": row.reason.map(JSON.string) ?? .null, "made": .object(row.fields),
            "call": call ?? .null,
        ]
    }

    private func text(_ row: LineageRow, _ call: JSON?) -> String {
        var lines = ["\(row.stage)  \(row.id)"]
        if let reason = row.reason { lines.append("  rejected: \(reason)") }
        let parents = row.parents.filter { $0 != row.id }
        if !parents.isEmpty { lines.append("  from \(parents.joined(separator: ", "))") }
        for message in call?["messages"]?.array ?? [] {
            lines.append("  [\(message["role"]?.string ?? "")] \(indented(message["content"]))")
        }
        if let answer = call?["text"] { lines.append("  → \(indented(answer))") }
        if !row.fields.isEmpty { lines.append(readable(row.fields, indent: "  ")) }
        return lines.joined(separator: "\n")
    }

    private func indented(_ text: JSON?) -> String {
        (text?.string ?? "").shown.replacing("\n", with: "\n    ")
    }
}

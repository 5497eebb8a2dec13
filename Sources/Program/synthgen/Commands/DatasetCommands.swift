public import ArgumentParser
public import Datasets
import Foundation
import JSON

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Shows a dataset's figures: counts by stage, rewards, lengths, margins, shards.",
        discussion: """
              synthgen stats Datasets/preference --by task
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Option(
        help: ArgumentHelp(
            "The scale η of the target σ(η · margin).",
            valueName: "number"))
    var eta = 1.0

    @Option(
        help: ArgumentHelp(
            "Average the answers' attributes for each value of this field. May be given several "
                + "times.", valueName: "field"))
    var by = ["source"]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let statistics = try DatasetStatistics(
            DatasetReader(folder: URL(filePath: folder)), eta: eta, by: by)
        print(json ? statistics.json.pretty() : statistics.text)
    }
}

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows records of a dataset.",
        discussion: """
              synthgen show Datasets/preference --first 1
              synthgen show Datasets/preference --rejected --first 10
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Argument(help: "A record's id, or its first digits.")
    var id: String?

    @Option(
        help: ArgumentHelp("How many records to show from the beginning.", valueName: "count"))
    var first = 3

    @Flag(help: "Show rejected records instead of accepted ones.")
    var rejected = false

    @Flag(help: "Print each record as one line of JSON.")
    var json = false

    func run() throws {
        let reader = try DatasetReader(folder: URL(filePath: folder))
        if let id { return show(try reader.record(id: id).object) }
        let cursor = try reader.records(rejected ? .rejected : .accepted)
        var shown = 0
        while shown < first, let record = try cursor.next() {
            if shown > 0, !json { print() }
            show(record)
            shown += 1
        }
    }

    private func show(_ record: JSONObject) {
        if json { printLine(JSON.object(record).encoded()) } else { print(readable(record)) }
    }
}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a dataset in a format that a trainer reads.",
        discussion: """
              synthgen export Datasets/preference --format trl --output train.jsonl
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Option(
        help: "The format to write.")
    var format: ExportFormat

    @Option(
        help: ArgumentHelp("The file to write; compressed if it ends in .zst.", valueName: "file"),
        completion: .file())
    var output: String

    func run() throws {
        let report = try Exporter.export(
            DatasetReader(folder: URL(filePath: folder)), format, to: URL(filePath: output))
        print(
            "\(report.written) records → \(report.files.map(\.relativePath).joined(separator: ", "))"
        )
        for (reason, count) in report.skipped.sorted(by: { $0.key < $1.key }) {
            printError("warning: \(count) records left out: \(reason)")
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}

/// Formats a record for people: one field a paragraph, conversations as turns.
func readable(_ record: JSONObject, indent: String = "") -> String {
    record.pairs.map { key, value in
        "\(indent)\(key): \(readable(value, indent: indent))"
    }.joined(separator: "\n")
}

private func readable(_ value: JSON, indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case .string(let text):
        return text.replacing("\n", with: "\n" + inner)
    case .array(let turns) where turns.contains { $0["role"] != nil }:
        return turns.map { turn in
            let text = (turn["content"]?.string ?? "").replacing("\n", with: "\n" + inner)
            return "\n\(inner)[\(turn["role"]?.string ?? "")] \(text)"
        }.joined()
    case .object(let object) where !object.values.contains { $0.double == nil }:
        return object.pairs.map { "\($0) \($1.text)" }.joined(separator: ", ")
    case .object(let object): return "\n" + readable(object, indent: inner)
    default: return value.text
    }
}

public import ArgumentParser
public import Datasets
import Formatting
import Foundation
import JSON
import Terminal

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
        let reader = try DatasetReader(folder: URL(filePath: folder))
        try warnIfIncomplete(reader, shownAs: folder)
        let statistics = try DatasetStatistics(reader, eta: eta, by: by)
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
        try warnIfIncomplete(reader, shownAs: folder, rejected ? .rejected : .accepted)
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
        help: ArgumentHelp(
            "The file to write, - for standard output; compressed if it ends in .zst.",
            valueName: "file"),
        completion: .file())
    var output: String

    func run() throws {
        let reader = try DatasetReader(folder: URL(filePath: folder))
        try warnIfIncomplete(reader, shownAs: folder)
        let quiet = quietBeside(output)
        defer { quiet?.end() }
        let report = try Exporter.export(reader, format, to: output)
        quiet?.end()
        let files = report.files.isEmpty ? [output] : report.files.map(\.relativePath)
        tell(
            "\(report.written) records → \(files.joined(separator: ", "))",
            besides: output)
        for (reason, count) in report.skipped.sorted(by: { $0.key < $1.key }) {
            printError("warning: \(count) records left out: \(reason)")
        }
    }
}

/// Prints a command's account: to standard error if its output goes to standard output.
func tell(_ text: String, besides output: String) {
    if Output.isStandardOutput(output) { printError(text) } else { print(text) }
}

/// Keeps activities from being drawn over output that a person sees; nil if nobody does.
func quietBeside(_ output: String) -> Activity? {
    Output.isStandardOutput(output) && isatty(STDOUT_FILENO) == 1
        ? Activity(showing: .nothing) : nil
}

extension ExportFormat: ExpressibleByArgument {}

/// Says on standard error that a dataset is not complete, or has no records of a kind.
func warnIfIncomplete(
    _ reader: DatasetReader, shownAs folder: String, _ kind: RecordKind = .accepted
) throws {
    if let unfinished = try reader.unfinished() {
        printError("warning: \(folder) is \(unfinished)")
    } else if try reader.count(kind) == 0 {
        printError("warning: \(folder) has no \(kind.rawValue) records")
    }
}

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
        return text.shown.replacing("\n", with: "\n" + inner)
    case .array(let turns) where turns.contains { $0["role"] != nil }:
        return turns.map { turn in
            let text = (turn["content"]?.string ?? "").shown.replacing("\n", with: "\n" + inner)
            return "\n\(inner)[\(turn["role"]?.string ?? "")] \(text)"
        }.joined()
    case .object(let object) where !object.values.contains { $0.double == nil }:
        return object.pairs.map { "\($0) \($1.text)" }.joined(separator: ", ")
    case .object(let object): return "\n" + readable(object, indent: inner)
    default: return value.text
    }
}

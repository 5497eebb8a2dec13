import ArgumentParser
import Datasets
import Formatting
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
        let reader = try DatasetReader(folder: URL(filePath: folder))
        try warnIfIncomplete(reader, shownAs: folder)
        let statistics = try DatasetStatistics(reader, eta: eta, by: by)
        print(json ? statistics.json.pretty() : statistics.text)
    }
}

/// Prints a command's account: to standard error if its output goes to standard output.
func tell(_ text: String, besides output: String) {
    if Output.isStandardOutput(output) { printError(text) } else { print(text) }
}

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

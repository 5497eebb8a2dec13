public import ArgumentParser
public import Datasets
import Formatting
import Foundation
import JSON
import Stages

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a dataset in a format that a trainer reads.",
        usage: "synthgen export <folder> --format <format> --output <file> [<options>]",
        discussion: """
            A file whose name ends in .parquet is a Parquet file; any other is JSON Lines. Of a \
            dataset with parts, each part gets a file: pairs.jsonl and the part test give \
            pairs-test.jsonl. --split divides a dataset that has no parts, by the same digest as a \
            `split` stage with the shares in this order, `train` first; no model is called.

              synthgen export Datasets/preference --format trl --output train.jsonl
              synthgen export Datasets/preference --format trl --output pairs.parquet \\
                --split test=0.1 --by prompt --where "margin > 1"
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

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Export records for which this expression, as in a `filter` stage, holds.",
            valueName: "expression"))
    var condition: String?

    @Option(help: ArgumentHelp("Export this part only.", valueName: "name"))
    var part: String?

    @Option(
        help: ArgumentHelp(
            "Hold out a part with this share of the records, such as test=0.1; the rest is train. "
                + "May be given several times.", valueName: "name=share"))
    var split: [HeldOutPart] = []

    @Option(
        help: ArgumentHelp(
            "With --split: records equal in this field are in the same part. May be given several "
                + "times; prompt unless given.", valueName: "field"))
    var by: [String] = []

    @Flag(help: "Replace files that are there already.")
    var replace = false

    func validate() throws {
        guard by.isEmpty || !split.isEmpty else { throw ValidationError("--by needs --split") }
        _ = try draw()
    }

    func run() throws {
        let reader = try DatasetReader(folder: URL(filePath: folder))
        try warnIfIncomplete(reader, shownAs: folder)
        if !split.isEmpty, !reader.parts.isEmpty, part == nil {
            throw ProgramError.unreadable(
                path: folder,
                problem: "has parts already: \(reader.parts.joined(separator: ", "))\n"
                    + "  help: leave out --split, or name the part to divide with --part")
        }
        let quiet = quietBeside(output)
        defer { quiet?.end() }
        let filter = try condition.map { try RecordFilter($0) }
        let report = try Exporter.export(
            reader, format, to: output,
            ExportSelection(
                part: part, condition: filter.map { filter in { try filter.holds(for: $0) } },
                split: try selectedSplit(), replacesFiles: replace))
        quiet?.end()
        let files = report.files.isEmpty ? [output] : report.files.map(\.relativePath)
        tell(
            "\(Format.count(report.written, "record")) → \(files.joined(separator: ", "))",
            besides: output)
        for part in report.parts { tell("  \(part.name): \(part.records)", besides: output) }
        for part in report.parts where part.records == 0 {
            printError("warning: the part '\(part.name)' has no records, and no file")
        }
        for (reason, count) in report.skipped.sorted(by: { $0.key < $1.key }) {
            printError("warning: \(Format.count(count, "record")) left out: \(reason)")
        }
        for warning in filter?.warnings ?? [] { printError("warning: \(warning)") }
    }

    private var fields: [String] { by.isEmpty ? ["prompt"] : by }

    /// The draw of parts that the options ask for; nil if they ask for none.
    private func draw() throws -> PartDraw? {
        guard !split.isEmpty else { return nil }
        let names = split.map(\.name)
        guard !names.contains("train"), Set(names).count == names.count else {
            throw ValidationError("--split names parts beside train, each once")
        }
        let rest = 1 - split.reduce(0) { $0 + $1.share }
        // Not 0: shares such as 0.7 and 0.3 have a sum that is not quite 1.
        guard rest > 1e-9 else {
            throw ValidationError("the shares of --split leave nothing for train")
        }
        return PartDraw(
            by: fields,
            shares: [(name: "train", value: rest)] + split.map { (name: $0.name, value: $0.share) })
    }

    private func selectedSplit() throws -> ExportSelection.Split? {
        guard let draw = try draw() else { return nil }
        return ExportSelection.Split(names: draw.names) { [fields] record in
            try draw.part(ofComplete: record, fields)
        }
    }
}

extension PartDraw {
    /// Returns the part of a record that has all of the fields.
    /// - Throws: An error that names a field that it lacks.
    fileprivate func part(ofComplete record: JSONObject, _ fields: [String]) throws -> String {
        for field in fields where record[field] == nil {
            throw StageError.unusableField(
                field: field, expected: "a value to divide by (--by)", found: "nothing")
        }
        return part(of: record)
    }
}

/// A part that an export holds out, and its share of all records: `test=0.1`.
struct HeldOutPart: ExpressibleByArgument {
    let name: String
    let share: Double

    init?(argument: String) {
        let sides = argument.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, RecordKind.isPartName(String(sides[0])),
            let share = Double(sides[1]), share > 0, share < 1
        else { return nil }
        (name, self.share) = (String(sides[0]), share)
    }
}

extension ExportFormat: ExpressibleByArgument {}

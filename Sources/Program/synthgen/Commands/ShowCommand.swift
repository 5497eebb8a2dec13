import ArgumentParser
import Datasets
import Formatting
import Foundation
import JSON
import Stages

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows records of a dataset.",
        usage: "synthgen show <folder> [<id>] [<options>]",
        discussion: """
            --where takes an expression as in a `filter` stage. Of rejected records it sees the \
            record's fields and also stage, reason and detail. --stage and --reason show rejected \
            records.

              synthgen show Datasets/preference --first 1
              synthgen show Datasets/preference --where "task == 'math' and margin > 1"
              synthgen show Datasets/preference --rejected --first 10
              synthgen show Datasets/preference --stage answers --random 5
            """)

    @Argument(help: "The dataset folder.", completion: .directory)
    var folder: String

    @Argument(help: "A record's id, or its first digits.")
    var id: String?

    @Option(
        help: ArgumentHelp(
            "How many records to show from the beginning; 3 unless given.", valueName: "count"))
    var first: Int?

    @Option(
        help: ArgumentHelp(
            "Show this many records, drawn at random, instead of the first ones.",
            valueName: "count"))
    var random: Int?

    @Option(help: ArgumentHelp("Another seed draws other records.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp("Show records for which this holds.", valueName: "expression"))
    var condition: String?

    @Option(help: ArgumentHelp("Show records of this part.", valueName: "name"))
    var part: String?

    @Flag(help: "Show rejected records instead of accepted ones.")
    var rejected = false

    @Option(help: ArgumentHelp("Show records that this stage rejected.", valueName: "name"))
    var stage: String?

    @Option(
        help: ArgumentHelp(
            "Show records that were rejected for a reason with this text in it.",
            valueName: "text"))
    var reason: String?

    @Flag(help: "Print each record as one line of JSON.")
    var json = false

    /// Whether rejected records are shown.
    private var isOfRejected: Bool { rejected || stage != nil || reason != nil }

    func validate() throws {
        guard first == nil || random == nil else {
            throw ValidationError("--first and --random exclude each other")
        }
        for (name, count) in [("--first", first), ("--random", random)] {
            if let count, count < 0 {
                throw ValidationError("\(name) must be at least 0, found \(count)")
            }
        }
        guard !(part != nil && isOfRejected) else {
            throw ValidationError("rejected records are in no part; leave out --part")
        }
        guard id == nil || (condition == nil && stage == nil && reason == nil && random == nil)
        else { throw ValidationError("an id names one record; leave out the conditions") }
    }

    func run() throws {
        let reader = try DatasetReader(folder: URL(filePath: folder))
        if let id { return show(try reader.record(id: id).object) }
        try warnIfIncomplete(reader, shownAs: folder, isOfRejected ? .rejected : .accepted)
        if let part { try reader.requirePart(part) }
        if let stage { try require(stage: stage, in: reader) }
        let filter = try condition.map { try RecordFilter($0) }
        var sample = RecordSample(count: random ?? 0, seed: seed)
        let wanted = first ?? 3
        let records = try reader.records(
            isOfRejected ? .rejected : part.map(RecordKind.part) ?? .accepted)
        var shown = 0
        while random != nil || shown < wanted, let record = try records.next() {
            guard try matches(record, filter) else { continue }
            if random != nil {
                sample.add(record)
            } else {
                separate(after: shown)
                show(record)
                shown += 1
            }
        }
        for record in sample.records {
            separate(after: shown)
            show(record)
            shown += 1
        }
        for warning in filter?.warnings ?? [] { printError("warning: \(warning)") }
        let isNarrowed = filter != nil || stage != nil || reason != nil
        if shown == 0, isNarrowed, (random ?? wanted) > 0 {
            printError("no record meets these conditions")
        }
    }

    /// Throws unless the stage is one of the dataset's.
    private func require(stage: String, in reader: DatasetReader) throws {
        let names = try reader.funnel().map(\.stage)
        guard !names.isEmpty, !names.contains(stage) else { return }
        throw ProgramError.unreadable(
            path: folder,
            problem: "no stage '\(stage)'\n  help: \(suggestion(for: stage, among: names))")
    }

    private func matches(_ record: JSONObject, _ filter: RecordFilter?) throws -> Bool {
        if let stage, record["stage"]?.string != stage { return false }
        if let reason {
            let found = record["reason"]?.string ?? ""
            guard found.lowercased().contains(reason.lowercased()) else { return false }
        }
        guard let filter else { return true }
        guard isOfRejected else { return try filter.holds(for: record) }
        var fields = record["record"]?.object ?? [:]
        for (name, value) in record.pairs where name != "record" { fields[name] = value }
        return try filter.holds(for: fields)
    }

    private func separate(after shown: Int) { if shown > 0, !json { print() } }

    private func show(_ record: JSONObject) {
        if json { printLine(JSON.object(record).encoded()) } else { print(readable(record)) }
    }
}

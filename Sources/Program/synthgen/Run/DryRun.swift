import Dataflow
import Datasets
import Formatting
import Foundation
import JSON
import Terminal

/// The result of `run --dry-run`: what a run would do now, stage by stage, and why.
struct DryRun {
    let folder: String
    let rehearsal: Rehearsal
    /// Changes since the last run, phrases by stage; nil if nothing was made in the folder before.
    let changes: [String: [String]]?
    /// Source records that the folder's last run had not read.
    let newSources: Int
    /// Records wanted, if a number was given.
    let target: Int?

    /// The table for people.
    var text: String {
        let header = ["stage", "type", "remembered", "to ask", "why"]
        let rows = rehearsal.stages.map { stage in
            [
                stage.name, stage.type, stage.asks ? Format.count(stage.calls.remembered) : "",
                toAsk(stage), reasons(stage).joined(separator: "; "),
            ]
        }
        let lines = Table.lines([header] + rows, leading: header.count)
        let asked = rehearsal.stages.reduce(0) { $0 + $1.calls.refused }
        let summary =
            "\(folder): \(Format.count(rehearsal.sourceRecords.count, "source record")) followed, "
            + "\(Format.count(rehearsal.finished)) of them to their end\(reach); at least "
            + "\(Format.count(asked, "call")) to make; nothing was changed"
        return (lines + [summary]).joined(separator: "\n")
    }

    /// The figures for programs.
    var json: JSON {
        [
            "folder": .string(folder), "sources": .integer(rehearsal.sourceRecords.count),
            "new_sources": .integer(newSources), "finished": .integer(rehearsal.finished),
            "accepted": .integer(rehearsal.accepted),
            "target": target.map(JSON.integer) ?? .null,
            "stages": .array(
                rehearsal.stages.map { stage in
                    [
                        "name": .string(stage.name), "type": .string(stage.type),
                        "remembered": .integer(stage.calls.remembered),
                        "to_ask": .integer(stage.calls.refused),
                        "waits_for": stage.waitsFor.map(JSON.string) ?? .null,
                        "why": .array(reasons(stage).map(JSON.string)),
                    ]
                }),
        ]
    }

    /// Why no more source records were followed: the target.
    private var reach: String {
        guard let expected = rehearsal.expectedYield, let target else { return "" }
        if rehearsal.accepted >= target {
            return ", which makes the \(Format.count(target)) records wanted"
        }
        let records =
            expected == 1 ? "one record" : "\(String(format: "%.2g", expected)) records"
        return ", enough for the target of \(Format.count(target)) if each of the others gives "
            + records
    }

    private func toAsk(_ stage: Rehearsal.Stage) -> String {
        guard stage.asks else { return "" }
        let count = Format.count(stage.calls.refused)
        return stage.waitsFor == nil ? count : "\(count) or more"
    }

    private func reasons(_ stage: Rehearsal.Stage) -> [String] {
        guard let changes else { return ["no earlier run is known here"] }
        var reasons = changes[stage.name] ?? []
        if stage.type == "read", newSources > 0 {
            reasons.append("\(Format.count(newSources)) source records are new")
        }
        if let before = stage.waitsFor { reasons.append("waits for what '\(before)' makes") }
        return reasons
    }
}

extension RunSession {
    /// Follows source records as far as remembered calls lead; makes no call and changes nothing.
    func dryRun() async throws -> DryRun {
        let models = try await loadModels(with: ModelLoader(options: options, day: day))
        let reader = try? DatasetReader(folder: folder)
        let known = try Set(reader?.sourceIDs() ?? [])
        let rehearsal = try await Run(
            graph, options: .init(seed: seed),
            memory: ReadOnlyMemory(JournalReader(folder: folder))
        ).rehearse(known: known.count)
        let before = reader?.description.stageFacts ?? [:]
        let changes =
            before.isEmpty
            ? nil : StageFacts.changes(from: before, to: stageFacts(models), of: graph)
        return DryRun(
            folder: folder.relativePath, rehearsal: rehearsal, changes: changes,
            newSources: known.isEmpty
                ? 0 : rehearsal.sourceRecords.count { !known.contains($0.description) },
            target: graph.sink.target)
    }
}

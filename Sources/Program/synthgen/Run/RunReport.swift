import Dataflow
import Datasets
import Formatting
import Foundation
import JSON

/// The report of a run that reached its end.
struct RunReport: Sendable {
    let summary: Run.Summary
    let folder: URL
    let figures: RunFigures
    /// Accepted records that the folder had before, and those of them that are there as they were.
    let rows: (before: Int, unchanged: Int)
    /// What the stages did with their records.
    let funnel: [StageCount]
    /// Why the folder's card was left as it is; nil if it was written.
    let keptCard: KeptCard?
}

extension RunReport {
    /// The report as lines of text.
    func text(_ losses: RunLosses) -> String {
        let shared =
            figures.callsShared == 0
            ? "" : ", \(Format.count(figures.callsShared)) found in the shared cache"
        var lines = [
            "\(Format.count(summary.accepted, "record")) in \(folder.relativePath), from \(sources)"
        ]
        if let changes { lines.append("  \(changes)") }
        lines.append(
            "  \(Format.duration(figures.seconds)); "
                + "\(Format.count(figures.tokensGenerated, "token")) written; "
                + "\(Format.count(figures.callsMade, "call")) made, "
                + "\(Format.count(figures.callsRemembered)) remembered\(shared)")
        if let text = losses.text { lines.append("  \(text)") }
        lines.append("  look: synthgen stats \(folder.relativePath)")
        return lines.joined(separator: "\n")
    }

    /// How the rows differ from those that the folder had before; nil if it had none.
    private var changes: String? {
        guard rows.before > 0 else { return nil }
        let (all, same) = (summary.accepted, rows.unchanged)
        let gone = rows.before - same
        if all == same, gone == 0 { return "all rows are unchanged" }
        let text =
            "\(Format.count(all - same)) of \(Format.count(all, "row")) \(all == 1 ? "is" : "are") new, "
            + "\(Format.count(same)) unchanged"
        return gone == 0
            ? text
            : "\(text); "
                + "\(Format.count(gone, "earlier row")) \(gone == 1 ? "is" : "are") gone"
    }

    private var sources: String {
        let count = Format.count(summary.sources, "source record")
        return summary.readings > 1 ? "\(count), which were read \(summary.readings) times" : count
    }

    /// The report for other programs.
    func json(_ losses: RunLosses) -> JSON {
        [
            "event": "finished", "accepted": .integer(summary.accepted),
            "sources": .integer(summary.sources), "source_readings": .integer(summary.readings),
            "rows_before": .integer(rows.before), "rows_unchanged": .integer(rows.unchanged),
            "seconds": .double(figures.seconds),
            "tokens_generated": .integer(figures.tokensGenerated),
            "calls_made": .integer(figures.callsMade),
            "calls_remembered": .integer(figures.callsRemembered),
            "calls_shared": .integer(figures.callsShared), "rejected": losses.json,
            "unusable": .object(
                JSONObject(summary.unusable.map { ($0.stage, JSON.integer($0.unusable)) })),
            "folder": .string(folder.path),
        ]
    }
}

extension KeptCard {
    /// Why the card was not written.
    func text(in folder: String) -> String {
        switch self {
        case .notOurs:
            "\(folder)/README.md is not a dataset card of synthgen and stays as it is"
        case .edited:
            "\(folder)/README.md was changed above its marker and stays as it is; remove it to "
                + "have a new card"
        }
    }
}

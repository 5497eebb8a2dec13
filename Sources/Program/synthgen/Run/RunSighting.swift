import Datasets
import Formatting
import Foundation
import JSON

/// A look at a run of another process, through the catalog of its folder.
///
/// The catalog is closed again after each look: a run that ends leaves a single file only if nobody
/// reads it.
struct RunSighting: Sendable {
    /// The name of the run's document.
    let name: String
    /// The run's number; 0 if the folder has had none.
    let run: Int
    /// How the run stands, in the catalog's words, or "killed"; nil if there is none.
    let status: String?
    let kept: KeptRecords
    private let snapshot: RunSnapshot
    /// Seconds since the last sign of life.
    private let silence: Double

    /// Seconds without a sign of life that are worth saying; a run gives one a second.
    private static let longSilence = 5.0

    /// Looks at a run.
    ///
    /// - Parameters:
    ///   - number: The run's number; nil for the last run.
    ///   - now: The present time, which tells a run at work from a killed one.
    init(folder: URL, run number: Int? = nil, now: Date = Date()) throws {
        let reader = try DatasetReader(folder: folder)
        let runs = try reader.runs(now: now).filter { $0.status != "estimate" }
        let facts = number.map { number in runs.first { $0.number == number } } ?? runs.last
        name =
            reader.description.pipeline.isEmpty
            ? folder.lastPathComponent : reader.description.pipeline
        run = facts?.number ?? 0
        status = facts?.status
        let found = try reader.snapshot()
        // A run that has just begun has written none.
        snapshot = found.flatMap { $0.run == facts?.number ? $0 : nil } ?? RunSnapshot()
        kept = KeptRecords(
            records: try reader.count(), target: snapshot.target, folder: folder.relativePath)
        let seen = try? Date(snapshot.heartbeat, strategy: .iso8601)
        silence = seen.map { now.timeIntervalSince($0) } ?? 0
    }

    /// The points of a run's curves so far.
    static func history(of run: Int, in folder: URL) throws -> [RunPoint] {
        try DatasetReader(folder: folder).history().filter { $0.run == run }
    }

    /// Whether the run is under way.
    var isAtWork: Bool { status == "running" }

    /// Whether the run ended badly.
    var isFailure: Bool { status == "killed" || status == "failed" }

    /// The run as it is shown while it works.
    func view(_ looks: RunLooks) -> RunView {
        var view = looks.look(at: snapshot)
        if isAtWork, silence > Self.longSilence { view.silence = silence }
        return view
    }

    /// How the run ended, in words.
    var ending: String {
        let again = "run the same command again to go on"
        switch status {
        case nil: return "no run has begun yet"
        case "finished": return "the run has finished: \(kept.text)"
        case "interrupted": return "the run was interrupted: \(kept.text); \(again)"
        case "killed":
            let sign = snapshot.heartbeat.isEmpty ? "none" : snapshot.heartbeat
            return "the run was killed: its last sign of life was \(sign)\n"
                + "  kept: \(kept.text); \(again)"
        case "failed":
            let reason = snapshot.error.map { ": \($0)" } ?? ""
            return "the run failed\(reason)\n  kept: \(kept.text); \(again)"
        case let status?: return "the run stands as '\(status)': \(kept.text)"
        }
    }

    /// The same for programs.
    func json(event: String) -> JSON {
        [
            "event": .string(event), "state": status.map(JSON.string) ?? .null,
            "records": .integer(kept.records), "target": kept.target.map(JSON.integer) ?? .null,
            "error": snapshot.error.map(JSON.string) ?? .null,
            "heartbeat": .string(snapshot.heartbeat),
        ]
    }
}

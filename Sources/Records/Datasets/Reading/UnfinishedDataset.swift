public import Foundation

/// How far an unfinished dataset has come, and how its last run stands.
public struct UnfinishedDataset: Equatable, Sendable {
    /// Accepted records in the files.
    public let records: Int
    /// Records that the last run has accepted; may be ahead of the files while it is at work.
    public let accepted: Int
    /// Records wanted, if a number was given.
    public let target: Int?
    /// How the last run stands, in words; nil if none has said.
    public let run: String?
}

extension UnfinishedDataset: CustomStringConvertible {
    /// The words "not complete", the counts, and how the last run stands.
    public var description: String {
        let wanted = target.map { " of \($0.grouped)" } ?? ""
        var text = "not complete: \(records.grouped)\(wanted) records"
        if accepted > records { text += " in its files, \(accepted.grouped) accepted so far" }
        return text + (run.map { "; \($0)" } ?? "")
    }
}

extension DatasetReader {
    /// Returns how far the dataset has come; nil if it is complete.
    ///
    /// - Parameter now: The present time, which tells a run at work from a killed one.
    public func unfinished(now: Date = Date()) throws(DatasetError) -> UnfinishedDataset? {
        guard !isComplete else { return nil }
        let snapshot = try snapshot()
        return UnfinishedDataset(
            records: try count(), accepted: snapshot?.accepted ?? 0, target: snapshot?.target,
            run: try Self.words(for: runs(now: now)))
    }

    private static func words(for runs: [RunFacts]) -> String? {
        guard let last = runs.last(where: { $0.status != "estimate" }) else {
            return runs.isEmpty ? nil : "no run has begun yet"
        }
        switch last.status {
        case "running": return "a run is at work"
        case "killed": return "the last run was killed"
        case "interrupted": return "the last run was interrupted"
        case "failed": return "the last run failed"
        default: return "the last run ended: \(last.status)"
        }
    }
}

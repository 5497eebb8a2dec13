/// Why a run stopped before its end.
public enum RunError: Error, Sendable, CustomStringConvertible {
    /// A stage threw an error while processing a record.
    case stageFailed(stage: String, record: String, location: RowLocation?, cause: any Error)
    /// A stage could not use most of the first records that reached it, or none at all.
    case unusableRecords(UnusableRecords)
    /// A stage's requirement does not hold before the run.
    case requirementNotMet(stage: String, cause: any Error)
    /// The sources gave no record at all.
    case noSourceRecords
    /// The sources were read as often as allowed, or in vain, without reaching the target.
    case targetOutOfReach(
        accepted: Int, target: Int, sourceRecords: Int, draws: Int, barren: Bool,
        quotas: [QuotaStanding] = [], field: String = "")

    /// The message: what happened and what to do.
    public var description: String {
        switch self {
        case .stageFailed(let stage, let record, let location, let cause):
            let source = location.map { " (\($0))" } ?? ""
            return "stage '\(stage)' failed at record \(record)\(source): \(cause)"
        case .unusableRecords(let found):
            return """
                \(found.description)
                  The run stops where that is more than half of a stage's first \
                \(UnusableRecords.window) records, or all of them.
                  help: mend the records or the stage's settings; a "filter" before the stage, or \
                its "when", keeps records from it; `synthgen show FOLDER --rejected` lists them
                """
        case .requirementNotMet(let stage, let cause):
            return "stage '\(stage)': \(cause)"
        case .noSourceRecords:
            return """
                no source records: the sources have no rows
                  help: put rows into the files that the "read" stages name, or into "records"
                """
        case .targetOutOfReach(
            let accepted, let target, let sourceRecords, let draws, let barren, let quotas,
            let field):
            let short = quotas.filter { $0.accepted < $0.count }.map { quota in
                "  \(field) \"\(quota.value)\": \(quota.accepted) of \(quota.count), "
                    + "\(Self.rate(quota.arrived, sourceRecords)) a source record\n"
            }
            return """
                the target is out of reach: \(accepted) of \(target) records accepted
                \(short.joined())  \(sourceRecords) source records gave \(Self.rate(accepted, sourceRecords)) \
                accepted records each, over \(draws) \
                draws of the sources\(barren ? "; the last ones gave none" : "").
                  help: `synthgen stats` shows which stage rejects records; loosen it, add \
                sources, or raise "maxDraws"
                """
        }
    }

    private static func rate(_ count: Int, _ sourceRecords: Int) -> Double {
        sourceRecords == 0 ? 0 : (Double(count) / Double(sourceRecords) * 10_000).rounded() / 10_000
    }
}

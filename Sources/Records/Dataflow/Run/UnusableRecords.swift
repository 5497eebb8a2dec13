/// How many of the records that reached a stage it could not use.
///
/// Counted where source records are committed, so that a run stops at the same one whatever its
/// concurrency.
public struct UnusableRecords: Sendable, Equatable {
    /// The stage's full name.
    public let stage: String
    /// Records that reached the stage.
    public private(set) var reached = 0
    /// Those of ``reached`` that the stage could not use.
    public private(set) var unusable = 0
    /// What was wrong with the first of them.
    public private(set) var problem = ""
    /// The row that the first of them was made of, if known.
    public private(set) var location: RowLocation?
    /// ``unusable`` among the first ``window`` records.
    private var unusableAtFirst = 0

    /// Records from which it is decided whether a stage fails: the first of those that reach it.
    static let window = 1_000
    /// Records without a usable one that are enough for a run of fewer.
    static let enough = 20

    init(stage: String) { self.stage = stage }

    /// Whether the stage could not use more than half of the first ``window`` records.
    var isMost: Bool { unusableAtFirst > Self.window / 2 }

    /// Whether ``enough`` records or more reached the stage, and it could use none.
    var isAll: Bool { reached >= Self.enough && unusable == reached }

    /// Adds what became of a source record at this stage, whose id is `node`.
    mutating func add(_ result: SourceRecordResult, at node: NodeID) {
        let counts = result.counts[node]
        guard counts.reached > 0 || counts.unusable > 0 else { return }
        if unusable == 0, counts.unusable > 0 {
            let first = result.lineage.first { entry in
                entry.node == node && entry.rejection?.problem != nil
            }
            problem = first?.rejection?.problem ?? ""
            location = first?.location
        }
        unusableAtFirst += min(counts.unusable, max(0, Self.window - reached))
        reached += counts.reached
        unusable += counts.unusable
    }
}

extension UnusableRecords: CustomStringConvertible {
    /// What happened, in one sentence and the first problem.
    public var description: String {
        let source = location.map { " (\($0))" } ?? ""
        return """
            stage '\(stage)' could not use \(unusable) of \(reached) records
              The first: \(problem.replacing("\n", with: "\n  "))\(source)
            """
    }
}

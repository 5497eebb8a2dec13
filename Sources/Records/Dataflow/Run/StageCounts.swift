/// Records that a stage made, passed on and rejected.
public struct StageCounts: Sendable, Equatable {
    /// Records made, or processed by a stage that makes none.
    public var created = 0
    /// Records of ``created`` that passed.
    public var passed = 0
    /// Records of ``created`` that were rejected.
    public var rejected = 0
    /// Repairs needed to make the records, by kind.
    public var repairs: [String: Int] = [:]
    /// Records that came to the stage.
    var reached = 0
    /// Those of ``reached`` that the stage could not use.
    var unusable = 0

    /// Creates zero counts.
    public init() {}
}

extension StageCounts {
    mutating func add(_ isRejected: Bool) {
        created += 1
        if isRejected { rejected += 1 } else { passed += 1 }
    }
}

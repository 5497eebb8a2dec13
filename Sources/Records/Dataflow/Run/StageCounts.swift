/// How many records a stage brought forth, passed on and rejected.
public struct StageCounts: Sendable, Equatable {
    /// Records made, or looked at by a stage that makes none.
    public var created = 0
    /// Of these, the ones that went on.
    public var passed = 0
    /// Of these, the ones that were rejected.
    public var rejected = 0
    /// Repairs that were needed to make them, by kind.
    public var repairs: [String: Int] = [:]

    /// Nothing counted.
    public init() {}
}

extension StageCounts {
    mutating func add(_ isRejected: Bool) {
        created += 1
        if isRejected { rejected += 1 } else { passed += 1 }
    }
}

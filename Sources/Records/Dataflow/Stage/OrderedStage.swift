/// A stage whose verdict depends on the records before: it sees them in canonical order.
public protocol OrderedStage: Sendable {
    /// A fresh judge for one run.
    func makeJudge() throws -> any OrderedJudge
}

/// The memory of an ordered stage during one run; called by one task at a time.
public protocol OrderedJudge: AnyObject, Sendable {
    /// Why the record goes no further, or nil if it does.
    func reject(_ record: Record) throws -> Rejection?
}

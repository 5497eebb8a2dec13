import Formatting

/// What a run that did not reach its end leaves in its folder.
struct KeptRecords: Sendable, Equatable {
    /// Accepted records in the folder's files.
    let records: Int
    /// Records wanted, if a number was given.
    let target: Int?
    /// The folder, as it is shown.
    let folder: String

    /// "5 of 8 records are in out".
    var text: String {
        let wanted = target.map { " of \(Format.count($0))" } ?? ""
        let are = records == 1 && target == nil ? "record is" : "records are"
        return "\(Format.count(records))\(wanted) \(are) in \(folder)"
    }
}

/// A run was stopped before its end, by a limit of its command or by the user.
struct RunStopped: Error, CustomStringConvertible {
    /// The limit in the words of the command line; nil if the user stopped the run.
    let limit: String?
    let kept: KeptRecords

    var description: String {
        (limit.map { "stopped at \($0)" } ?? "interrupted")
            + ": \(kept.text); run the same command again to go on"
    }
}

/// An error ended a run; the records accepted before are kept.
struct RunFailed: Error, CustomStringConvertible {
    let cause: any Error
    let kept: KeptRecords

    var description: String {
        kept.records == 0
            ? "\(cause)" : "\(cause)\n  kept: \(kept.text); the same command goes on from there"
    }
}

/// An error that may be about the record at hand rather than about the run.
///
/// A stage that cannot use a record throws one: a field of the wrong type, a prompt that is longer
/// than the model's context. The record is then rejected, or the run stops, as the stage's
/// `"onError"` says. Every other error stops the run.
public protocol RecordError: Error {
    /// Why the record is rejected; nil if the error is about the run, such as a missing model.
    var rejection: Rejection? { get }
}

extension Error {
    /// Why the record that a stage processed is rejected; nil if the error is about the run.
    public var recordRejection: Rejection? { (self as? any RecordError)?.rejection }
}

/// Treatment of a record that its stage cannot use: a stage's `"onError"`.
public enum RecordErrorTreatment: String, CaseIterable, Sendable {
    /// The record is kept among the rejected ones, and the run goes on.
    case reject
    /// The run stops.
    case stop

    /// The setting of every kind that looks at records.
    ///
    /// - Parameter formerly: The key before it was the same in all kinds.
    public static func setting(
        _ summary: String = "What becomes of a record that the stage cannot use, such as one with "
            + "a field of the wrong type: it is rejected with the reason and the row it came from, "
            + "or stops the run.",
        formerly: String? = nil
    ) -> Setting<RecordErrorTreatment> {
        Setting(
            name, .choice(RecordErrorTreatment.self), default: .reject, summary,
            formerly: formerly)
    }

    /// The key in a document.
    static let name = "onError"
}

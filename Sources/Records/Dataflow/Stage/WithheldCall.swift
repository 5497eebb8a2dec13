public import JSON

/// Thrown instead of an answer by a model that only shows what it is asked.
///
/// The source record ends there, as in a run that was asked to stop.
public struct WithheldCall: Error {
    /// The question, as far as a reader wants to see it.
    public let question: JSON

    /// Creates the error for a question.
    public init(question: JSON) { self.question = question }
}

/// Why a training cannot begin, or cannot go on.
public enum TrainingError: Error, Equatable, Sendable {
    /// The loss or the gradients' norm of a step is not a finite number.
    case notFinite(step: Int, what: String, value: String, examples: [String])
    /// An example has more tokens than a micro-batch may have.
    case tooLong(example: String, tokens: Int, limit: Int)
    /// The architecture has a part that cannot be trained yet.
    case untrainable(architecture: String, part: String)
    /// There is nothing to train on.
    case noExamples
    /// A saved state is of another training; `what` differs.
    case stateDiffers(path: String, what: String, saved: String, expected: String)
    /// A saved state cannot be read.
    case damagedState(path: String, reason: String)
    /// A saved state cannot be written.
    case cannotSave(path: String, reason: String)
    /// Pairs need rewards, which this one has not.
    case noRewards(example: String)
}

extension TrainingError: CustomStringConvertible {
    /// The message for people.
    public var description: String {
        switch self {
        case .notFinite(let step, let what, let value, let examples):
            """
            step \(step): the \(what) is \(value)
              The step's examples: \(examples.joined(separator: ", ")).
              help: the last checkpoint is as it was before; lower the learning rate, or look at \
            these examples
            """
        case .tooLong(let example, let tokens, let limit):
            """
            \(example): \(tokens) tokens, more than the \(limit) of a micro-batch
              help: raise --max-tokens, or let longer examples be rejected
            """
        case .untrainable(let architecture, let part):
            """
            a model of architecture '\(architecture)' cannot be trained: \(part)
              help: use a checkpoint whose experts have tensors of their own, such as a GGUF file
            """
        case .noExamples:
            """
            there is no example to train on
              help: look at what was rejected, and why, in the summary above
            """
        case .stateDiffers(let path, let what, let saved, let expected):
            """
            \(path): the saved training is another one: its \(what) was \(saved), is now \(expected)
              help: to go on, give what it was begun with; to begin anew, remove the folder
            """
        case .damagedState(let path, let reason):
            """
            \(path): the saved training cannot be read: \(reason)
              help: remove the folder to begin again
            """
        case .cannotSave(let path, let reason): "\(path): cannot be written: \(reason)"
        case .noRewards(let example):
            """
            \(example): has no rewards, which this loss needs for both answers
              help: use "dpo", or score the answers first
            """
        }
    }
}

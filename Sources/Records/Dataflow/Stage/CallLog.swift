import JSON
import Synchronization

/// A call that a stage asked for, with its question and, if there is one, its answer.
struct LoggedCall: Sendable {
    let stage: String
    /// The position of the source record for which the stage asked.
    let position: Int
    let key: CallKey
    /// What is remembered of the answer; of a withheld call the question.
    let content: JSON
    let isAnswered: Bool
}

/// All calls that stages ask for, also those that leave no trace in a record; from any thread.
final class CallLog: Sendable {
    private let state = Mutex<[LoggedCall]>([])

    func note(_ call: LoggedCall) { state.withLock { $0.append(call) } }

    /// The calls so far, in no order.
    var calls: [LoggedCall] { state.withLock { $0 } }
}

import Foundation
import Synchronization

/// Runs blocking work on a thread of its own, so that no thread of the task pool waits for a disk
/// or a network. Cancelling the task sets the flag that `body` receives.
package func onOwnThread<Value: Sendable>(
    _ body: @escaping @Sendable (Cancellation) throws -> Value
) async throws -> Value {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try body(cancellation) })
            }
        }
    } onCancel: {
        cancellation.cancel()
    }
}

/// A cancellation flag that blocking work checks between its steps.
package final class Cancellation: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    package func cancel() { flag.store(true, ordering: .relaxed) }

    package func check() throws {
        if isCancelled { throw CancellationError() }
    }
}

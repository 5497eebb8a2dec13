import CCUDA

/// A CUDA event: a mark in a stream, reached when all work before it is done.
package final class Event {
    let handle: UnsafeMutableRawPointer?
    private let context: CUDAContext

    init(_ context: CUDAContext, timing: Bool) throws {
        var event: UnsafeMutableRawPointer?
        // Events without timing are the faster ones to query and to wait for.
        let flags = UInt32(timing ? CC_EVENT_DEFAULT : CC_EVENT_DISABLE_TIMING)
        try context.check(context.table.cuEventCreate(&event, flags), "cuEventCreate")
        (self.context, handle) = (context, event)
    }

    deinit { context.free { $0.cuEventDestroy(handle) } }

    /// Puts the mark after all work that the stream has now.
    package func record(on stream: Stream) throws {
        try context.check(context.table.cuEventRecord(handle, stream.handle), "cuEventRecord")
    }

    /// Whether the mark has been reached; also true if it was never recorded.
    package var isReached: Bool {
        get throws {
            let code = context.table.cuEventQuery(handle)
            // "Not ready" is an answer here, not an error.
            if code == CC_ERROR_NOT_READY { return false }
            try context.check(code, "cuEventQuery")
            return true
        }
    }

    /// Waits until the mark is reached.
    package func synchronize() throws {
        try context.check(context.table.cuEventSynchronize(handle), "cuEventSynchronize")
    }

    /// Returns the milliseconds between two reached marks; both need `timing`.
    package func milliseconds(since start: Event) throws -> Double {
        var found: Float = 0
        try context.check(
            context.table.cuEventElapsedTime(&found, start.handle, handle), "cuEventElapsedTime")
        return Double(found)
    }
}

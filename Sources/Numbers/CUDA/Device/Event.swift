import CCUDA

/// A mark in a stream, reached when everything before it is done.
package final class Event {
    let handle: UnsafeMutableRawPointer?
    private let context: CUDAContext

    init(_ context: CUDAContext, timing: Bool) throws {
        var event: UnsafeMutableRawPointer?
        let flags = UInt32(timing ? CC_EVENT_DEFAULT : CC_EVENT_DISABLE_TIMING)
        try context.check(context.table.cuEventCreate(&event, flags), "cuEventCreate")
        (self.context, handle) = (context, event)
    }

    deinit { context.free { $0.cuEventDestroy(handle) } }

    /// Puts the mark at the end of what a stream has now.
    package func record(on stream: Stream) throws {
        try context.check(context.table.cuEventRecord(handle, stream.handle), "cuEventRecord")
    }

    /// Whether the mark has been reached.
    package var isReached: Bool {
        get throws {
            let code = context.table.cuEventQuery(handle)
            if code == CC_ERROR_NOT_READY { return false }
            try context.check(code, "cuEventQuery")
            return true
        }
    }

    /// Waits until the mark is reached.
    package func synchronize() throws {
        try context.check(context.table.cuEventSynchronize(handle), "cuEventSynchronize")
    }

    /// Milliseconds between two marks that were made with `timing` and have been reached.
    package func milliseconds(since start: Event) throws -> Double {
        var found: Float = 0
        try context.check(
            context.table.cuEventElapsedTime(&found, start.handle, handle), "cuEventElapsedTime")
        return Double(found)
    }
}

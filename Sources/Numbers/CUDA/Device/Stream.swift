import CCUDA

/// A CUDA stream: work put into it runs in order.
package final class Stream {
    let context: CUDAContext
    let handle: UnsafeMutableRawPointer?

    init(_ context: CUDAContext) throws {
        var stream: UnsafeMutableRawPointer?
        // Non-blocking: does not wait for work in the process's default stream.
        let flags = UInt32(CC_STREAM_NON_BLOCKING)
        try context.check(context.table.cuStreamCreate(&stream, flags), "cuStreamCreate")
        (self.context, handle) = (context, stream)
    }

    deinit { context.free { $0.cuStreamDestroy(handle) } }

    /// Waits until all work in the stream is done.
    ///
    /// - Throws: ``CUDAError/deviceLost(device:call:reason:)`` if a kernel failed.
    package func synchronize() throws {
        try context.check(context.table.cuStreamSynchronize(handle), "cuStreamSynchronize")
    }

    /// Makes later work in this stream wait for an event in another; returns at once.
    package func wait(for event: Event) throws {
        try context.check(
            context.table.cuStreamWaitEvent(handle, event.handle, 0), "cuStreamWaitEvent")
    }

    /// Collects the work that `body` puts into the stream into a graph, without running it.
    ///
    /// `body` must not allocate, wait or read results. If it throws, the collected work is
    /// discarded.
    package func capture(_ body: () throws -> Void) throws -> Graph {
        // Thread-local: other threads may allocate and wait during the capture.
        let mode = Int32(CC_STREAM_CAPTURE_MODE_THREAD_LOCAL)
        try context.check(
            context.table.cuStreamBeginCapture(handle, mode), "cuStreamBeginCapture")
        // Ends the capture even if `body` fails: the stream runs nothing until then.
        do { try body() } catch {
            if let graph = try? endCapture() { context.free { $0.cuGraphDestroy(graph) } }
            throw error
        }
        guard let graph = try endCapture() else {
            throw CUDAError.callFailed(call: "cuStreamEndCapture", reason: "it gave nothing")
        }
        defer { context.free { $0.cuGraphDestroy(graph) } }
        return try Graph(graph, in: context)
    }

    private func endCapture() throws -> UnsafeMutableRawPointer? {
        var graph: UnsafeMutableRawPointer?
        try context.check(
            context.table.cuStreamEndCapture(handle, &graph), "cuStreamEndCapture")
        return graph
    }
}

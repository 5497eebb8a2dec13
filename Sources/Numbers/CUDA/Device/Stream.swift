import CCUDA

/// A lane of work on a GPU: what is put into it is done in order.
package final class Stream {
    let context: CUDAContext
    let handle: UnsafeMutableRawPointer?

    init(_ context: CUDAContext) throws {
        var stream: UnsafeMutableRawPointer?
        let flags = UInt32(CC_STREAM_NON_BLOCKING)
        try context.check(context.table.cuStreamCreate(&stream, flags), "cuStreamCreate")
        (self.context, handle) = (context, stream)
    }

    deinit { context.free { $0.cuStreamDestroy(handle) } }

    /// Waits until everything in the lane is done.
    ///
    /// - Throws: ``CUDAError/deviceLost(device:call:reason:)`` if a kernel failed.
    package func synchronize() throws {
        try context.check(context.table.cuStreamSynchronize(handle), "cuStreamSynchronize")
    }

    /// Lets what comes after wait for a mark in another lane.
    package func wait(for event: Event) throws {
        try context.check(
            context.table.cuStreamWaitEvent(handle, event.handle, 0), "cuStreamWaitEvent")
    }

    /// Collects what `body` puts into the lane, instead of doing it.
    ///
    /// Nothing in `body` may allocate, wait or read results. If it throws, nothing is kept.
    package func capture(_ body: () throws -> Void) throws -> Graph {
        let mode = Int32(CC_STREAM_CAPTURE_MODE_THREAD_LOCAL)
        try context.check(
            context.table.cuStreamBeginCapture(handle, mode), "cuStreamBeginCapture")
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

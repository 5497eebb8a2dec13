import CCUDA

/// Work collected by ``Stream/capture(_:)``, which the GPU does at one command.
///
/// Kernels get the arguments that they had when they were collected. Whatever memory these name
/// must outlive the graph.
package final class Graph {
    private let handle: UnsafeMutableRawPointer?
    private let context: CUDAContext

    init(_ graph: UnsafeMutableRawPointer, in context: CUDAContext) throws {
        var executable: UnsafeMutableRawPointer?
        try context.check(
            context.table.cuGraphInstantiateWithFlags(&executable, graph, 0),
            "cuGraphInstantiateWithFlags")
        (self.context, handle) = (context, executable)
    }

    deinit { context.free { $0.cuGraphExecDestroy(handle) } }

    /// Puts all of it into a stream.
    package func launch(on stream: Stream) throws {
        try context.check(context.table.cuGraphLaunch(handle, stream.handle), "cuGraphLaunch")
    }
}

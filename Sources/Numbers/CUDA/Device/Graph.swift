import CCUDA

/// A CUDA graph: work collected by ``Stream/capture(_:)`` and launched with one call.
///
/// Kernels keep the arguments that they had during the capture. The memory that these arguments
/// point at must outlive the graph.
package final class Graph {
    private let handle: UnsafeMutableRawPointer?
    private let context: CUDAContext

    init(_ graph: UnsafeMutableRawPointer, in context: CUDAContext) throws {
        // The executable is independent of `graph`, which the caller may then destroy.
        var executable: UnsafeMutableRawPointer?
        try context.check(
            context.table.cuGraphInstantiateWithFlags(&executable, graph, 0),
            "cuGraphInstantiateWithFlags")
        (self.context, handle) = (context, executable)
    }

    deinit { context.free { $0.cuGraphExecDestroy(handle) } }

    /// Puts the whole graph into a stream.
    ///
    /// It runs after the stream's earlier work and after the graph's previous launch.
    package func launch(on stream: Stream) throws {
        try context.check(context.table.cuGraphLaunch(handle, stream.handle), "cuGraphLaunch")
    }
}

/// Sums over devices that hold the same weights, each with a backend of its own: all that training
/// on several of them needs beside a ``DifferentiableBackend``.
package protocol AllReduce: AnyObject {
    /// Replaces matrices by their sums over all devices: the same bits on each, and on every run.
    ///
    /// - Parameter matrices: Those of every device, in the order of the devices; of the same shapes.
    func sum(_ matrices: [[FloatMatrix]]) throws
}

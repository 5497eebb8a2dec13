import CCUDA

/// This process's context on a GPU: memory, streams and kernels belong to it.
///
/// Used by one thread at a time. Another thread calls ``makeCurrent()`` before its first use;
/// objects of the context may be freed on any thread. Memory, streams, events and modules keep
/// their context alive.
package final class CUDAContext {
    /// The GPU.
    package let device: CUDADevice
    /// Bytes that each owner holds.
    let ledger: MemoryLedger
    private let handle: UnsafeMutableRawPointer

    var driver: CUDADriver { device.driver }
    var table: cc_driver { device.driver.table }

    /// Retains the GPU's primary context and makes it current on the calling thread.
    ///
    /// - Throws: ``CUDAError/deviceTooOld(device:capability:)`` for a GPU before Ampere.
    package init(_ device: CUDADevice) throws {
        guard device.capability >= .oldest else {
            throw CUDAError.deviceTooOld(device: device.title, capability: device.capability)
        }
        let table = device.driver.table
        var context: UnsafeMutableRawPointer?
        try device.driver.check(
            table.cuDevicePrimaryCtxRetain(&context, device.handle), "cuDevicePrimaryCtxRetain",
            device: device.title)
        guard let context else {
            throw CUDAError.callFailed(call: "cuDevicePrimaryCtxRetain", reason: "it gave nothing")
        }
        (self.device, handle, ledger) = (device, context, MemoryLedger())
        try makeCurrent()
    }

    // The primary context is shared within the process and counted: released, never destroyed.
    deinit { _ = table.cuDevicePrimaryCtxRelease(device.handle) }

    /// Makes this context current on the calling thread.
    package func makeCurrent() throws {
        try check(table.cuCtxSetCurrent(handle), "cuCtxSetCurrent")
    }

    /// Waits until all work in this context is done.
    package func synchronize() throws {
        try check(table.cuCtxSynchronize(), "cuCtxSynchronize")
    }

    /// Returns the GPU's bytes that no process holds, and its total bytes.
    package func memory() throws -> (free: Int, total: Int) {
        var (free, total) = (0, 0)
        try check(table.cuMemGetInfo(&free, &total), "cuMemGetInfo")
        return (free, total)
    }

    /// Creates a stream.
    package func makeStream() throws -> Stream { try Stream(self) }

    /// Creates an event; `timing` is needed for ``Event/milliseconds(since:)``.
    package func makeEvent(timing: Bool = false) throws -> Event {
        try Event(self, timing: timing)
    }

    /// Throws unless a call's result is success.
    func check(_ code: Int32, _ call: @autoclosure () -> String) throws {
        try driver.check(code, call(), device: device.title)
    }

    /// Calls a function that frees a resource, on any thread.
    ///
    /// Its result is ignored: a `deinit` cannot throw.
    func free(_ body: (cc_driver) -> Int32) {
        // A `deinit` may run on a thread where no context, or another one, is current.
        _ = table.cuCtxSetCurrent(handle)
        _ = body(table)
    }
}

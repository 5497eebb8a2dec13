import CCUDA

/// This process's context on a GPU: memory, streams and kernels belong to it.
///
/// Used by one thread at a time. Whoever takes it over on another thread calls ``makeCurrent()``
/// there first; freeing does so by itself. Memory, streams, events and modules keep their context
/// alive.
package final class CUDAContext {
    /// The GPU.
    package let device: CUDADevice
    /// Who holds how much.
    let ledger: MemoryLedger
    private let handle: UnsafeMutableRawPointer

    var driver: CUDADriver { device.driver }
    var table: cc_driver { device.driver.table }

    /// Retains the GPU's context, and makes it the calling thread's.
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

    deinit { _ = table.cuDevicePrimaryCtxRelease(device.handle) }

    /// Makes this the context of the calling thread.
    package func makeCurrent() throws {
        try check(table.cuCtxSetCurrent(handle), "cuCtxSetCurrent")
    }

    /// Waits until everything asked of the GPU is done.
    package func synchronize() throws {
        try check(table.cuCtxSynchronize(), "cuCtxSynchronize")
    }

    /// Bytes of the GPU that nobody holds, of any process, and all that it has.
    package func memory() throws -> (free: Int, total: Int) {
        var (free, total) = (0, 0)
        try check(table.cuMemGetInfo(&free, &total), "cuMemGetInfo")
        return (free, total)
    }

    /// A lane of work of its own.
    package func makeStream() throws -> Stream { try Stream(self) }

    /// A mark in a lane; with `timing`, a stopwatch's.
    package func makeEvent(timing: Bool = false) throws -> Event {
        try Event(self, timing: timing)
    }

    /// Throws unless a call's result is success.
    func check(_ code: Int32, _ call: @autoclosure () -> String) throws {
        try driver.check(code, call(), device: device.title)
    }

    /// Calls a function that frees something, on whichever thread this is; what it says is of no
    /// use to anyone.
    func free(_ body: (cc_driver) -> Int32) {
        _ = table.cuCtxSetCurrent(handle)
        _ = body(table)
    }
}

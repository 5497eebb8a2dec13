package import CCUDA

/// The NVIDIA driver; errors of its functions are thrown.
package struct CUDADriver: @unchecked Sendable {
    // Safe to share: the table is only read, and the driver may be called from any thread.

    /// The driver's functions, unchecked.
    package let table: cc_driver
    /// Path of the driver's file.
    package let path: String
    /// Newest CUDA version that the driver supports, e.g. 13000 for 13.0; 0 if unknown.
    package let version: Int

    /// Opens and starts this machine's driver.
    ///
    /// - Throws: ``CUDAError/noDriver(looked:)``, ``CUDAError/noDevice(path:)`` or
    ///   ``CUDAError/driverRefused(path:reason:)``.
    package static func open(_ search: LibrarySearch = LibrarySearch()) throws -> CUDADriver {
        let (opened, looked) = search.open(.driver, cc_driver(), cc_driver_open) {
            $0.cuInit.map { unsafeBitCast($0, to: UnsafeRawPointer.self) }
        }
        guard let opened else { throw CUDAError.noDriver(looked: looked) }
        return try CUDADriver(opened.table, path: opened.path)
    }

    /// Starts the driver behind a function table; the table may be an emulator's.
    package init(_ table: cc_driver, path: String) throws {
        self.table = table
        self.path = path
        let code = table.cuInit(0)
        guard code == CC_SUCCESS else {
            throw Self.startingError(code, Self.reason(code, table), path)
        }
        var version: Int32 = 0
        let answer = table.cuDriverGetVersion(&version)
        self.version = answer == CC_SUCCESS ? Int(version) : 0
    }

    private static func startingError(
        _ code: Int32, _ reason: String, _ path: String
    ) -> CUDAError {
        code == CC_ERROR_NO_DEVICE
            ? .noDevice(path: path) : .driverRefused(path: path, reason: reason)
    }

    /// Returns the GPUs, in the driver's order.
    ///
    /// - Throws: ``CUDAError/noDevice(path:)`` if there is none.
    package func devices() throws -> [CUDADevice] {
        var count: Int32 = 0
        let code = table.cuDeviceGetCount(&count)
        guard code == CC_SUCCESS, count > 0 else {
            if code == CC_SUCCESS || code == CC_ERROR_NO_DEVICE {
                throw CUDAError.noDevice(path: path)
            }
            throw CUDAError.driverRefused(path: path, reason: Self.reason(code, table))
        }
        return try (0..<Int(count)).map { try CUDADevice($0, of: self) }
    }

    /// Returns the GPU at an index.
    ///
    /// - Throws: ``CUDAError/noSuchDevice(ordinal:names:)``, or what ``devices()`` throws.
    package func device(_ ordinal: Int) throws -> CUDADevice {
        let all = try devices()
        guard all.indices.contains(ordinal) else {
            throw CUDAError.noSuchDevice(ordinal: ordinal, names: all.map(\.name))
        }
        return all[ordinal]
    }

    // MARK: Errors

    /// Throws unless a call's result is success.
    ///
    /// - Parameters:
    ///   - call: The function's name and what it was for.
    ///   - device: The GPU's name in the error if it is lost.
    package func check(
        _ code: Int32, _ call: @autoclosure () -> String, device: String = "the GPU"
    ) throws {
        guard code != CC_SUCCESS else { return }
        let reason = Self.reason(code, table)
        throw Self.isLoss(code)
            ? CUDAError.deviceLost(device: device, call: call(), reason: reason)
            : CUDAError.callFailed(call: call(), reason: reason)
    }

    /// Returns the driver's sentence and name for an error.
    private static func reason(_ code: Int32, _ table: cc_driver) -> String {
        var name: UnsafePointer<CChar>?
        var sentence: UnsafePointer<CChar>?
        guard table.cuGetErrorName(code, &name) == CC_SUCCESS, let name else {
            return "error \(code)"
        }
        guard table.cuGetErrorString(code, &sentence) == CC_SUCCESS, let sentence else {
            return "\(String(cString: name)) (\(code))"
        }
        return "\(String(cString: sentence)) (\(String(cString: name)))"
    }

    /// Whether an error leaves the context unusable: every later call returns it again.
    private static func isLoss(_ code: Int32) -> Bool {
        switch Int(code) {
        case CC_ERROR_ILLEGAL_ADDRESS, CC_ERROR_LAUNCH_TIMEOUT, CC_ERROR_CONTEXT_IS_DESTROYED,
            CC_ERROR_ASSERT, CC_ERROR_HARDWARE_STACK_ERROR, CC_ERROR_ILLEGAL_INSTRUCTION,
            CC_ERROR_MISALIGNED_ADDRESS, CC_ERROR_INVALID_ADDRESS_SPACE, CC_ERROR_INVALID_PC,
            CC_ERROR_LAUNCH_FAILED, CC_ERROR_ECC_UNCORRECTABLE, CC_ERROR_NVLINK_UNCORRECTABLE,
            CC_ERROR_DEINITIALIZED, CC_ERROR_UNKNOWN:
            true
        default: false
        }
    }
}

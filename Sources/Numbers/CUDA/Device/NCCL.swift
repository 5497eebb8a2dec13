package import CCUDA
import Foundation

/// NCCL, opened at run time: what sums over the GPUs of this machine.
package struct NCCL: @unchecked Sendable {
    // Safe to share: the table is only read.

    /// NCCL's functions, unchecked.
    package let table: cc_nccl
    /// Path of the library's file.
    package let path: String
    /// Version, e.g. "2.27.3".
    package let version: String

    /// Opens this machine's NCCL.
    ///
    /// Unless `NCCL_ALGO` says otherwise, it adds in a ring: in the same order on every run. (Sums in
    /// NVLink's switches are not promised to be.)
    ///
    /// - Throws: ``CUDAError/noNCCL(looked:)``.
    package static func open(_ search: LibrarySearch = LibrarySearch()) throws -> NCCL {
        let (opened, looked) = search.open(.nccl, cc_nccl(), cc_nccl_open) {
            $0.ncclGetVersion.map { unsafeBitCast($0, to: UnsafeRawPointer.self) }
        }
        guard let opened else { throw CUDAError.noNCCL(looked: looked) }
        setenv("NCCL_ALGO", "Ring", 0)
        return NCCL(opened.table, path: opened.path)
    }

    /// The library behind a function table, which may be an emulator's.
    package init(_ table: cc_nccl, path: String) {
        (self.table, self.path) = (table, path)
        var number: Int32 = 0
        _ = table.ncclGetVersion(&number)
        // 22703 is 2.27.3.
        version = "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }

    /// Throws unless a call's result is success.
    ///
    /// - Parameter communicator: Whose last error explains it; nil for a call without one.
    func check(
        _ code: Int32, _ call: String, _ communicator: UnsafeMutableRawPointer? = nil
    ) throws {
        guard code != CC_NCCL_SUCCESS else { return }
        let name = table.ncclGetErrorString(code).map { String(cString: $0) } ?? "error \(code)"
        let more = table.ncclGetLastError(communicator).map { String(cString: $0) } ?? ""
        throw CUDAError.ncclFailed(
            call: call, reason: more.isEmpty ? name : "\(name): \(more.split(separator: "\n")[0])")
    }
}

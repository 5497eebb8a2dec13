import Files
import Foundation

/// A read-only memory mapping of a file, for as long as this object lives.
///
/// The file is in use as long (``FileUse``), and its time of access is that of the opening, so that
/// `synthgen cache` knows what is used. The size is the one at opening. If another process truncates the file afterwards, reading the
/// missing part kills this process (SIGBUS): replace weight files by renaming, never in place.
public final class MappedFile: Sendable {
    /// The file's path, or the name of bytes in memory.
    public let path: String
    /// The file's size.
    public let byteCount: Int
    /// The first byte's address; `nil` if the file is empty. Nothing writes there until `deinit`
    /// unmaps it, so any thread may read.
    private nonisolated(unsafe) let start: UnsafeMutableRawPointer?
    /// The lock of the file; nil for bytes in memory.
    private let use: FileUse?

    /// Maps the regular file at `path`.
    ///
    /// - Throws: ``TensorError/cannotOpen(path:reason:)``.
    public init(path: String) throws(TensorError) {
        let descriptor: Int32
        do throws(FileFailure) { descriptor = try FileReading.open(path) } catch {
            throw .cannotOpen(
                path: path,
                reason: error.kind == nil ? error.reason : "it is not a regular file")
        }
        let use = FileUse(owning: descriptor)
        use.recordAccess()
        self.use = use

        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .cannotOpen(path: path, reason: systemReason())
        }
        self.path = path
        byteCount = Int(status.st_size)
        guard byteCount > 0 else {
            start = nil
            return
        }
        let address = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw .cannotOpen(path: path, reason: systemReason())
        }
        start = address
    }

    /// Copies `bytes` into memory of its own, for files compiled into the program.
    ///
    /// - Parameter name: The name in messages.
    /// - Throws: ``TensorError/cannotOpen(path:reason:)`` if there is no memory.
    public init(bytes: [UInt8], name: String) throws(TensorError) {
        path = name
        use = nil
        byteCount = bytes.count
        guard byteCount > 0 else {
            start = nil
            return
        }
        let address = mmap(
            nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != MAP_FAILED else {
            throw .cannotOpen(path: name, reason: systemReason())
        }
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress {
                address.copyMemory(from: base, byteCount: source.count)
            }
        }
        start = address
    }

    deinit {
        if let start { munmap(start, byteCount) }
    }

    /// Calls `body` with the whole file. The pointer is valid only inside.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) -> Result in
            try body(UnsafeRawBufferPointer(start: start, count: byteCount))
        }
    }
}

/// The error message of the last failed system call.
func systemReason() -> String {
    String(cString: strerror(errno))
}

import Foundation

/// A file being written under a passing name.
struct ReplacementFile {
    fileprivate let descriptor: Int32
    /// The file that this one will replace.
    fileprivate let path: String

    /// Appends all of `bytes`.
    func write(_ bytes: [UInt8]) throws(TensorError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Foundation.write(
                    descriptor,
                    buffer.baseAddress.map { $0 + written },
                    buffer.count - written
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
            written += count
        }
    }
}

/// Calls `fill` with a new file, then puts that in the place of the one at `url`, atomically.
///
/// The bytes are on disk before the name changes, and the name before this returns. On failure the
/// new file is removed.
func replaceFile(
    at url: URL,
    _ fill: (ReplacementFile) throws(TensorError) -> Void
) throws(TensorError) {
    let path = url.path
    let folder = url.deletingLastPathComponent().path
    let passing = "\(folder)/.\(url.lastPathComponent).\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let descriptor = open(passing, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
    do throws(TensorError) {
        defer { close(descriptor) }
        try fill(ReplacementFile(descriptor: descriptor, path: path))
        guard fsync(descriptor) == 0, rename(passing, path) == 0 else {
            throw .cannotWrite(path: path, reason: systemReason())
        }
    } catch {
        unlink(passing)
        throw error
    }
    let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { return }
    fsync(parent)
    close(parent)
}

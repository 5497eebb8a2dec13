package import Foundation

/// A new content of a folder, written beside it under a temporary name until it is whole.
///
/// A crash leaves the old folder or the new one, never a part. A replacement that is not committed
/// removes its temporary folder.
package struct FolderReplacement: ~Copyable {
    /// Where the new content is written.
    package let temporary: URL
    private let url: URL
    private var isCommitted = false

    /// Makes the temporary folder, and the folders above it.
    package init(of url: URL) throws(FileFailure) {
        let target = URL(
            filePath: try OutputFile.target(of: url.path), directoryHint: .isDirectory)
        let parent = target.deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let sibling = Self.sibling(of: target)
        guard mkdir(sibling.path, 0o777) == 0 else {
            throw FileFailure(path: url.path, operation: "be written")
        }
        (self.url, temporary) = (target, sibling)
    }

    deinit { if !isCommitted { Self.remove(temporary) } }

    /// A name beside the folder that nobody can foresee.
    private static func sibling(of url: URL) -> URL {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        let name = String(decoding: url.lastPathComponent.utf8.prefix(200), as: UTF8.self)
        return url.deletingLastPathComponent().appending(
            path: "\(name).\(digits).tmp", directoryHint: .isDirectory)
    }

    /// Makes the temporary folder the folder, in the place of the one that may be there; all files
    /// and names are on disk when this returns.
    package consuming func commit() throws(FileFailure) {
        try Self.flush(temporary)
        var facts = stat()
        if lstat(url.path, &facts) == 0 {
            let old = try exchange()
            isCommitted = true
            Self.remove(old)
        } else {
            guard rename(temporary.path, url.path) == 0 else {
                throw FileFailure(path: url.path, operation: "be replaced")
            }
            isCommitted = true
        }
        try Self.synchronise(url.deletingLastPathComponent().path, isFolder: true)
    }

    /// Exchanges the two folders; returns where the old one is now.
    private func exchange() throws(FileFailure) -> URL {
        if let exchange = Self.systemExchange,
            exchange(AT_FDCWD, temporary.path, AT_FDCWD, url.path, Self.exchangeFlag) == 0
        {
            return temporary
        }
        // File systems without the exchange: for a moment there is neither folder.
        let old = Self.sibling(of: url)
        guard rename(url.path, old.path) == 0 else {
            throw FileFailure(path: url.path, operation: "be replaced")
        }
        guard rename(temporary.path, url.path) == 0 else {
            let failure = FileFailure(path: url.path, operation: "be replaced")
            _ = rename(old.path, url.path)
            throw failure
        }
        return old
    }

    /// The C library's `renameat2`, which the imported headers leave out; nil if it has none.
    private static var systemExchange: RenameFunction? {
        guard let found = dlsym(nil, "renameat2") else { return nil }
        return unsafeBitCast(found, to: RenameFunction.self)
    }

    private typealias RenameFunction =
        @convention(c) (
            Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
        ) -> Int32

    /// `RENAME_EXCHANGE` of Linux.
    private static let exchangeFlag: UInt32 = 2

    /// Puts everything in a folder on disk.
    private static func flush(_ folder: URL) throws(FileFailure) {
        for entry in try OpenFolder(folder.path).entries() {
            let isFolder = entry.kind == .folder
            let url = folder.appending(path: entry.name)
            if isFolder { try flush(url) } else { try synchronise(url.path, isFolder: false) }
        }
        try synchronise(folder.path, isFolder: true)
    }

    private static func synchronise(_ path: String, isFolder: Bool) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isFolder ? O_DIRECTORY : 0))
        guard descriptor >= 0 else { throw FileFailure(path: path, operation: "be opened") }
        defer { close(descriptor) }
        // Some file systems cannot flush a folder; they say EINVAL and need no flush.
        guard fsync(descriptor) == 0 || (isFolder && errno == EINVAL) else {
            throw FileFailure(path: path, operation: "be written to the disk")
        }
    }

    private static func remove(_ folder: URL) {
        try? OpenFolder(folder.deletingLastPathComponent().path).remove(folder.lastPathComponent)
    }
}

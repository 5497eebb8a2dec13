package import Foundation

/// A folder held open, whose entries are looked at and removed without following links.
///
/// Everything goes through the folder's descriptor: a path that another process changes meanwhile
/// leads nowhere else.
package final class OpenFolder {
    /// The path under which the folder was opened, for messages.
    package let path: String
    private let descriptor: Int32

    /// Opens the folder at `path`; a link to a folder is followed, since the caller named it.
    package init(_ path: String) throws(FileFailure) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, operation: "be opened") }
    }

    private init(_ name: String, in parent: OpenFolder) throws(FileFailure) {
        path = parent.path + "/" + name
        descriptor = openat(
            parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path, operation: "be opened") }
    }

    deinit { close(descriptor) }

    /// Opens a folder of this folder.
    /// - Throws: ``FileFailure`` for a link too.
    package func folder(_ name: String) throws(FileFailure) -> OpenFolder {
        try OpenFolder(name, in: self)
    }

    /// What an entry is, and its size and times.
    package struct Entry: Sendable {
        /// The name in the folder.
        package let name: String
        /// The kind; nil for a link.
        package let kind: FileKind?
        /// The size in bytes.
        package let bytes: Int
        /// The later one of the times of access and of modification; of a link, also of the file
        /// that it leads to.
        package let lastUsed: Date
        /// The time of modification.
        package let modified: Date
    }

    /// All entries but `.` and `..`, by name.
    package func entries() throws(FileFailure) -> [Entry] {
        // `closedir` closes the descriptor that it is given.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else {
            throw FileFailure(path: path, operation: "be read")
        }
        defer { closedir(stream) }
        var found: [Entry] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", let facts = self.facts(of: name) else { continue }
            found.append(facts)
        }
        return found.sorted { $0.name < $1.name }
    }

    /// The facts of the entry called `name`; nil if there is none.
    package func facts(of name: String) -> Entry? {
        var facts = stat()
        guard fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        let isLink = facts.st_mode & S_IFMT == S_IFLNK
        var used = max(facts.st_atim.date, facts.st_mtim.date)
        var target = stat()
        if isLink, fstatat(descriptor, name, &target, 0) == 0 {
            used = max(used, target.st_atim.date, target.st_mtim.date)
        }
        return Entry(
            name: name, kind: isLink ? nil : FileKind(mode: facts.st_mode),
            bytes: Int(facts.st_size), lastUsed: used, modified: facts.st_mtim.date)
    }

    /// The exclusive lock on an entry; nil if it is in use or cannot be opened.
    ///
    /// - Parameter followingLinks: Whether the lock is that of the file behind a link, which a
    ///   process that reads through the link holds. Otherwise a link has no lock.
    package func claim(_ name: String, followingLinks: Bool = false) -> FileClaim? {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
        let file = openat(descriptor, name, flags)
        return file < 0 ? nil : FileClaim(owning: file)
    }

    /// Whether the entry is a link that leads nowhere.
    package func isBroken(_ name: String) -> Bool {
        faccessat(descriptor, name, F_OK, 0) != 0
    }

    /// Removes an entry and, if it is a folder, all that is in it; links are removed, never followed.
    package func remove(_ name: String) throws(FileFailure) {
        guard let entry = facts(of: name) else { return }
        if entry.kind == .folder {
            let folder = try folder(name)
            for inner in try folder.entries() { try folder.remove(inner.name) }
        }
        let flags = entry.kind == .folder ? AT_REMOVEDIR : 0
        guard unlinkat(descriptor, name, Int32(flags)) == 0 || errno == ENOENT else {
            throw FileFailure(path: path + "/" + name, operation: "be removed")
        }
    }
}

extension timespec {
    fileprivate var date: Date {
        Date(timeIntervalSince1970: Double(tv_sec) + Double(tv_nsec) / 1e9)
    }
}

package import Foundation

/// The folders of the user who runs this process.
package enum UserFolder {
    /// The user's home: `HOME`, else the folder that the user database has for this user, else `/`.
    ///
    /// A `HOME` that is empty or not absolute counts as unset.
    package static func home(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        absolute("HOME", in: environment)
            ?? URL(filePath: registeredHome ?? "/", directoryHint: .isDirectory)
    }

    /// The folder of what may be lost: `SYNTHGEN_CACHE`, else `synthgen` in `XDG_CACHE_HOME`, else
    /// `.cache/synthgen` in the user's home.
    ///
    /// A variable that is empty counts as unset, and so does an `XDG_CACHE_HOME` that is not
    /// absolute (XDG Base Directory Specification 0.8).
    package static func cache(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> URL {
        if let path = environment["SYNTHGEN_CACHE"], !path.isEmpty {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        let caches =
            absolute("XDG_CACHE_HOME", in: environment)
            ?? home(environment).appending(path: ".cache", directoryHint: .isDirectory)
        return caches.appending(path: "synthgen", directoryHint: .isDirectory)
    }

    /// Makes a folder of the cache, unless it is there, and checks that it can be written.
    package static func makeCacheFolder(_ folder: URL) throws(FileFailure) {
        guard make(folder) else { throw FileFailure(path: folder.path, operation: "be made") }
        guard access(folder.path, W_OK | X_OK) == 0 else {
            throw FileFailure(path: folder.path, operation: "be written")
        }
    }

    /// Makes a folder and those above it; if one cannot be made, `errno` says why.
    private static func make(_ folder: URL) -> Bool {
        if mkdir(folder.path, 0o777) == 0 { return true }
        let above = folder.deletingLastPathComponent()
        if errno == ENOENT, above.path != folder.path {
            // Two processes may make the same folder.
            return make(above) && (mkdir(folder.path, 0o777) == 0 || errno == EEXIST)
        }
        guard errno == EEXIST else { return false }
        var facts = stat()
        if stat(folder.path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { return true }
        errno = EEXIST
        return false
    }

    /// What to do about a cache folder that cannot be written.
    package static let cacheRemedy = "set SYNTHGEN_CACHE to a folder that can be written"

    private static func absolute(_ name: String, in environment: [String: String]) -> URL? {
        guard let path = environment[name], path.hasPrefix("/") else { return nil }
        return URL(filePath: path, directoryHint: .isDirectory)
    }

    /// The home of this user in the user database; nil if the user is not in it.
    private static var registeredHome: String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let folder = entry.pw_dir
        else { return nil }
        // The text lies in the buffer.
        let path = withExtendedLifetime(buffer) { String(cString: folder) }
        return path.hasPrefix("/") ? path : nil
    }
}

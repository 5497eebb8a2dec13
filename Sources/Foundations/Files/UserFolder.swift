package import Foundation

/// Folders of the user's own.
package enum UserFolder {
    /// `HOME`, else what the system's list of users says.
    package static func home(_ environment: [String: String]) -> URL {
        folder(environment["HOME"]) ?? FileManager.default.homeDirectoryForCurrentUser
    }

    /// Synthgen's cache: `SYNTHGEN_CACHE`, else `synthgen` in `XDG_CACHE_HOME`, else
    /// `~/.cache/synthgen`. A variable set to nothing counts as unset.
    package static func cache(_ environment: [String: String]) -> URL {
        if let cache = folder(environment["SYNTHGEN_CACHE"]) { return cache }
        let caches =
            folder(environment["XDG_CACHE_HOME"]) ?? home(environment).appending(path: ".cache")
        return caches.appending(path: "synthgen")
    }

    private static func folder(_ path: String?) -> URL? {
        guard let path, !path.isEmpty else { return nil }
        return URL(filePath: path, directoryHint: .isDirectory)
    }
}

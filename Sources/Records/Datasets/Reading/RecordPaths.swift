public import Foundation

/// Expansion of paths and glob patterns to files of records.
public enum RecordPaths {
    /// Whether `url` is a folder, or a file whose extension is a known record format.
    public static func holdRecords(_ url: URL) -> Bool {
        FileLayout(url) != nil || url.hasDirectoryPath
            || (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
    }

    /// Whether a file's name says that it is a table of separated values.
    public static func isTable(_ url: URL) -> Bool {
        let form = FileLayout(url)?.form
        return form == .commas || form == .tabs
    }

    /// Whether a path contains a glob character: `*`, `?` or `[`.
    public static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

    /// Returns the paths that match a glob pattern, sorted by name.
    ///
    /// A path without glob characters, or one that exists as written, is returned as it is.
    /// - Throws: ``DatasetError/nothingMatches(pattern:)``.
    public static func matching(_ url: URL) throws(DatasetError) -> [URL] {
        let path = url.path
        guard isPattern(path), !FileManager.default.fileExists(atPath: path)
        else { return [url] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(path, 0, nil, &found) == 0 else { throw .nothingMatches(pattern: path) }
        let paths = (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }
        guard !paths.isEmpty else { throw .nothingMatches(pattern: path) }
        return paths.map { URL(filePath: $0) }
    }
}

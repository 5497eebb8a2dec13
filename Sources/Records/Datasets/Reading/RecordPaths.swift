public import Foundation

/// The files that a path or a pattern stands for.
public enum RecordPaths {
    /// Whether a file or folder holds records, as far as its name tells.
    public static func holdRecords(_ url: URL) -> Bool {
        FileLayout(url) != nil || url.hasDirectoryPath
            || (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
    }

    /// Whether a path has characters that stand for others.
    public static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

    /// A path alone stands for itself; one with `*`, `?` or `[` that is not a file's own name, for all
    /// that match it, in order of their names.
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

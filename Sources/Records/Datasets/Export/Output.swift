import Files

/// Files that are written for people or other programs, at a path that a person gave.
public enum Output {
    /// Whether `path` is `-`, standard output.
    public static func isStandardOutput(_ path: String) -> Bool {
        OutputFile.isStandardOutput(path)
    }

    /// Writes a whole file; `-` is standard output.
    ///
    /// Links, devices and pipes stay what they are; a regular file is replaced as a whole.
    /// - Throws: ``DatasetError/ownFile(path:folder:)`` rather than write over a dataset's own file.
    public static func write(_ bytes: [UInt8], to path: String) throws(DatasetError) {
        try check(path)
        do { try OutputFile.write(bytes, to: path) } catch { throw DatasetError(error) }
    }

    /// Throws ``DatasetError/ownFile(path:folder:)`` if `path` leads to a dataset's own file.
    public static func check(_ path: String) throws(DatasetError) {
        if !isStandardOutput(path) { try DatasetFolder.check(output: path) }
    }
}

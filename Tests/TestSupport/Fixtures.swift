public import Foundation
public import JSON

/// The reference numbers: `SYNTHGEN_FIXTURES`, else `../shared/fixtures`, else the small copies here.
public enum Fixtures {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The folder in use, and the package's own small copies if that is another.
    public static let roots: [URL] = {
        let own = package.appending(path: "Tests/Fixtures")
        return root == own ? [root] : [root, own]
    }()

    /// The folder in use.
    public static let root: URL = {
        // Empty counts as unset.
        if let path = ProcessInfo.processInfo.environment["SYNTHGEN_FIXTURES"], !path.isEmpty {
            return URL(filePath: path)
        }
        let shared = package.deletingLastPathComponent().appending(path: "shared/fixtures")
        if FileManager.default.fileExists(atPath: shared.path) { return shared }
        return package.appending(path: "Tests/Fixtures")
    }()

    /// Where `path` lies, whether or not it is there.
    public static func url(_ path: String) -> URL { root.appending(path: path) }

    /// Whether `path` is there: the small copies hold fewer cases than the whole folder.
    public static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path)
    }

    /// The bytes of `path`.
    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url(path)))
    }

    /// The JSON value in `path`.
    public static func json(_ path: String) throws -> JSON {
        try JSON(parsing: bytes(path))
    }

    /// The JSON values of a JSON Lines file, split on line feeds only.
    public static func jsonLines(_ path: String) throws -> [JSON] {
        try bytes(path).split(separator: 0x0A).map { try JSON(parsing: Array($0)) }
    }

    /// The names of the folders in `path`, sorted; empty if it is not there.
    public static func folders(in path: String) -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(
            at: url(path), includingPropertiesForKeys: [.isDirectoryKey])
        return (found ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
            .map(\.lastPathComponent).sorted()
    }
}

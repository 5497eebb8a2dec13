public import Foundation

/// An empty folder of a test's own, removed with all that is in it when nobody holds it any longer.
///
/// Keep the folder itself, in a constant or in the suite: the `url` of one that is not kept is gone.
public final class TemporaryFolder: Sendable {
    /// Where it is.
    public let url: URL

    /// Makes a folder that no other test has.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "synthgen-test-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Where it is, as programs and error messages have it.
    public var path: String { url.path }

    /// Where `path` lies in it, whether or not it is there.
    public func appending(path: String) -> URL { url.appending(path: path) }

    /// Writes a text file, and the folders that it needs.
    @discardableResult
    public func write(_ path: String, _ text: String) throws -> URL {
        try write(path, Array(text.utf8))
    }

    /// Writes a file, and the folders that it needs.
    @discardableResult
    public func write(_ path: String, _ bytes: [UInt8]) throws -> URL {
        let file = appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file
    }
}

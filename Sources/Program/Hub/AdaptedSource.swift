public import Foundation

/// A model's source with an adapter: `smollm2-135m-instruct+Models/mine`.
///
/// What stands behind a `+` is an adapter if it is a folder with `adapter_config.json`; other plus
/// signs are part of names.
public struct AdaptedSource: Sendable, Equatable {
    /// The source of the model that the adapter changes.
    public let base: String
    /// The adapter's folder, in PEFT's form.
    public let adapter: URL

    /// Nil if the source has no adapter.
    ///
    /// - Parameter folder: Base of relative paths; the current folder if nil.
    public init?(_ source: String, relativeTo folder: URL? = nil) {
        for plus in source.indices.reversed()
        where source[plus] == "+" && plus != source.startIndex {
            let path = String(source[source.index(after: plus)...])
            let url = Self.location(of: path, relativeTo: folder)
            guard !path.isEmpty, Self.isAdapter(url) else { continue }
            (base, adapter) = (String(source[..<plus]), url)
            return
        }
        return nil
    }

    /// Whether a folder has an adapter's configuration.
    private static func isAdapter(_ folder: URL) -> Bool {
        FileManager.default.fileExists(
            atPath: folder.appending(path: "adapter_config.json").path)
    }

    static func location(of source: String, relativeTo folder: URL?) -> URL {
        let path = NSString(string: source).expandingTildeInPath
        guard let folder, !path.hasPrefix("/") else {
            return URL(filePath: path).standardizedFileURL
        }
        return folder.appending(path: path).standardizedFileURL
    }
}

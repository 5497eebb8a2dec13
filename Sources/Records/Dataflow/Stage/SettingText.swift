import Foundation

/// The text of a setting that takes a path or the text itself, as prompts and system messages do.
public struct SettingText: Sendable {
    /// The text.
    public let text: String
    /// The path or the setting's key, for messages.
    public let name: String
    /// Whether the text is that of a file.
    public let isFile: Bool

    /// Ends of names by which a value is a path, whether or not the file is there.
    private static let pathExtensions: Set<String> = [
        "jinja", "jinja2", "j2", "txt", "md", "prompt",
    ]
    /// Most bytes of a path.
    private static let longestPath = 4096

    /// Whether a value is the path of a file that is there.
    static func namesFile(_ value: String, at url: URL) -> Bool {
        guard mayBePath(value) else { return false }
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    /// Whether a value looks like a path, so that a file that is not there is a mistake.
    ///
    /// - Parameter wordIsPath: Whether a single word without a dot or a slash is one too.
    static func looksLikePath(_ value: String, wordIsPath: Bool) -> Bool {
        guard mayBePath(value), !["{{", "{%", "{#"].contains(where: value.contains) else {
            return false
        }
        let ending = (value as NSString).pathExtension.lowercased()
        if pathExtensions.contains(ending) { return true }
        return !value.contains(where: \.isWhitespace) && (wordIsPath || value.contains("/"))
    }

    private static func mayBePath(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.count <= longestPath && !value.contains(where: \.isNewline)
    }
}

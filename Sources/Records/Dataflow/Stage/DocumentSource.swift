import Files
public import Foundation
public import JSON

/// A document read from disk: its JSON value, and the line of every value in it.
public struct DocumentSource: Sendable {
    /// The file's location.
    public let url: URL
    /// The path as the user gave it, for messages.
    public let path: String
    /// The document's value, with values in place of its parameters once it is resolved.
    public internal(set) var value: JSON
    private let lines: [String: Int]

    /// Reads and parses a document: JSON, in which comments and a comma after the last value are
    /// allowed (JSONC).
    /// - Throws: ``Problem`` with code `document.unreadable`, `document.syntax` or
    ///   `document.repeatedKey`.
    public init(path: String) throws(Problem) {
        self.path = path
        url = URL(filePath: path)
        let bytes: [UInt8]
        do throws(FileFailure) { bytes = try FileReading.content(of: url) } catch {
            throw Problem(
                code: "document.unreadable", file: path,
                message: error.kind == nil
                    ? "no such document, or it cannot be read"
                    : "a document is a file, but \(error.reason)",
                help: error.kind == nil
                    ? "check the path and its permissions" : "write the document into a file")
        }
        let located: LocatedJSON
        do throws(JSONError) {
            located = try LocatedJSON(parsing: bytes, allowsComments: true)
        } catch {
            throw Problem(
                code: "document.syntax", file: path, line: error.line,
                message: "not valid JSON: \(error.problem)",
                details: ["At column \(error.column)."])
        }
        value = located.value
        lines = located.lines
        if let repeated = located.repeatedKeys.first {
            throw Problem(
                code: "document.repeatedKey", file: path, line: located.lines[repeated],
                message: "'\(repeated.dropFirst())' is given twice",
                help: "remove one; which of them counts would be a guess")
        }
    }

    /// A value that is in no file, such as the options of a command.
    ///
    /// - Parameter path: What messages call it.
    package init(value: JSON, path: String) {
        (self.value, self.path) = (value, path)
        url = URL(filePath: path)
        lines = [:]
    }

    /// Returns the line of the value at `pointer` (such as `/stages/answers`), or of the nearest
    /// value
    /// around it.
    public func line(of pointer: String) -> Int? {
        var pointer = Substring(pointer)
        while true {
            if let line = lines[String(pointer)] { return line }
            guard let slash = pointer.lastIndex(of: "/") else { return nil }
            pointer = pointer[..<slash]
        }
    }

    /// Returns `path` as an absolute URL; relative paths start at the document's folder.
    public func resolve(_ path: String) -> URL {
        let expanded = (path as NSString).expandingTildeInPath
        return URL(filePath: expanded, relativeTo: url.deletingLastPathComponent())
            .standardizedFileURL.absoluteURL
    }
}

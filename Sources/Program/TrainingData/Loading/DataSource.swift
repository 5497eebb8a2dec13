public import Foundation

/// Rows to learn from: a dataset's folder, a file, a folder of files, or standard input, and how
/// much of them.
public struct DataSource: Sendable, Equatable {
    /// Where they are, as the user gave it, for messages; `-` is standard input (JSON Lines).
    public var path: String
    /// The file or folder.
    public var url: URL
    /// The part of a dataset's folder; nil for the training part, or all of a dataset without parts.
    public var part: String?
    /// How much of the rows is taken: 0.02 is every fiftieth, 2 is every row twice.
    public var share: Double
    /// No more rows than this are read, from the beginning; nil for all.
    public var limit: Int?

    /// The path of standard input.
    public static let standardInput = "-"

    /// Rows at a path.
    public init(
        path: String, url: URL? = nil, part: String? = nil, share: Double = 1, limit: Int? = nil
    ) {
        (self.path, self.url) = (path, url ?? URL(filePath: path))
        (self.part, self.share, self.limit) = (part, share, limit)
    }
}

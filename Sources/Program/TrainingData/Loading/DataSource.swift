import Datasets
public import Foundation

/// Rows to learn from: a dataset's folder, a file, a folder of files, or standard input, and how
/// much of them.
public struct DataSource: Sendable, Equatable {
    /// Where they are, as the user gave it, for messages; `-` is standard input (JSON Lines).
    public var path: String
    /// The file or folder.
    public var url: URL
    /// The part of a dataset's folder; nil for the first of ``usualParts``, or all of a dataset
    /// without parts.
    public var part: String?
    /// The parts of a dataset's folder that are looked for if none is asked for, in order.
    public var usualParts: [String]
    /// How much of the rows is taken: 0.02 is every fiftieth, 2 is every row twice.
    public var share: Double
    /// No more rows than this are read, from the beginning; nil for all.
    public var limit: Int?

    /// The path of standard input.
    public static let standardInput = "-"

    /// Rows at a path.
    public init(
        path: String, url: URL? = nil, part: String? = nil, share: Double = 1, limit: Int? = nil,
        usualParts: [String] = ["train"]
    ) {
        (self.path, self.url) = (path, url ?? URL(filePath: path))
        (self.part, self.share, self.limit) = (part, share, limit)
        self.usualParts = usualParts
    }

    /// Parts of the dataset's folder that are made for evaluation, by their usual names.
    public var evaluationParts: [String] {
        guard path != Self.standardInput,
            let parts = try? DatasetReader(folder: url).parts
        else { return [] }
        return Self.evaluationNames.filter(parts.contains)
    }

    /// The usual names of parts for evaluation.
    static let evaluationNames = ["test", "validation"]
}

import Foundation

/// The record format and compression of a file, derived from its name.
struct FileLayout: Hashable {
    /// The format of the records.
    enum Form: Hashable {
        /// JSON Lines: one object a line.
        case lines
        /// JSON: an array of objects, or objects one after the other.
        case values
        /// Comma-separated values under a header row.
        case commas
        /// Tab-separated values under a header row.
        case tabs
        /// Apache Parquet.
        case parquet
    }

    /// The compression of the whole file.
    enum Packing: Hashable { case none, zstd, gzip }

    let form: Form
    let packing: Packing

    /// Reads the layout from the last one or two extensions of a file's name; nil if unknown.
    init?(_ url: URL) {
        packing =
            switch url.pathExtension.lowercased() {
            case "zst", "zstd": .zstd
            case "gz", "gzip": .gzip
            default: .none
            }
        let name = packing == .none ? url : url.deletingPathExtension()
        switch name.pathExtension.lowercased() {
        case "jsonl", "ndjson": form = .lines
        case "json": form = .values
        case "csv": form = .commas
        case "tsv", "tab": form = .tabs
        case "parquet", "pq": form = .parquet
        default: return nil
        }
    }

    /// The supported extensions, for messages.
    static let knownEndings = ".jsonl, .json, .csv, .tsv or .parquet, each also with .gz or .zst"
}

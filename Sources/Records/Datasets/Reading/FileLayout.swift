import Foundation

/// How a file's records are stored, as its name tells.
struct FileLayout: Hashable {
    /// How records are written.
    enum Form: Hashable {
        /// A JSON object a line.
        case lines
        /// The elements of a JSON array, or objects one after the other.
        case values
        /// Comma-separated values below a line of names.
        case commas
        /// The same with tabs.
        case tabs
        /// Columns, in Apache Parquet's form.
        case parquet
    }

    /// What the whole file is packed with.
    enum Packing: Hashable { case none, zstd, gzip }

    let form: Form
    let packing: Packing

    /// What the last one or two extensions of a file's name say; nil if they are not known.
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

    /// What names may end in, for messages.
    static let knownEndings = ".jsonl, .json, .csv, .tsv or .parquet, each also with .gz or .zst"
}

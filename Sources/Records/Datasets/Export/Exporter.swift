import Files
public import Foundation
public import JSON

/// Outcome of an export: rows written, records skipped, and the files.
public struct ExportReport: Equatable, Sendable {
    /// Number of rows in the files.
    public internal(set) var written = 0
    /// Number of rows of each part, in order; empty if the rows are not divided into parts.
    public internal(set) var parts: [PartCount] = []
    /// Number of records that the format cannot express, by reason.
    public internal(set) var skipped: [String: Int] = [:]
    /// All files written or changed.
    public internal(set) var files: [URL] = []
}

/// What an export takes of a dataset and where rows go.
public struct ExportSelection {
    /// The only part to export; nil for all of them.
    public var part: String?
    /// Which records are exported; nil for all of them.
    public var condition: ((JSONObject) throws -> Bool)?
    /// Parts to divide the rows into, each with a file of its own; nil for the dataset's own parts.
    public var split: Split?
    /// Whether files that are there already are replaced.
    public var replacesFiles: Bool

    /// Names of parts and the part of each record, which is one of them.
    public struct Split {
        let names: [String]
        let part: (JSONObject) throws -> String

        /// Creates a split from its parts' names, in order.
        public init(names: [String], part: @escaping (JSONObject) throws -> String) {
            self.names = names
            self.part = part
        }
    }

    /// All records, in files that are replaced if they exist.
    public init(
        part: String? = nil, condition: ((JSONObject) throws -> Bool)? = nil, split: Split? = nil,
        replacesFiles: Bool = true
    ) {
        self.part = part
        self.condition = condition
        self.split = split
        self.replacesFiles = replacesFiles
    }
}

/// Writes a dataset's accepted records to files in a trainer's format.
public enum Exporter {
    /// Exports to the file at `path`: a Parquet file if its name ends in `.parquet`, else JSON
    /// Lines, compressed if it ends in `.zst` or `.zstd`; `-` is standard output.
    ///
    /// A dataset with parts gives a file for each: `rows-train.jsonl` and `rows-test.jsonl` for the
    /// path `rows.jsonl`. So does a `selection` that splits the rows; a part without rows gives
    /// none. Files appear whole or not at all, and only when all rows are written; pipes and devices
    /// are written to as they are. If a format has different rows for preferences and for
    /// conversations, the first row decides which are written, and records for the other kind are
    /// skipped. LLaMA-Factory's format also adds the files to the `dataset_info.json` beside them,
    /// leaving other entries as they are.
    /// - Returns: Counts of rows written and of skipped records.
    /// - Throws: ``DatasetError/ownFile(path:folder:)`` rather than write over a dataset's own file;
    ///   ``DatasetError/nothingToExport(path:leftOut:)`` if there would be no row, and then no file;
    ///   ``DatasetError/outputExists(path:)``; errors of the selection's closures.
    public static func export(
        _ reader: DatasetReader, _ format: ExportFormat, to path: String,
        _ selection: ExportSelection = ExportSelection()
    ) throws -> ExportReport {
        let rows = try ExportRows(reader, format, selection)
        let names = rows.parts.isEmpty ? [""] : rows.parts
        let paths = try ExportPath.paths(of: names, at: path)
        for path in paths { try ExportPath.check(path, replacesFiles: selection.replacesFiles) }
        // Before the rows: a Parquet file states what its columns are.
        let columns = ExportPath.isParquet(path) ? try rows.columns() : nil
        var outputs: [any RowOutput] = []
        for path in paths {
            if let columns {
                outputs.append(try ParquetOutput(path, columns))
            } else {
                outputs.append(try LinesOutput(path))
            }
        }
        var report = ExportReport()
        var counts = names.map { _ in 0 }
        report.skipped = try rows.forEach { row, part in
            let index = names.firstIndex(of: part ?? "") ?? 0
            try outputs[index].append(row)
            counts[index] += 1
        }
        report.written = counts.reduce(0, +)
        guard report.written > 0 else {
            throw DatasetError.nothingToExport(
                path: reader.url.path, leftOut: report.skipped, unselected: rows.unselected)
        }
        if !rows.parts.isEmpty {
            report.parts = zip(names, counts).map { PartCount(name: $0, records: $1) }
        }
        for (index, output) in outputs.enumerated() where counts[index] > 0 {
            try output.finish()
            guard output.isFile else { continue }
            let file = URL(filePath: paths[index])
            report.files.append(file)
            if format == .llamaFactory {
                let list = try DatasetInfo.enter(file, for: rows.purpose ?? .preference)
                if !report.files.contains(list) { report.files.append(list) }
            }
        }
        return report
    }

    /// Exports to the file at `url`.
    public static func export(
        _ reader: DatasetReader, _ format: ExportFormat, to url: URL,
        _ selection: ExportSelection = ExportSelection()
    ) throws -> ExportReport {
        try export(reader, format, to: url.path, selection)
    }
}

/// The paths of an export's files.
enum ExportPath {
    /// Throws if a file may not be written: it is a dataset's own, or there and not to be replaced.
    static func check(_ path: String, replacesFiles: Bool) throws(DatasetError) {
        guard !OutputFile.isStandardOutput(path) else { return }
        try DatasetFolder.check(output: path)
        var facts = stat()
        if !replacesFiles, stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG {
            throw .outputExists(path: path)
        }
        let folder = URL(filePath: path).deletingLastPathComponent()
        try DatasetFolder(url: folder).createIfMissing()
    }

    /// The paths of the files of some parts, or of all rows: `[""]`.
    static func paths(of parts: [String], at path: String) throws(DatasetError) -> [String] {
        guard OutputFile.isStandardOutput(path) else {
            return parts.map { $0.isEmpty ? path : inserting($0, into: path) }
        }
        guard parts.count == 1 else { throw .partsToStandardOutput(parts: parts) }
        return [path]
    }

    static func isParquet(_ path: String) -> Bool {
        !OutputFile.isStandardOutput(path) && URL(filePath: path).pathExtension == "parquet"
    }

    /// Puts a part's name before the endings: `rows.jsonl.zst` becomes `rows-test.jsonl.zst`.
    static func inserting(_ part: String, into path: String) -> String {
        var (name, endings) = (URL(filePath: path).lastPathComponent, "")
        while let dot = name.lastIndex(of: "."), dot != name.startIndex,
            ["jsonl", "ndjson", "json", "parquet", "zst", "zstd"].contains(
                String(name[name.index(after: dot)...]))
        {
            endings = name[dot...] + endings
            name = String(name[..<dot])
        }
        let folder = String(path.dropLast(URL(filePath: path).lastPathComponent.count))
        return folder + name + "-" + part + endings
    }
}

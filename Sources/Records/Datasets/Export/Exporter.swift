import Files
public import Foundation
import JSON

/// Outcome of an export: rows written, records skipped, and the files.
public struct ExportReport: Equatable, Sendable {
    /// Number of rows in the file.
    public internal(set) var written = 0
    /// Number of records that the format cannot express, by reason.
    public internal(set) var skipped: [String: Int] = [:]
    /// All files written or changed.
    public internal(set) var files: [URL] = []
}

/// Writes a dataset's accepted records to a file in a trainer's format.
public enum Exporter {
    private static let pieceInBytes = 256 << 10

    /// Exports to the file at `path`, compressed if its name ends in `.zst` or `.zstd`; `-` is
    /// standard output.
    ///
    /// The file appears whole or not at all; pipes and devices are written to as they are. If a
    /// format has different rows for preferences and for conversations, the first row decides which
    /// are written, and records for the other kind are skipped. LLaMA-Factory's format also adds the
    /// file to the `dataset_info.json` beside it, leaving other entries as they are.
    /// - Returns: Counts of rows written and of skipped records.
    /// - Throws: ``DatasetError/ownFile(path:folder:)`` rather than write over a dataset's own file;
    ///   ``DatasetError/nothingToExport(path:leftOut:)`` if there would be no row, and then no file.
    public static func export(
        _ reader: DatasetReader,
        _ format: ExportFormat,
        to path: String
    ) throws(DatasetError) -> ExportReport {
        try export(
            from: RecordReader(url: reader.url), named: reader.url.path, format, to: path)
    }

    /// Exports to the file at `url`.
    public static func export(
        _ reader: DatasetReader,
        _ format: ExportFormat,
        to url: URL
    ) throws(DatasetError) -> ExportReport {
        try export(reader, format, to: url.path)
    }

    /// Exports all remaining records of a reader.
    ///
    /// - Parameter name: What is read, for the message if there is nothing to export.
    public static func export(
        from records: RecordReader,
        named name: String,
        _ format: ExportFormat,
        to path: String
    ) throws(DatasetError) -> ExportReport {
        var report = ExportReport()
        var purpose: TrainingPurpose?
        var output = try ExportOutput(path)
        while let record = try records.next() {
            do throws(Inexpressible) {
                let row = try format.row(for: record)
                let own = format.purpose(of: record)
                guard purpose == nil || own == purpose else { throw own.strange }
                purpose = own
                row.append(to: &output.content)
                output.content.append(0x0A)
                report.written += 1
            } catch {
                report.skipped[error.reason, default: 0] += 1
            }
            if output.content.count >= pieceInBytes { try output.flush() }
        }
        guard report.written > 0 else {
            throw .nothingToExport(path: name, leftOut: report.skipped)
        }
        try output.finish()
        guard output.isFile else { return report }
        report.files = [URL(filePath: path)]
        if format == .llamaFactory {
            report.files.append(
                try DatasetInfo.enter(URL(filePath: path), for: purpose ?? .preference))
        }
        return report
    }
}

extension TrainingPurpose? {
    /// The reason for skipping a row of this purpose in a file of the other purpose.
    fileprivate var strange: Inexpressible {
        Inexpressible(
            self == .imitation
                ? "a conversation among preferences" : "a preference among conversations")
    }
}

/// An output written in pieces; if it is compressed, each piece is a zstd frame of its own.
private struct ExportOutput {
    var content: [UInt8] = []
    private let file: OutputFile
    private let isCompressed: Bool

    /// Whether the output has a place in a folder, beside which others may lie.
    var isFile: Bool { file.replacesFile }

    init(_ path: String) throws(DatasetError) {
        let url = URL(filePath: path)
        isCompressed = ["zst", "zstd"].contains(url.pathExtension)
        if !OutputFile.isStandardOutput(path) {
            try DatasetFolder.check(output: path)
            try DatasetFolder(url: url.deletingLastPathComponent()).createIfMissing()
        }
        do { file = try OutputFile(path) } catch { throw DatasetError(error) }
    }

    mutating func flush() throws(DatasetError) {
        guard !content.isEmpty else { return }
        let bytes = try isCompressed ? compressed() : content
        do { try file.write(bytes) } catch { throw DatasetError(error) }
        content.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws(DatasetError) {
        try flush()
        do { try file.finish() } catch { throw DatasetError(error) }
    }

    private func compressed() throws(DatasetError) -> [UInt8] {
        do throws(ZstdCodec.Failure) {
            return try ZstdCodec.compress(content)
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }
}

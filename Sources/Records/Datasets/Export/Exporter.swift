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

    /// Exports to `url`, compressed if its name ends in `.zst` or `.zstd`.
    ///
    /// The file appears whole or not at all. If a format has different rows for preferences and for
    /// conversations, the first row decides which are written, and records for the other kind are
    /// skipped. LLaMA-Factory's format also adds the file to the `dataset_info.json` beside it,
    /// leaving other entries as they are.
    /// - Returns: Counts of rows written and of skipped records.
    public static func export(
        _ reader: DatasetReader,
        _ format: ExportFormat,
        to url: URL
    ) throws(DatasetError) -> ExportReport {
        try export(from: RecordReader(url: reader.url), format, to: url)
    }

    /// Exports all remaining records of a reader.
    public static func export(
        from records: RecordReader,
        _ format: ExportFormat,
        to url: URL
    ) throws(DatasetError) -> ExportReport {
        var report = ExportReport()
        var purpose: TrainingPurpose?
        let isCompressed = ["zst", "zstd"].contains(url.pathExtension)
        try DatasetFolder(url: url.deletingLastPathComponent()).create()
        try StoredFile.replace(url) { file throws(DatasetError) in
            var output = ExportOutput(file: file, isCompressed: isCompressed)
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
            try output.flush()
        }
        report.files = [url]
        if format == .llamaFactory {
            report.files.append(try DatasetInfo.enter(url, for: purpose ?? .preference))
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

/// An output file written in pieces; if it is compressed, each piece is a zstd frame of its own.
private struct ExportOutput {
    let file: StoredFile
    let isCompressed: Bool
    var content: [UInt8] = []
    private var offset = 0

    init(file: StoredFile, isCompressed: Bool) {
        self.file = file
        self.isCompressed = isCompressed
    }

    mutating func flush() throws(DatasetError) {
        guard !content.isEmpty else { return }
        let bytes = try isCompressed ? compressed() : content
        try file.write(bytes, at: offset)
        offset += bytes.count
        content.removeAll(keepingCapacity: true)
    }

    private func compressed() throws(DatasetError) -> [UInt8] {
        do throws(ZstdCodec.Failure) {
            return try ZstdCodec.compress(content)
        } catch {
            throw .compressionFailed(reason: error.reason)
        }
    }
}

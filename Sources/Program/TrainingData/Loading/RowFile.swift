import Datasets
import Files
import Foundation
import Hashing
import JSON

/// The rows of one source, one after the other, each with its name.
final class RowFile {
    /// A row, or why it is none.
    struct Row: Sendable {
        let name: String
        let content: Result<JSONObject, RowRejection>
    }

    private let reader: RecordReader
    private let source: DataSource
    private var count = 0
    private var file = (path: "", name: "")

    /// Opens a source.
    init(_ source: DataSource, standardInput: URL? = nil) throws {
        let url = source.path == DataSource.standardInput ? standardInput ?? source.url : source.url
        self.source = source
        reader = try RecordReader(
            urls: try RecordPaths.matching(url), part: try Self.part(of: source))
    }

    /// The part to read: the one that is asked for, else a usual one of a dataset with parts.
    private static func part(of source: DataSource) throws -> String? {
        guard source.part == nil, source.path != DataSource.standardInput else {
            return source.part
        }
        let parts: [String]
        do {
            parts = try DatasetReader(folder: source.url).parts
        } catch {
            // Not a dataset with a catalog: its shards may lie there alone.
            do {
                let part = source.usualParts[0]
                _ = try RecordReader(url: source.url, part: part)
                return part
            } catch DatasetError.unknownPart(_, _, let found) {
                parts = found
            } catch { return nil }
        }
        if parts.isEmpty { return nil }
        guard let part = source.usualParts.first(where: parts.contains) else {
            throw TrainingDataError.noTrainingPart(path: source.path, parts: parts)
        }
        return part
    }

    /// The next row; nil at the end. A line that is no row is returned as a rejection.
    func next() throws -> Row? {
        if let limit = source.limit, count >= limit { return nil }
        do {
            guard let row = try reader.next() else { return nil }
            count += 1
            return Row(name: name(of: row), content: .success(row))
        } catch {
            guard reader.canGoOn else { throw error }
            count += 1
            // The first line names the row; it is known already.
            let problem = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
            return Row(
                name: name(of: [:]), content: .failure(RowRejection("an unreadable row", problem)))
        }
    }

    private func name(of row: JSONObject) -> String {
        if reader.hasLines || reader.path != source.url.path {
            if reader.path != file.path {
                let name =
                    source.path == DataSource.standardInput
                    ? "standard input" : URL(filePath: reader.path).lastPathComponent
                file = (reader.path, name)
            }
            return "\(file.name):\(reader.line)"
        }
        return row["id"]?.string ?? "\(source.url.lastPathComponent):\(reader.line)"
    }
}

/// Standard input as a file, which can be read like any other.
final class SpooledInput {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(
            path: "synthgen-rows-\(UUID()).jsonl")
        _ = FileManager.default.createFile(atPath: url.path, contents: nil)
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        while true {
            let piece = try FileReading.nextPiece(of: STDIN_FILENO, path: "standard input")
            if piece.isEmpty { break }
            try handle.write(contentsOf: piece)
        }
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

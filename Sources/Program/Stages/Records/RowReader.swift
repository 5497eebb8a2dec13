import Dataflow
import Datasets
import Formatting
import Foundation

/// The rows of a stage's files, each with its location.
final class RowReader {
    private let reader: RecordReader
    private let names: WrittenPaths
    /// The file that is being read, and its name.
    private var file = (path: "", name: "")

    /// - Parameter part: The part to read of a dataset's folder; nil for all of its parts.
    init(_ files: [URL], _ names: WrittenPaths, part: String?, delimiter: UInt8?) throws {
        reader = try RecordReader(urls: files, part: part, delimiter: delimiter)
        self.names = names
    }

    /// Returns the next row; nil at the end. A row of a text that is no record is returned as one to
    /// be rejected.
    /// - Throws: An error about the file, after which nothing more of it can be read.
    func next() throws -> SourceRow? {
        do {
            guard let fields = try reader.next() else { return nil }
            return SourceRow(fields, location: location())
        } catch {
            guard reader.canGoOn, let problem = error.problemOfRow else { throw error }
            let rejection = StageError.unreadableRow(problem: problem).rejection
            let text = reader.rejectedText
            return SourceRow(
                text.isEmpty ? [:] : ["raw": .string(text)], rejection: rejection,
                location: location())
        }
    }

    private func location() -> RowLocation {
        if reader.path != file.path { file = (reader.path, names.name(of: reader.path)) }
        return RowLocation(
            file: file.name, number: reader.line, unit: reader.hasLines ? .line : .row)
    }
}

extension DatasetError {
    /// What is wrong with the row that the error is about; nil if it is about a file.
    fileprivate var problemOfRow: String? {
        switch self {
        case .malformedRecord(_, _, let problem): problem
        case .malformedRow(_, _, _, let column, let problem):
            (column.map { "column '\($0)': " } ?? "") + problem
        case .recordTooLong(_, _, let limit): "longer than \(Format.bytes(limit))"
        default: nil
        }
    }
}

/// The paths of files as a document writes them.
///
/// They name the files in datasets, which hold the same bytes wherever the document lies.
struct WrittenPaths: Sendable {
    private let roots: [(path: String, written: String)]

    /// - Parameter paths: What the document writes, with its absolute location; of a pattern, the
    ///   folders before the first wildcard count.
    init(_ paths: some Sequence<(String, URL)>) {
        roots = paths.map { written, url in
            RecordPaths.isPattern(written)
                ? (Self.folder(of: url.path), Self.folder(of: written)) : (url.path, written)
        }
    }

    /// Returns the name of a file; the last part of its path if the document does not name it.
    func name(of path: String) -> String {
        for root in roots {
            if path == root.path { return root.written }
            let folder = root.path.hasSuffix("/") ? root.path : root.path + "/"
            guard path.hasPrefix(folder) else { continue }
            let rest = String(path.dropFirst(folder.count))
            let isOpen = root.written.isEmpty || root.written.hasSuffix("/")
            return root.written + (isOpen ? "" : "/") + rest
        }
        return URL(filePath: path).lastPathComponent
    }

    /// Returns the part of a pattern up to the last "/" before its first wildcard.
    private static func folder(of pattern: String) -> String {
        let plain = pattern.prefix { !"*?[".contains($0) }
        return plain.lastIndex(of: "/").map { String(plain[...$0]) } ?? ""
    }
}

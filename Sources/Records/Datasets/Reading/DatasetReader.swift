public import Foundation
import GRDB
public import JSON

/// A record with its kind and position in a dataset.
public struct StoredRecord: Equatable, Sendable {
    /// Accepted or rejected, or the part of an accepted record.
    public let kind: RecordKind
    /// Position among the records of the same kind, from 0.
    public let position: Int
    /// The record.
    public let object: JSONObject
}

/// Reads a dataset: records in order or by id, their lineage, and the counts of each stage.
///
/// A dataset may be read while it is being written; the reader sees the records durable by then.
public final class DatasetReader: Sendable {
    /// The pipeline, seed and models that the dataset was made from.
    public let description: DatasetDescription
    /// Whether the run that wrote the dataset reached its end.
    public let isComplete: Bool
    /// The sequences of records, accepted ones first.
    let kinds: [RecordKind]
    let folder: DatasetFolder
    let catalog: Catalog

    /// Opens the dataset in a folder.
    /// - Throws: ``DatasetError/notADataset(folder:found:)`` if there is no catalog.
    public init(folder url: URL) throws(DatasetError) {
        folder = DatasetFolder(url: url)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw .missing(path: url.path)
        }
        guard FileManager.default.fileExists(atPath: folder.catalog.path) else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            throw .notADataset(folder: url.path, found: names.sorted())
        }
        catalog = try Catalog.open(at: folder.catalog)
        let meta = try catalog.meta()
        description = DatasetDescription(rows: meta)
        isComplete = meta["complete"] == "true"
        // Of a damaged catalog, what can be read is read.
        kinds = (try? catalog.kinds()) ?? RecordKind.sequences(parts: description.parts)
    }

    /// The folder that was opened.
    public var url: URL { folder.url }

    /// The names of the dataset's parts, empty if it has none.
    public var parts: [String] { kinds.compactMap(\.part) }

    /// The sequences that a kind stands for: accepted records are those of all parts.
    private func sequences(_ kind: RecordKind) -> [RecordKind] {
        kind == .accepted ? kinds.filter(\.isAccepted) : [kind]
    }

    /// Throws unless the dataset has the part.
    /// - Throws: ``DatasetError/unknownPart(path:part:parts:)``.
    public func requirePart(_ part: String) throws(DatasetError) {
        guard parts.contains(part) else {
            throw .unknownPart(path: folder.path, part: part, parts: parts)
        }
    }

    /// Returns the number of durable records of a kind.
    public func count(_ kind: RecordKind = .accepted) throws(DatasetError) -> Int {
        var count = 0
        for kind in sequences(kind) {
            count += try catalog.shards(kind).reduce(0) { $0 + $1.records }
        }
        return count
    }

    /// Returns a cursor over the records of a kind, in canonical order, part after part.
    public func records(_ kind: RecordKind = .accepted) throws(DatasetError) -> RecordCursor {
        var frames: [(kind: RecordKind, row: FrameRow)] = []
        for kind in sequences(kind) {
            frames += try catalog.frames(kind).map { (kind: kind, row: $0) }
        }
        return RecordCursor(folder: folder, frames: frames)
    }

    /// Returns the record with an id or a unique prefix of one; decompresses a single frame.
    /// - Throws: ``DatasetError/unknownRecord(id:nearest:)``,
    ///   ``DatasetError/ambiguousRecord(prefix:matches:)``.
    public func record(id: String) throws(DatasetError) -> StoredRecord {
        let id = try catalog.resolve(id, in: [.records])
        let found = try catalog.read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT kind, position FROM records WHERE id = ? ORDER BY kind, position",
                arguments: [id]
            ).map {
                (kind: try $0.value("kind") as String, position: try $0.value("position") as Int)
            }
        }
        guard let found, let kind = RecordKind(rawValue: found.kind),
            let record = try record(at: found.position, in: kind)
        else { throw .unknownRecord(id: id, nearest: []) }
        return record
    }

    /// Returns the record at a position, `nil` past the end; decompresses a single frame.
    ///
    /// The positions of accepted records go on from part to part.
    public func record(
        at position: Int,
        _ kind: RecordKind = .accepted
    ) throws(DatasetError) -> StoredRecord? {
        let sequences = sequences(kind)
        var position = position
        for kind in sequences.dropLast() {
            let count = try count(kind)
            if position < count { return try record(at: position, in: kind) }
            position -= count
        }
        return try sequences.last.flatMap { kind throws(DatasetError) in
            try record(at: position, in: kind)
        }
    }

    private func record(
        at position: Int, in kind: RecordKind
    ) throws(DatasetError) -> StoredRecord? {
        let found = try catalog.read { db -> (FrameRow, offset: Int, length: Int)? in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT frames.*, records.offset AS start, records.length AS length
                        FROM records JOIN frames
                        ON frames.kind = records.kind AND frames.number = records.frame
                        WHERE records.kind = ? AND records.position = ?
                        """,
                    arguments: [kind.rawValue, position]
                )
            else { return nil }
            return (try FrameRow(row: row), try row.value("start"), try row.value("length"))
        }
        guard let (frame, offset, length) = found else { return nil }
        let content = try FrameReader(folder: folder, kind: kind).content(of: frame)
        // Subtracted, because a damaged catalog could make `offset + length` overflow.
        guard offset >= 0, length >= 0, offset <= content.count - length else {
            throw .damagedDatabase(
                path: catalog.path,
                reason: "record \(position) lies outside its frame"
            )
        }
        let object = try parseRecord(
            Array(content[offset..<offset + length]),
            path: folder.path,
            line: position + 1
        )
        return StoredRecord(kind: kind, position: position, object: object)
    }
}

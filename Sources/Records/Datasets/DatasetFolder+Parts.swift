import Foundation
import GRDB

/// Which sequences of records a folder holds.
extension DatasetFolder {
    /// The sequences of the dataset, accepted records first.
    ///
    /// The catalog knows the parts. Where it is missing, empty or cannot be read, a file counts as
    /// a part's shard if it is called like one and begins with the header of a frame.
    var kinds: [RecordKind] {
        if let catalog = try? Catalog.open(at: catalog, checksVersion: false),
            let kinds = try? catalog.kinds(), let hasFrames = try? catalog.hasFrames(),
            hasFrames || kinds.contains(where: { $0.part != nil })
        {
            return kinds
        }
        return RecordKind.sequences(parts: partsByFiles)
    }

    /// The sequences of the dataset without parts that a damaged catalog made up: those that neither
    /// its facts name nor any file has.
    func kinds(describedBy meta: [String: String]) -> [RecordKind] {
        let named = DatasetDescription(rows: meta).parts
        return kinds.filter { kind in
            guard let part = kind.part else { return true }
            return named.contains(part) || !shardsPresent(kind).isEmpty
        }
    }

    /// The parts of the files in the folder.
    var partsByFiles: [String] {
        let parts = names.compactMap { name -> String? in
            guard let part = Self.shard(named: name)?.kind.part, beginsWithHeader(name) else {
                return nil
            }
            return part
        }
        return Set(parts).sorted { Self.rank($0) < Self.rank($1) }
    }

    /// Whether a file of this name is a shard of the dataset.
    func isShard(_ name: String) -> Bool {
        guard let (kind, _) = Self.shard(named: name) else { return false }
        return kind.part == nil || kinds.contains(kind)
    }

    /// The names of the dataset's shards in the folder.
    var shardNames: [String] {
        let kinds = Set(kinds).union(RecordKind.allCases)
        return names.filter { name in
            Self.shard(named: name).map { kinds.contains($0.kind) } ?? false
        }
    }

    /// The shards of a kind in the folder, in the order in which they are read; accepted records are
    /// those of all parts.
    func shards(_ kind: RecordKind) -> [URL] {
        let sequences = kind == .accepted ? kinds.filter(\.isAccepted) : [kind]
        return sequences.flatMap { kind in shardsPresent(kind).map { shard(kind, $0) } }
    }

    private func beginsWithHeader(_ name: String) -> Bool {
        guard let file = try? StoredFile(url.appending(path: name), for: .read),
            let bytes = try? file.read(at: 0, count: FrameHeader.length)
        else { return false }
        return FrameHeader(bytes[...]) != nil
    }

    /// Training parts come first, as everywhere; the others by name.
    private static func rank(_ part: String) -> (Int, String) { (part == "train" ? 0 : 1, part) }
}

extension Catalog {
    /// The sequences that the catalog describes: those of the dataset's parts, in their order, and
    /// any others that have shards.
    func kinds() throws(DatasetError) -> [RecordKind] {
        let parts = DatasetDescription(rows: try meta()).parts
        let described = try read { db in
            try String.fetchAll(
                db, sql: "SELECT kind FROM shards UNION SELECT kind FROM frames ORDER BY kind")
        }.compactMap(RecordKind.init(rawValue:))
        var kinds = RecordKind.sequences(parts: parts).filter(\.isAccepted)
        kinds += described.filter { $0.isAccepted && !kinds.contains($0) }
        return kinds + [.rejected]
    }
}

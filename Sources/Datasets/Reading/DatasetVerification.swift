public import Foundation

/// What a full check of a dataset found.
public struct DatasetVerification: Equatable, Sendable {
    /// Frames whose bytes are the ones that were written, and whose records are where the catalog says.
    public private(set) var intactFrames = 0
    /// The records in them.
    public private(set) var intactRecords = 0
    /// Everything that is wrong.
    public private(set) var damages: [DatasetDamage] = []
    /// Inconsistencies of the catalog itself, as sentences.
    public private(set) var catalogProblems: [String] = []

    /// Whether nothing is wrong.
    public var isIntact: Bool { damages.isEmpty && catalogProblems.isEmpty }

    /// Reads every frame of the dataset in `folder` and compares it with the catalog.
    public init(verifying folder: URL) throws(DatasetError) {
        let reader = try DatasetReader(folder: folder)
        for kind in RecordKind.allCases { try check(kind, of: reader) }
        try checkLedger(of: reader)
        try checkCounts(of: reader)
    }

    private mutating func check(_ kind: RecordKind, of reader: DatasetReader) throws(DatasetError) {
        let frames = try reader.catalog.frames(kind)
        let shards = try reader.catalog.shards(kind)
        let contents = FrameReader(folder: reader.folder, kind: kind)
        var expectedFirst = 0
        for frame in frames {
            if frame.firstRecord != expectedFirst {
                catalogProblems.append(
                    "\(kind.rawValue) frame \(frame.number) begins at record \(frame.firstRecord), "
                        + "expected \(expectedFirst)"
                )
            }
            expectedFirst = frame.firstRecord + frame.records
            do throws(DatasetError) {
                try check(frame, kind, of: reader, contents)
                intactFrames += 1
                intactRecords += frame.records
            } catch {
                damages.append(DatasetDamage(error: error, lostFrom: frame.firstRecord, kind: kind))
            }
        }
        for shard in shards { checkSize(shard, kind, of: reader) }
        let records = try reader.catalog.recordCount(kind)
        if records != expectedFirst {
            catalogProblems.append(
                "\(records) \(kind.rawValue) records are indexed, the frames hold \(expectedFirst)"
            )
        }
    }

    private func check(
        _ frame: FrameRow,
        _ kind: RecordKind,
        of reader: DatasetReader,
        _ contents: FrameReader
    ) throws(DatasetError) {
        let content = try contents.content(of: frame)
        let hash = XXHash64.hash(content)
        guard hash == frame.hash else {
            throw .corruptShard(
                path: reader.folder.shard(kind, frame.shard).path,
                intactRecords: frame.firstRecord,
                expected: frame.hash.hexadecimal,
                found: hash.hexadecimal
            )
        }
        let rows = try reader.catalog.records(in: frame, kind)
        var start = 0
        var isInPlace = rows.count == frame.records
        for row in rows where isInPlace {
            let end = row.offset + row.length
            isInPlace = row.offset == start && end < content.count && content[end] == 0x0A
            start = end + 1
        }
        guard isInPlace, start == content.count || rows.isEmpty else {
            throw .damagedDatabase(
                path: reader.catalog.path,
                reason:
                    "the records of \(kind.rawValue) frame \(frame.number) are not where it says"
            )
        }
    }

    private mutating func checkSize(_ shard: ShardRow, _ kind: RecordKind, of reader: DatasetReader)
    {
        let url = reader.folder.shard(kind, shard.number)
        do throws(DatasetError) {
            let file = try StoredFile(url, for: .read)
            let size = try file.size()
            if reader.isComplete, size > shard.bytes {
                catalogProblems.append(
                    "\(url.lastPathComponent) is \(size) bytes long, expected \(shard.bytes)"
                )
            }
            if size == shard.bytes, let hash = shard.hash, try file.hash(upTo: size) != hash {
                catalogProblems.append(
                    "\(url.lastPathComponent) does not have the hash noted for it"
                )
            }
        } catch {
            // A shard that cannot be opened has been reported with its frames.
        }
    }

    private mutating func checkLedger(of reader: DatasetReader) throws(DatasetError) {
        for position in try reader.catalog.rootPositions() {
            let (entry, digest) = try reader.catalog.rootEntry(at: position)
            if EncodedRoot(entry).digest != digest {
                catalogProblems.append(
                    "source record \(position) ('\(entry.id)') is not what its digest says"
                )
            }
        }
    }

    private mutating func checkCounts(of reader: DatasetReader) throws(DatasetError) {
        for count in try reader.funnel() where reader.isComplete {
            if count.created != count.passed + count.rejected {
                catalogProblems.append(
                    "stage '\(count.stage)' created \(count.created) records, "
                        + "passed \(count.passed) and rejected \(count.rejected)"
                )
            }
        }
    }
}

/// Something wrong with a dataset's folder.
public enum DatasetProblem: Equatable, Sendable {
    /// There are shards, but no catalog.
    case missingCatalog(shards: Int)
    /// SQLite finds the catalog damaged.
    case damagedCatalog(reason: String)
    /// A shard of the catalog is not there.
    case missingShard(file: String, records: Range<Int>)
    /// A shard ends before its last frame does.
    case truncatedShard(file: String, frame: Int, records: Range<Int>, bytes: Int, expected: Int)
    /// A frame's bytes are not the ones that were written.
    case corruptFrame(
        file: String, frame: Int, records: Range<Int>, expected: String, found: String)
    /// A frame has the right hash, but its content is not what the catalog says.
    case unreadableFrame(file: String, frame: Int, records: Range<Int>, reason: String)
    /// A shard goes on after its last frame.
    case surplusBytes(file: String, bytes: Int)
    /// A finished shard's hash is not the one noted for it.
    case shardHash(file: String, expected: String, found: String)
    /// A shard that the catalog does not know.
    case unknownShard(file: String)
    /// The sums of a shard's row are not those of its frames.
    case shardSums(file: String, sum: String, expected: Int, found: Int)
    /// Frames do not follow each other.
    case frameOrder(kind: RecordKind, frame: Int, expected: Int, found: Int)
    /// The rows of a frame's records are not what the frame holds.
    case recordRows(kind: RecordKind, frame: Int, records: Range<Int>, reason: String)
    /// Rows of records that belong to no frame.
    case strayRows(kind: RecordKind, count: Int)
    /// Two accepted records have the same id.
    case repeatedRecord(id: String, first: Int, second: Int)
    /// A source record's entry in the ledger is not what was entered.
    case ledgerEntry(position: Int, reason: String)
    /// A stage's counts are not the sums of the ledger's.
    case stageSums(stage: String)
    /// A stage's records do not add up.
    case stageCounts(stage: String, created: Int, passed: Int, rejected: Int)
    /// The stages' counts are not the number of records.
    case recordCount(kind: RecordKind, records: Int, counted: Int)
    /// Bytes of the journal that are no remembered answers.
    case damagedJournal(reason: String)
    /// A remembered answer cannot be read back.
    case journalEntry(key: String, reason: String)
    /// A file of ours that nothing uses: what an interrupted replacement left.
    case leftover(file: String)
    /// A file that is not of ours.
    case foreignFile(file: String)
    /// A finished dataset has no card.
    case missingCard

    /// Whether records, answers or counts are affected; other problems are worth a remark only.
    public var isDamage: Bool {
        switch self {
        case .leftover, .foreignFile, .missingCard: false
        default: true
        }
    }

    /// A stable name: what is affected, and how.
    public var code: String {
        switch self {
        case .missingCatalog: "catalog.missing"
        case .damagedCatalog: "catalog.damaged"
        case .missingShard: "shard.missing"
        case .truncatedShard: "shard.truncated"
        case .corruptFrame: "frame.corrupt"
        case .unreadableFrame: "frame.unreadable"
        case .surplusBytes: "shard.surplus"
        case .shardHash: "shard.hash"
        case .unknownShard: "shard.unknown"
        case .shardSums: "catalog.shards"
        case .frameOrder: "catalog.frames"
        case .recordRows, .strayRows: "catalog.records"
        case .repeatedRecord: "records.repeated"
        case .ledgerEntry: "ledger.entry"
        case .stageSums: "counts.sums"
        case .stageCounts: "counts.stage"
        case .recordCount: "counts.records"
        case .damagedJournal: "journal.damaged"
        case .journalEntry: "journal.entry"
        case .leftover: "file.leftover"
        case .foreignFile: "file.foreign"
        case .missingCard: "card.missing"
        }
    }

    /// The file in the dataset's folder.
    public var file: String {
        switch self {
        case .missingShard(let file, _), .truncatedShard(let file, _, _, _, _),
            .corruptFrame(let file, _, _, _, _), .unreadableFrame(let file, _, _, _),
            .surplusBytes(let file, _), .shardHash(let file, _, _), .unknownShard(let file),
            .shardSums(let file, _, _, _), .leftover(let file), .foreignFile(let file):
            file
        case .damagedJournal, .journalEntry: DatasetFolder.journalName
        case .missingCard: "README.md"
        default: "catalog.sqlite"
        }
    }

    /// The sequence of records that has to be read anew from its shards to mend it.
    var kind: RecordKind? {
        switch self {
        case .frameOrder(let kind, _, _, _), .recordRows(let kind, _, _, _),
            .strayRows(let kind, _):
            kind
        case .missingShard, .truncatedShard, .corruptFrame, .unreadableFrame, .surplusBytes,
            .shardHash, .unknownShard, .shardSums:
            RecordKind.allCases.first { file.hasPrefix($0.filePrefix + "-") }
        default: nil
        }
    }
}

/// A problem in a dataset's folder, found by ``DatasetVerification``.
public enum DatasetProblem: Equatable, Sendable {
    /// There are shards, but no catalog.
    case missingCatalog(shards: Int)
    /// SQLite finds the catalog damaged.
    case damagedCatalog(reason: String)
    /// The catalog has no version, or lacks tables.
    case unusableCatalog(reason: String)
    /// Rows of a table of the catalog hold values of another type than their columns'.
    case unfitRows(table: String, rows: Int)
    /// A shard in the catalog has no file.
    case missingShard(file: String, records: Range<Int>)
    /// A shard's file ends before its last frame does.
    case truncatedShard(file: String, frame: Int, records: Range<Int>, bytes: Int, expected: Int)
    /// A frame's compressed bytes do not have the catalog's hash.
    case corruptFrame(
        file: String, frame: Int, records: Range<Int>, expected: String, found: String)
    /// A frame's compressed bytes are intact, but its content is not what the catalog says.
    case unreadableFrame(file: String, frame: Int, records: Range<Int>, reason: String)
    /// A shard's file has bytes after its last frame.
    case surplusBytes(file: String, bytes: Int)
    /// A finished shard's hash is not the catalog's.
    case shardHash(file: String, expected: String, found: String)
    /// A shard's file is not in the catalog.
    case unknownShard(file: String)
    /// A sum in a shard's row is not that of its frames.
    case shardSums(file: String, sum: String, expected: Int, found: Int)
    /// A frame does not begin at the record after the previous frame.
    case frameOrder(kind: RecordKind, frame: Int, expected: Int, found: Int)
    /// The rows of a frame's records differ from the frame's content.
    case recordRows(kind: RecordKind, frame: Int, records: Range<Int>, reason: String)
    /// There are rows of records that no frame holds.
    case strayRows(kind: RecordKind, count: Int)
    /// Two accepted records have the same id.
    case repeatedRecord(id: String, first: Int, second: Int)
    /// A ledger entry is missing, unreadable or not what its digest says.
    case ledgerEntry(position: Int, reason: String)
    /// A stage's counts are not the sums over the ledger.
    case stageSums(stage: String)
    /// A stage's created records are not its passed and rejected ones.
    case stageCounts(stage: String, created: Int, passed: Int, rejected: Int)
    /// The counted records differ from the records in the shards.
    case recordCount(kind: RecordKind, records: Int, counted: Int)
    /// The journal has bytes that are no entry, or cannot be read.
    case damagedJournal(reason: String)
    /// The value of a journal entry cannot be read back.
    case journalEntry(key: String, reason: String)
    /// The journal has no longer all answers that the records were made with.
    case forgottenAnswers(count: Int, isJournalMissing: Bool)
    /// A temporary file was left by an interrupted replacement.
    case leftover(file: String)
    /// A file does not belong to a dataset.
    case foreignFile(file: String)
    /// A finished dataset has no card.
    case missingCard

    /// Whether records, answers or counts are affected; other problems are warnings.
    public var isDamage: Bool {
        switch self {
        case .leftover, .foreignFile, .missingCard, .forgottenAnswers: false
        default: true
        }
    }

    /// A stable code: the part affected and the kind of problem.
    public var code: String {
        switch self {
        case .missingCatalog: "catalog.missing"
        case .damagedCatalog, .unusableCatalog: "catalog.damaged"
        case .unfitRows: "catalog.values"
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
        case .forgottenAnswers(_, let isMissing): isMissing ? "journal.missing" : "journal.answers"
        case .leftover: "file.leftover"
        case .foreignFile: "file.foreign"
        case .missingCard: "card.missing"
        }
    }

    /// The name of the affected file.
    public var file: String {
        switch self {
        case .missingShard(let file, _), .truncatedShard(let file, _, _, _, _),
            .corruptFrame(let file, _, _, _, _), .unreadableFrame(let file, _, _, _),
            .surplusBytes(let file, _), .shardHash(let file, _, _), .unknownShard(let file),
            .shardSums(let file, _, _, _), .leftover(let file), .foreignFile(let file):
            file
        case .damagedJournal, .journalEntry, .forgottenAnswers: DatasetFolder.journalName
        case .missingCard: "README.md"
        default: "catalog.sqlite"
        }
    }
}

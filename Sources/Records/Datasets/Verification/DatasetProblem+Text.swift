extension DatasetProblem: CustomStringConvertible {
    /// What was found, what was expected, and what to do.
    public var description: String {
        ([headline] + facts.map { "  " + $0 } + ["  help: " + remedy]).joined(separator: "\n")
    }

    /// The first line: the location and the problem.
    public var headline: String {
        switch self {
        case .missingCatalog: "\(file): missing"
        case .damagedCatalog: "\(file): the database is damaged"
        case .unusableCatalog: "\(file): the catalog cannot be used"
        case .unfitRows(let table, let rows):
            "\(file): \(rows.grouped) \(rows == 1 ? "row" : "rows") of the table '\(table)' "
                + "cannot be used"
        case .damagedJournal: "\(file): not all of it can be read"
        case .missingShard(_, let records): "\(file): missing (\(Self.span(records)))"
        case .truncatedShard(_, let frame, let records, _, _):
            "\(file): ends within frame \(frame) (\(Self.span(records)))"
        case .corruptFrame(_, let frame, let records, _, _):
            "\(file): frame \(frame) is corrupt (\(Self.span(records)))"
        case .unreadableFrame(_, let frame, let records, _):
            "\(file): frame \(frame) is not what the catalog says (\(Self.span(records)))"
        case .surplusBytes(_, let bytes):
            "\(file): \(bytes.grouped) bytes behind the last frame"
        case .shardHash: "\(file): the file is not the one that was finished"
        case .unknownShard: "\(file): a shard that the catalog does not know"
        case .shardSums(_, let sum, _, _):
            "\(file): the catalog's \(sum) of the shard are not those of its frames"
        case .frameOrder(let kind, let frame, _, _):
            "\(file): \(kind.rawValue) frame \(frame) does not follow the one before"
        case .recordRows(let kind, let frame, let records, _):
            "\(file): wrong rows for \(kind.rawValue) frame \(frame) (\(Self.span(records)))"
        case .strayRows(let kind, let count):
            "\(file): \(count.grouped) rows of \(kind.rawValue) records that no frame holds"
        case .repeatedRecord(let id, _, _): "\(file): the record '\(id)' is there twice"
        case .ledgerEntry(let position, _):
            "\(file): the ledger is damaged from source record \(position.grouped) on"
        case .stageSums(let stage):
            "\(file): the counts of stage '\(stage)' are not the sums of the ledger"
        case .stageCounts(let stage, _, _, _):
            "\(file): the counts of stage '\(stage)' do not add up"
        case .recordCount(let kind, _, _):
            "\(file): the stages count another number of \(kind.rawValue) records"
        case .journalEntry(let key, _): "\(file): the answer to call \(key) cannot be read back"
        case .forgottenAnswers(let count, let isMissing):
            isMissing
                ? "\(file): missing (\(Self.answers(count)))"
                : "\(file): \(Self.answers(count)) \(count == 1 ? "is" : "are") not in it any more"
        case .leftover: "\(file): left by a process that was stopped"
        case .foreignFile: "\(file): not a file of this dataset"
        case .missingCard: "\(file): the dataset's card is missing"
        }
    }

    /// The lines after the headline: found and expected.
    public var facts: [String] {
        switch self {
        case .missingCatalog(let shards): ["Found \(shards) shards, which it would describe."]
        case .damagedCatalog(let reason): ["SQLite says: \(reason)."]
        case .unusableCatalog(let reason): [reason + "."]
        case .unfitRows: ["A value has another type than its column, or is out of bounds."]
        case .truncatedShard(_, _, _, let bytes, let expected):
            ["It is \(bytes.grouped) bytes long, expected at least \(expected.grouped)."]
        case .corruptFrame(_, _, _, let expected, let found):
            ["Its bytes have the hash \(found), the catalog says \(expected)."]
        case .unreadableFrame(_, _, _, let reason), .recordRows(_, _, _, let reason),
            .ledgerEntry(_, let reason), .damagedJournal(let reason),
            .journalEntry(_, let reason):
            [reason + "."]
        case .shardHash(_, let expected, let found):
            ["Its hash is \(found), the catalog says \(expected)."]
        case .shardSums(_, _, let expected, let found):
            ["The row says \(found.grouped), the frames make \(expected.grouped)."]
        case .frameOrder(_, _, let expected, let found):
            ["It begins at record \(found.grouped), expected \(expected.grouped)."]
        case .repeatedRecord(_, let first, let second):
            ["At positions \(first.grouped) and \(second.grouped)."]
        case .stageCounts(_, let created, let passed, let rejected):
            ["Created \(created.grouped), passed \(passed.grouped), rejected \(rejected.grouped)."]
        case .forgottenAnswers:
            ["The records made with them are whole."]
        case .recordCount(_, let records, let counted):
            ["There are \(records.grouped), the counts say \(counted.grouped)."]
        default: []
        }
    }

    /// The next step for the user.
    public var remedy: String {
        switch self {
        case .unfitRows: "`--repair` leaves these rows out; `run` makes again what it can"
        case .missingCatalog, .damagedCatalog, .unusableCatalog:
            "`--repair` makes it anew from the shards; `run` then adds where records came from"
        case .missingShard, .truncatedShard, .corruptFrame, .unreadableFrame:
            "`--repair` keeps what lies before and lists what is lost; `run` makes that again"
        case .surplusBytes, .unknownShard, .shardHash, .shardSums, .frameOrder, .recordRows,
            .strayRows:
            "`--repair` makes the catalog's rows anew from the shards"
        case .repeatedRecord:
            "move the folder away and run again: no run writes this"
        case .ledgerEntry, .stageSums, .stageCounts, .recordCount:
            "`--repair` keeps the ledger up to there and counts anew; `run` enters the rest again"
        case .damagedJournal, .journalEntry:
            "`--repair` keeps every answer that can be read; `run` asks for the others again"
        case .forgottenAnswers:
            "bring the file back from a copy; without it, what `run` does not find in the cache it "
                + "asks for again"
        case .leftover: "`--repair` removes it"
        case .foreignFile: "move it elsewhere; nothing here needs it"
        case .missingCard: "`run` writes it again"
        }
    }

    private static func answers(_ count: Int) -> String {
        count == 1 ? "1 answer" : "\(count.grouped) answers"
    }

    private static func span(_ records: Range<Int>) -> String {
        switch records.count {
        case 0: "no records"
        case 1: "record \(records.lowerBound.grouped)"
        default: "records \(records.lowerBound.grouped)–\((records.upperBound - 1).grouped)"
        }
    }
}

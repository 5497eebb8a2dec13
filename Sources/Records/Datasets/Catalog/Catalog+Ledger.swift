import GRDB
import JSON

extension Catalog {
    /// The digests of the ledger's entries, in order.
    func ledgerDigests() throws(DatasetError) -> [UInt64] {
        try read { db in
            try String.fetchAll(db, sql: "SELECT digest FROM source_records ORDER BY position")
                .map { UInt64($0, radix: 16) ?? 0 }
        }
    }

    /// The number of lineage rows.
    func lineageCount() throws(DatasetError) -> Int {
        try read { db in
            try Int.fetchOne(db, sql: "SELECT COALESCE(MAX(position) + 1, 0) FROM lineage") ?? 0
        }
    }

    /// Inserts written frames and finished source records with lineage and counts, in one
    /// transaction.
    func add(
        _ frames: [WrittenFrame], _ entries: [EncodedLedgerEntry], firstRow: Int
    ) throws(DatasetError) {
        try write { db in
            try Self.add(frames, in: db)
            var insertions = try LedgerInsertions(db, firstRow: firstRow)
            for entry in entries { try insertions.insert(entry) }
            for count in entries.lazy.flatMap(\.stageCounts).summed { try Self.add(count, in: db) }
        }
    }

    /// Deletes the entries from `position` on with their lineage and counts, in one transaction;
    /// returns the number of lineage rows left.
    func removeLedger(from position: Int) throws(DatasetError) -> Int {
        try write { db in
            let removed = try Row.fetchAll(
                db,
                sql:
                    "SELECT firstRow, counts FROM source_records WHERE position >= ? ORDER BY position",
                arguments: [position]
            )
            let counts = try removed.flatMap { row in
                try JSON(parsing: row.value("counts") as String).array ?? []
            }
            for count in counts.map(StageCount.init(json:)).summed {
                // Subtracted rather than summed anew: the entries that stay may be millions.
                try Self.add(count.negated, in: db)
            }
            try db.execute(sql: "DELETE FROM rejections WHERE count = 0")
            try db.execute(sql: "DELETE FROM repairs WHERE count = 0")
            try db.execute(
                sql: "DELETE FROM stage_counts WHERE created = 0 AND passed = 0 AND rejected = 0"
            )
            let end: Int? = try removed.first?.value("firstRow")
            if let end {
                try db.execute(sql: "DELETE FROM lineage WHERE position >= ?", arguments: [end])
            }
            try db.execute(
                sql: "DELETE FROM source_records WHERE position >= ?", arguments: [position])
            return try end
                ?? Int.fetchOne(db, sql: "SELECT COALESCE(MAX(position) + 1, 0) FROM lineage") ?? 0
        }
    }

    static func add(_ count: StageCount, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO stage_counts VALUES (?, ?, ?, ?)
                ON CONFLICT (stage) DO UPDATE SET created = created + excluded.created,
                    passed = passed + excluded.passed, rejected = rejected + excluded.rejected
                """,
            arguments: [count.stage, count.created, count.passed, count.rejected]
        )
        try add(count.rejections, of: count.stage, to: "rejections", in: db)
        try add(count.repairs, of: count.stage, to: "repairs", in: db)
    }

    private static func add(
        _ numbers: [String: Int], of stage: String, to table: String, in db: Database
    ) throws {
        for (reason, number) in numbers {
            try db.execute(
                sql: """
                    INSERT INTO \(table) VALUES (?, ?, ?)
                    ON CONFLICT (stage, reason) DO UPDATE SET count = count + excluded.count
                    """,
                arguments: [stage, reason, number]
            )
        }
    }
}

extension Sequence<StageCount> {
    /// The counts summed by stage, in order of first appearance.
    var summed: [StageCount] {
        var sums: [StageCount] = []
        var indices: [String: Int] = [:]
        for count in self {
            guard let index = indices[count.stage] else {
                indices[count.stage] = sums.count
                sums.append(count)
                continue
            }
            sums[index].add(count)
        }
        return sums
    }
}

extension StageCount {
    /// Adds another count of the same stage. Counts in a damaged catalog may be of any size.
    fileprivate mutating func add(_ other: StageCount) {
        created = created.addingWithoutOverflow(other.created)
        passed = passed.addingWithoutOverflow(other.passed)
        rejected = rejected.addingWithoutOverflow(other.rejected)
        rejections.merge(other.rejections) { $0.addingWithoutOverflow($1) }
        repairs.merge(other.repairs) { $0.addingWithoutOverflow($1) }
    }

    fileprivate var negated: StageCount {
        StageCount(
            stage: stage,
            created: -created,
            passed: -passed,
            rejected: -rejected,
            rejections: rejections.mapValues { -$0 },
            repairs: repairs.mapValues { -$0 }
        )
    }
}

/// Prepared statements that insert source records with their lineage.
private struct LedgerInsertions {
    private var sourceRecord: Insertion
    private var line: Insertion
    /// The position of the next lineage row.
    private var next: Int

    init(_ db: Database, firstRow: Int) throws {
        sourceRecord = try Insertion(db, "INSERT INTO source_records VALUES (?, ?, ?, ?, ?, ?)")
        line = try Insertion(db, "INSERT INTO lineage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        next = firstRow
    }

    mutating func insert(_ entry: EncodedLedgerEntry) throws {
        // All columns are ranges of one buffer, bound without copies: each row is inserted while
        // the buffer's address is valid.
        try entry.bytes.withUnsafeBytes { bytes in
            func text(_ column: EncodedLedgerEntry.Column) -> UnsafeRawBufferPointer? {
                column.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
            }
            sourceRecord.add(entry.position)
            sourceRecord.add(staying: text(entry.stage))
            sourceRecord.add(staying: text(entry.id))
            sourceRecord.add(entry.digest.hexadecimal)
            sourceRecord.add(next)
            sourceRecord.add(staying: text(entry.counts))
            try sourceRecord.insert()
            for row in entry.rows {
                line.add(next)
                line.add(entry.position)
                line.add(staying: text(row.id))
                line.add(staying: text(row.parents))
                line.add(staying: text(row.stage))
                line.add(row.number)
                line.add(staying: text(row.call))
                line.add(staying: text(row.status))
                line.add(staying: text(row.reason))
                line.add(staying: text(row.fields))
                try line.insert()
                next += 1
            }
        }
    }
}

import GRDB
import JSON

extension DatasetReader {
    /// Returns the lineage rows of a record and all its ancestors, parents before children.
    ///
    /// The record may be accepted, rejected or intermediate; its own rows come last.
    ///
    /// - Parameters:
    ///   - id: The record's id, or a unique prefix of at least six characters.
    ///   - limit: Most records to look up; parents beyond that are left out.
    /// - Throws: ``DatasetError/unknownRecord(id:nearest:)``,
    ///   ``DatasetError/ambiguousRecord(prefix:matches:)``.
    public func ancestry(
        of id: String, limit: Int = .max
    ) throws(DatasetError) -> [LineageRow] {
        let id = try catalog.resolve(id, in: [.lineage])
        return try catalog.read { db in
            var walk = AncestryWalk(db: db, limit: limit)
            return try walk.rows(to: id)
        }
    }

    /// Returns the lineage rows of the source record at a ledger position, in insertion order.
    public func lineage(ofSourceRecord position: Int) throws(DatasetError) -> [LineageRow] {
        try catalog.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM lineage WHERE sourceRecord = ? ORDER BY position",
                arguments: [position]
            ).map(LineageRow.init(row:))
        }
    }

    /// Returns the ids of the source records in the ledger, in canonical order.
    public func sourceIDs() throws(DatasetError) -> [String] {
        try catalog.read {
            try String.fetchAll($0, sql: "SELECT id FROM source_records ORDER BY position")
        }
    }

    /// Returns what each stage created, passed and rejected, in document order.
    ///
    /// Stages that the description does not name come last.
    public func funnel() throws(DatasetError) -> [StageCount] {
        let order = description.stages
        let counts = try catalog.read { db in
            let reasons = try Row.fetchAll(db, sql: "SELECT * FROM rejections")
            let repairs = try Row.fetchAll(db, sql: "SELECT * FROM repairs")
            return try Row.fetchAll(db, sql: "SELECT * FROM stage_counts ORDER BY stage").map {
                row in
                let stage: String = try row.value("stage")
                func own(_ rows: [Row]) throws -> [String: Int] {
                    let own = try rows.filter { try $0.value("stage") == stage }
                        .map { (try $0.value("reason") as String, try $0.value("count") as Int) }
                    return Dictionary(own, uniquingKeysWith: { $0.addingWithoutOverflow($1) })
                }
                return StageCount(
                    stage: stage,
                    created: try row.value("created"),
                    passed: try row.value("passed"),
                    rejected: try row.value("rejected"),
                    rejections: try own(reasons),
                    repairs: try own(repairs)
                )
            }
        }
        let known = order.compactMap { name in counts.first { $0.stage == name } }
        return known + counts.filter { !order.contains($0.stage) }
    }
}

/// Walks depth first from a record to its sources.
///
/// Without recursion, because a hostile catalog may hold a cycle or a very long chain.
private struct AncestryWalk {
    let db: Database
    let limit: Int

    mutating func rows(to id: String) throws -> [LineageRow] {
        var found: [LineageRow] = []
        var visited: Set<String> = [id]
        var path = [try visit(id)]
        while var top = path.popLast() {
            guard let parent = top.parents.popLast() else {
                found.append(contentsOf: top.rows)
                continue
            }
            path.append(top)
            // `visited` also ends cycles: a record is entered once.
            guard visited.count < limit else { continue }
            if visited.insert(parent).inserted { path.append(try visit(parent)) }
        }
        return found
    }

    /// Returns a record's rows, and its parents in reverse, since they are taken from the end.
    private func visit(_ id: String) throws -> (rows: [LineageRow], parents: [String]) {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM lineage WHERE id = ? ORDER BY position",
            arguments: [id]
        ).map(LineageRow.init(row:))
        return (rows, rows.flatMap(\.parents).reversed())
    }
}

extension LineageRow {
    init(row: Row) throws {
        let parents = try JSON(parsing: row.value("parents") as String).array ?? []
        self.init(
            id: try row.value("id"),
            parents: parents.compactMap(\.string),
            stage: try row.value("stage"),
            number: try row.value("number"),
            call: try row.value("call"),
            status: Status(rawValue: try row.value("status")) ?? .rejected,
            reason: try row.value("reason"),
            fields: try JSON(parsing: row.value("fields") as String).object ?? [:]
        )
    }
}

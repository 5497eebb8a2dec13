import GRDB

extension Catalog {
    /// The tables in which an id is looked up.
    enum Scope: String { case records, lineage }

    private static let shortestPrefix = 6

    /// Returns the full id for `text`, which is an id or the beginning of exactly one.
    func resolve(_ text: String, in scopes: [Scope]) throws(DatasetError) -> String {
        try read { db in
            if try Self.ids(db, equal: text, scopes) { return text }
            let matches = try Self.ids(db, startingWith: text, limit: 4, scopes)
            // A shorter beginning may match a single id by accident, so it only makes a suggestion.
            let isLong = text.utf8.count >= Self.shortestPrefix
            if isLong, matches.count == 1 { return matches[0] }
            if isLong, matches.count > 1 {
                throw DatasetError.ambiguousRecord(prefix: text, matches: Array(matches.prefix(3)))
            }
            throw DatasetError.unknownRecord(
                id: text,
                nearest: try Self.nearest(to: text, db, scopes)
            )
        }
    }

    /// Up to three ids that share the longest beginning with `text`.
    private static func nearest(
        to text: String,
        _ db: Database,
        _ scopes: [Scope]
    ) throws -> [String] {
        var beginning = Substring(text)
        while !beginning.isEmpty {
            let matches = try ids(db, startingWith: String(beginning), limit: 3, scopes)
            if !matches.isEmpty { return matches }
            beginning = beginning.dropLast(1)
        }
        return []
    }

    private static func ids(_ db: Database, equal id: String, _ scopes: [Scope]) throws -> Bool {
        try scopes.contains { scope in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM \(scope.rawValue) WHERE id = ?)",
                arguments: [id]
            ) ?? false
        }
    }

    private static func ids(
        _ db: Database,
        startingWith prefix: String,
        limit: Int,
        _ scopes: [Scope]
    ) throws -> [String] {
        // U+10FFFF is the last scalar in UTF-8 byte order, so this range holds the ids that begin
        // with `prefix`, and unlike LIKE it can use the index.
        let found = try scopes.flatMap { scope in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT id FROM \(scope.rawValue)
                    WHERE id >= ? AND id < ? ORDER BY id LIMIT ?
                    """,
                arguments: [prefix, prefix + "\u{10FFFF}", limit]
            )
        }
        return Array(Set(found).sorted().prefix(limit))
    }
}

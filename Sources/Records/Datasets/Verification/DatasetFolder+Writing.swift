import Foundation
import GRDB

extension DatasetFolder {
    /// Throws unless a run may write here: the catalog must describe what the folder holds.
    ///
    /// A run cuts off what the catalog does not describe, as what a crash left. With a catalog that
    /// is gone, empty or damaged that would be everything.
    func requireSoundCatalog() throws(DatasetError) {
        let shards = shardNames
        guard FileManager.default.fileExists(atPath: catalog.path) else {
            guard shards.isEmpty else { throw .notADataset(folder: path, found: shards) }
            return
        }
        if let reason = try DatabaseCheck.damage(of: catalog, isQuick: true) {
            throw .damagedDatabase(path: catalog.path, reason: reason)
        }
        guard try !DatabaseCheck.isEmpty(catalog) else {
            guard shards.isEmpty else { throw .emptyCatalog(folder: path, shards: shards.count) }
            return
        }
        // Without shards there is nothing to lose: whose database it is, is told when it is opened
        // for writing.
        let isOurs = try DatabaseCheck.hasTable("meta", self.catalog)
        guard isOurs || !shards.isEmpty else { return }
        let catalog = try Catalog.open(at: catalog)
        if let (table, rows) = try catalog.unfitRows().first {
            let problem = DatasetProblem.unfitRows(table: table, rows: rows)
            throw .damagedCatalog(path: catalog.path, reason: problem.problem)
        }
        // A run enters what it makes before its first frame, so shards without a run are not ours.
        let (meta, hasFrames) = (try catalog.meta(), try catalog.hasFrames())
        guard shards.isEmpty || meta["pipeline"] != nil || hasFrames else {
            throw .emptyCatalog(folder: path, shards: shards.count)
        }
    }

    /// Throws if the catalog is not sound, or not that of the shards.
    func requireSoundContent() throws(DatasetError) {
        let problems = try DatasetVerification.ofCatalog(in: self).problems
        guard let first = problems.first(where: \.isDamage) else { return }
        throw .damagedCatalog(path: catalog.path, reason: first.problem)
    }
}

extension Catalog {
    /// Whether the catalog describes any frame.
    func hasFrames() throws(DatasetError) -> Bool {
        try read { try Int.fetchOne($0, sql: "SELECT 1 FROM frames LIMIT 1") != nil }
    }
}

extension DatasetProblem {
    /// The headline and the facts in one line, without the name of the file.
    fileprivate var problem: String {
        let sentences = [headline.replacing("catalog.sqlite: ", with: "")] + facts
        return sentences.joined(separator: ". ").trimmingSuffix(".")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        last == suffix ? String(dropLast()) : self
    }
}

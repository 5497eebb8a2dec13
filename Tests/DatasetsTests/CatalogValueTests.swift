import Foundation
import GRDB
import Hashing
import JSON
import TestSupport
import Testing

@testable import Datasets

/// Any value may lie in any column of a file that was damaged or changed by hand.
@Suite struct `Values of a catalog` {
    private let folder: TemporaryFolder

    /// A complete dataset with rows in every table.
    init() throws {
        folder = try TemporaryFolder()
        let interval = RunEstimate.Interval(expected: 12, low: 10, high: 14)
        try EstimateStore.write(
            RunEstimate(
                target: 45, pilotSources: 3, pilotAccepted: 2, sources: interval,
                accepted: interval, tokens: interval, seconds: interval,
                stages: [.init(name: "answers", records: interval, tokens: interval)]),
            in: folder.url)
        try write()
    }

    private func write() throws {
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<60)
        var snapshot = RunSnapshot()
        snapshot.stages = [.init(name: "answers", type: "map")]
        try writer.note(snapshot)
        try writer.recordPerformance(["seconds": 2.5, "generator.outputTokens": 120])
        try writer.finish { try DatasetCard(license: "apache-2.0").text(for: $0) }
    }

    private static let values: [DatabaseValue] = [
        "x".databaseValue, "".databaseValue, "[".databaseValue, "9".databaseValue,
        Data([0xFF, 0xFE]).databaseValue, Data().databaseValue, Int64.max.databaseValue,
        Int64.min.databaseValue, (1 << 62).databaseValue, (-1).databaseValue, 0.databaseValue,
        1_000_000.databaseValue, 1.5.databaseValue, 1e308.databaseValue, (-1e308).databaseValue,
        .null,
    ]

    /// Puts a value into a column of a row, all drawn at random; returns what was done, or nil if
    /// SQLite refused.
    private func change(_ random: inout SplitMix64) throws -> String? {
        let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
        defer { try? database.close() }
        let table = Catalog.tables[random.integer(below: Catalog.tables.count)]
        let value = Self.values[random.integer(below: Self.values.count)]
        return try database.write { db in
            let columns = try Catalog.Columns(of: table, in: db).columns
            let column = columns[random.integer(below: columns.count)].name
            // The other facts say whose dataset it is, which no repair can know better.
            let rows = table == "meta" ? "meta WHERE key IN ('complete', 'layout')" : table
            let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(rows)") ?? 0
            guard count > 0 else { return nil }
            let row = random.integer(below: count)
            let key = try db.primaryKey(table).columns.joined(separator: ", ")
            let change = """
                UPDATE \(table) SET \(column) = ? WHERE (\(key)) IN
                    (SELECT \(key) FROM \(rows) LIMIT 1 OFFSET \(row))
                """
            do { try db.execute(sql: change, arguments: [value]) } catch { return nil }
            return "\(table), row \(row): \(column) = \(value)"
        }
    }

    /// Does with the folder what every reading command does.
    private func read() {
        _ = try? DatasetSurvey(of: folder.url)
        guard let reader = try? DatasetReader(folder: folder.url) else { return }
        for kind in RecordKind.allCases {
            _ = try? reader.count(kind)
            _ = try? reader.records(kind).all()
            for position in 0..<45 { _ = try? reader.record(at: position, kind) }
        }
        for number in 0..<60 {
            _ = try? reader.lineage(ofSourceRecord: number)
            _ = try? reader.ancestry(of: ledgerEntry(number).lineage[1].id)
            _ = try? reader.record(id: ledgerEntry(number).lineage[1].id)
        }
        _ = try? reader.sourceIDs()
        _ = try? DatasetStatistics(reader)
        _ = try? DatasetCard(license: "mit").text(for: reader)
    }

    @Test(arguments: [
        0, 16, 17, 18, 19, 20, 21, 24, 28, 32, 36, 40, 44, 47, 52, 56, 59, 64, 92, 99,
    ])
    func `a damaged byte of the file's header is found, or harms nothing`(index: Int) throws {
        let bytes = try files(folder.url)
        let catalog = folder.appending(path: "catalog.sqlite")
        var content = try Data(contentsOf: catalog)
        content[index] ^= 1 << (index % 8)
        try content.write(to: catalog)
        read()
        let found = try DatasetVerification(verifying: folder.url)
        if found.isIntact {
            try write()
        } else {
            _ = thrown { try write() }
            let repair = try DatasetRepair(repairing: folder.url)
            #expect(repair.remaining.filter(\.isDamage).isEmpty, "\(repair.remaining)")
            try write()
        }
        #expect(try files(folder.url) == bytes)
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
    }

    @Test(arguments: 0..<48)
    func `may be any: no command crashes, and a repair and a run bring everything back`(
        seed: UInt64
    ) throws {
        let bytes = try files(folder.url)
        var random = SplitMix64(seed: seed)
        var changes: [String] = []
        for _ in 0..<6 { if let done = try change(&random) { changes.append(done) } }
        read()
        do throws(DatasetError) {
            let found = try DatasetVerification(verifying: folder.url)
            // A run either makes good what is damaged or says that it cannot.
            let error = thrown { try write() }
            if !found.isIntact, error == nil {
                #expect(try DatasetVerification(verifying: folder.url).isIntact, "\(changes)")
            }
            let repair = try DatasetRepair(repairing: folder.url)
            #expect(repair.remaining.filter(\.isDamage).isEmpty, "\(changes) \(repair.remaining)")
        } catch {
            // A version that is a number is that of another program.
            guard case .otherSchema = error else { throw error }
            return
        }
        try write()
        #expect(try files(folder.url) == bytes, "\(changes)")
        #expect(try DatasetVerification(verifying: folder.url).isIntact, "\(changes)")
    }
}

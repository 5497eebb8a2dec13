import Dataflow
import Datasets
import Foundation
import JSON

extension StageKind {
    static let read = StageKind(
        name: "read",
        summary: "Reads records from a file or a dataset folder, or gives those written here.",
        keys: [
            .optional("dataset", .file, "A .jsonl, .json or .jsonl.zst file, or a dataset folder."),
            .optional(
                "records", .list(.named(.any)), "Records written here, instead of a dataset."),
            .optional(
                "shuffle", .truth, default: false, "Read in random order, by the run's seed."),
            .optional("limit", .integer(1...Int.max), "Read no more than this many."),
            .optional(
                "weight", .integer(1...1_000_000), default: 1,
                "How many records to take while a source of weight 1 gives one."),
            .optional(
                "attach", .named(.file),
                "Fields to add, each holding a record drawn at random from a dataset."),
        ],
        takesInput: false
    ) { preparation in
        guard let source = RecordSource(&preparation) else { return nil }
        return PreparedStage(
            work: .source(source), fields: source.fields, ingredients: source.ingredients)
    }
}

/// Reads records, in file order or shuffled, with others attached.
private struct RecordSource: SourceStage {
    let weight: Int
    private let dataset: URL?
    private let records: [JSONObject]
    private let isShuffled: Bool
    private let limit: Int
    private let attachments: [(field: String, records: [JSONObject])]
    let fields: FieldSet
    let ingredients: [String]

    /// How many records are looked at to learn what fields a dataset has.
    private static let sampleSize = 100

    init?(_ preparation: inout StagePreparation) {
        weight = preparation.values["weight"]?.integer ?? 1
        isShuffled = preparation.values["shuffle"]?.bool ?? false
        limit = preparation.values["limit"]?.integer ?? .max
        records = preparation.values["records"]?.array?.compactMap(\.object) ?? []
        dataset = preparation.url("dataset")
        guard (dataset == nil) != (preparation.values["records"] == nil) else {
            preparation.report(
                "read.source", "needs either \"dataset\" or \"records\"",
                help: "add \"dataset\": the path of a .jsonl file")
            return nil
        }
        var attachments: [(String, [JSONObject])] = []
        for (field, path) in preparation.values["attach"]?.object?.pairs.map({ $0 }) ?? [] {
            let url = preparation.declaration.source.resolve(path.string ?? "")
            guard let read = Self.load(url, key: "attach", &preparation) else { return nil }
            attachments.append((field, read))
        }
        self.attachments = attachments
        var names = Set(attachments.map(\.0))
        if let dataset {
            do {
                let reader = try RecordReader(url: dataset)
                for _ in 0..<Self.sampleSize {
                    guard let record = try reader.next() else { break }
                    names.formUnion(record.keys)
                }
            } catch {
                preparation.report("read.unreadable", key: "dataset", "\(error)")
                return nil
            }
        } else {
            for record in records { names.formUnion(record.keys) }
        }
        fields = FieldSet(names)
        ingredients = attachments.flatMap { $0.1.map { JSON.object($0).text } }
    }

    private static func load(
        _ url: URL, key: String, _ preparation: inout StagePreparation
    ) -> [JSONObject]? {
        do {
            let records = try readAll(url)
            guard records.isEmpty else { return records }
            preparation.report("read.empty", key: key, "'\(url.lastPathComponent)' has no records")
        } catch {
            preparation.report("read.unreadable", key: key, "\(error)")
        }
        return nil
    }

    private static func readAll(_ url: URL) throws -> [JSONObject] {
        let reader = try RecordReader(url: url)
        var records: [JSONObject] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    func makeCursor(seed: UInt64) throws -> any SourceCursor {
        let reader = try dataset.map { try RecordReader(url: $0) }
        var listed = records
        var stream = SeededStream(seed: seed)
        if isShuffled {
            if let dataset { listed = try Self.readAll(dataset) }
            listed = stream.shuffled(listed)
        }
        return Cursor(
            reader: isShuffled ? nil : reader, listed: listed, limit: limit,
            attachments: attachments, stream: stream)
    }

    private final class Cursor: SourceCursor {
        private let reader: RecordReader?
        private let listed: [JSONObject]
        private let limit: Int
        private let attachments: [(field: String, records: [JSONObject])]
        private var stream: SeededStream
        private var taken = 0

        init(
            reader: RecordReader?, listed: [JSONObject], limit: Int,
            attachments: [(field: String, records: [JSONObject])], stream: SeededStream
        ) {
            self.reader = reader
            self.listed = listed
            self.limit = limit
            self.attachments = attachments
            self.stream = stream
        }

        func next() throws -> JSONObject? {
            guard taken < limit, var record = try read() else { return nil }
            taken += 1
            for (field, records) in attachments {
                record[field] = .object(records[stream.integer(below: records.count)])
            }
            return record
        }

        private func read() throws -> JSONObject? {
            if let reader { return try reader.next() }
            return taken < listed.count ? listed[taken] : nil
        }
    }
}

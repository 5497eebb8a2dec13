import Dataflow
import Datasets
import Foundation
import Hashing
import JSON

extension StageKind {
    static let read = StageKind(
        name: "read",
        summary: "Reads records from files or a dataset folder, or gives those written here.",
        settings: RecordSource.settings,
        takesInput: false
    ) { preparation in
        guard let source = RecordSource(&preparation) else { return nil }
        return PreparedStage(
            work: .source(source), fields: source.fields, ingredients: source.ingredients)
    }
}

/// Reads records, in file order or shuffled, with records of other datasets attached.
private struct RecordSource: SourceStage {
    private static let dataset = Setting.optional(
        "dataset", .files,
        "Files ending in .jsonl, .json, .csv, .tsv or .parquet, each also with .gz or .zst: a path, "
            + "one with * or ?, or a list; or a dataset folder.")
    private static let part = Setting.optional(
        "part", .text, "Of a dataset folder with parts, read this one only, such as \"train\".")
    private static let delimiter = Setting.optional(
        "delimiter", .text,
        "The character between the values of a table, such as \";\", \"|\" or \"\\t\"; the comma of .csv "
            + "and the tab of .tsv, if not given.")
    private static let records = Setting.optional(
        "records", .list(.anyObject), "Records written here, instead of a dataset.")
    private static let format = Setting.optional(
        "format", .choice(of: ["auto"] + RowFormat.allCases.map(\.rawValue)),
        "The form of the rows, to be turned into prompts, answers and what is known of them; "
            + "\"auto\" tells it by the names of the fields. Rows stay as they are, if not given.")
    private static let shuffle = Setting(
        "shuffle", .bool, default: false, "Read in random order, by the run's seed.")
    private static let limit = Setting.optional(
        "limit", .integer(1...), "Read no more than this many.")
    private static let weight = Setting(
        "weight", .integer(1...1_000_000), default: 1,
        "How many records to take while a source of weight 1 gives one.")
    private static let attach = Setting.optional(
        "attach", .named(.file),
        "Fields to add, each holding a record drawn at random from a dataset.")
    static let settings: [any StageSetting] = [
        dataset, part, delimiter, records, format, shuffle, limit, weight, attach,
    ]

    let weight: Int
    private let dataset: [URL]
    private let part: String?
    private let delimiter: UInt8?
    private let names: WrittenPaths
    private let records: [SourceRow]
    private let format: RowFormat?
    private let isShuffled: Bool
    private let limit: Int
    private let attachments: [(field: String, records: [JSONObject])]
    let fields: FieldSet
    let ingredients: [String]

    /// Rows read to find the fields of a dataset.
    private static let sampleSize = 100

    init?(_ preparation: inout StagePreparation) {
        weight = preparation[Self.weight]
        isShuffled = preparation[Self.shuffle]
        limit = preparation[Self.limit] ?? .max
        part = preparation[Self.part]
        let listed = preparation[Self.records] ?? []
        records = Self.rows(listed, in: preparation.declaration)
        guard preparation.gives(Self.dataset) != preparation.gives(Self.records)
        else {
            preparation.report(
                "read.source", "needs either \"dataset\" or \"records\"",
                help: "add \"dataset\": the path of a .jsonl file")
            return nil
        }
        if part != nil, preparation.gives(Self.records) {
            preparation.report(
                "read.part", at: Self.part,
                "\"part\" is about a dataset folder, and \"records\" has no parts",
                help: "remove it, or read a folder with \"dataset\"")
        }
        var attachments: [(String, [JSONObject])] = []
        for (field, path) in preparation[Self.attach] ?? [] {
            let url = preparation.declaration.source.resolve(path)
            guard let read = Self.load(url, &preparation) else { return nil }
            attachments.append((field, read))
        }
        self.attachments = attachments
        let given = preparation.urls(Self.dataset)
        names = WrittenPaths(zip(preparation[Self.dataset] ?? [], given))
        do {
            dataset = try given.flatMap(RecordPaths.matching)
        } catch {
            preparation.report("read.unreadable", at: Self.dataset, "\(error)")
            return nil
        }
        delimiter = Self.delimiter(of: dataset, &preparation)
        guard preparation.isSound,
            let sample = Self.sample(dataset, delimiter, else: listed, &preparation)
        else { return nil }
        format = Self.format(of: sample.rows, &preparation)
        guard preparation.isSound else { return nil }
        let known =
            format?.fields ?? sample.rows.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        var fields = FieldSet(known, isSampled: format == nil && !sample.isWhole)
        if format != nil { fields = fields.adding("messages", .conversation) }
        self.fields = fields.adding(attachments.map(\.0))
        ingredients = attachments.flatMap { $0.1.map { JSON.object($0).text } }
    }

    /// Returns the byte of `"delimiter"`; reports one that cannot be it, or that nothing needs.
    private static func delimiter(
        of dataset: [URL], _ preparation: inout StagePreparation
    ) -> UInt8? {
        guard let given = preparation[Self.delimiter] else { return nil }
        let bytes = Array(given.utf8)
        guard bytes.count == 1, bytes[0] < 0x80, !"\"\r\n".utf8.contains(bytes[0]) else {
            preparation.report(
                "read.delimiter", at: Self.delimiter,
                "\"delimiter\" must be one ASCII character, not a quote or a line end, found "
                    + JSON.string(given).text,
                help: "write \";\", \"|\", or \"\\t\" for a tab")
            return nil
        }
        // What is in a folder is known only when it is read.
        guard dataset.contains(where: { RecordPaths.isTable($0) || isFolder($0) }) else {
            preparation.report(
                "read.delimiter", at: Self.delimiter,
                "\"delimiter\" is about tables, and no file that is read is one",
                help: "remove it; tables end in .csv or .tsv")
            return nil
        }
        return bytes[0]
    }

    private static func isFolder(_ url: URL) -> Bool {
        (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
    }

    /// Reports that files have no rows.
    private static func reportEmpty(
        _ dataset: [URL], _ preparation: inout StagePreparation
    ) {
        let names = (preparation[Self.dataset] ?? []).joined(separator: "', '")
        let isTable = dataset.allSatisfy(RecordPaths.isTable)
        preparation.report(
            "read.empty", at: Self.dataset,
            "'\(names)' \(dataset.count == 1 ? "has" : "have") no rows",
            details: isTable
                ? ["The first line of a table names the fields; rows come below it."] : [],
            help: "put records there, or name another file")
    }

    /// Returns the first rows, and whether there are no more; reports unreadable ones and returns
    /// nil.
    private static func sample(
        _ dataset: [URL], _ delimiter: UInt8?, else records: [JSONObject],
        _ preparation: inout StagePreparation
    ) -> (rows: [JSONObject], isWhole: Bool)? {
        guard !dataset.isEmpty else { return (records, true) }
        do {
            let reader = try RecordReader(
                urls: dataset, part: preparation[Self.part], delimiter: delimiter)
            var sample: [JSONObject] = []
            var isWhole = false
            var firstFault: (any Error)?
            for _ in 0..<sampleSize {
                do {
                    guard let row = try reader.next() else {
                        isWhole = true
                        break
                    }
                    sample.append(row)
                } catch {
                    guard reader.canGoOn else { throw error }
                    firstFault = firstFault ?? error
                }
            }
            // A file without a row that can be read is more likely to be of another form.
            if let firstFault, sample.isEmpty { throw firstFault }
            guard !sample.isEmpty else {
                reportEmpty(dataset, &preparation)
                return nil
            }
            return (sample, isWhole || isAtEnd(reader))
        } catch {
            preparation.report("read.unreadable", at: Self.dataset, "\(error)")
            return nil
        }
    }

    /// Whether a reader has no further row. One that cannot be read is found by the run.
    private static func isAtEnd(_ reader: RecordReader) -> Bool {
        do { return try reader.next() == nil } catch { return false }
    }

    /// Returns the rows' form if one is asked for; reports an ambiguous or unknown one.
    private static func format(
        of sample: [JSONObject], _ preparation: inout StagePreparation
    ) -> RowFormat? {
        guard let name = preparation[Self.format] else { return nil }
        if let format = RowFormat(rawValue: name) { return format }
        let candidates = RowFormat.candidates(for: sample)
        if candidates.count == 1 { return candidates[0] }
        let names = sample.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        let possible = candidates.isEmpty ? RowFormat.allCases : candidates
        preparation.report(
            "read.format", at: Self.format,
            candidates.isEmpty
                ? "the rows have none of the known forms" : "the rows may have several forms",
            details: ["Fields: " + names.sorted().joined(separator: ", ") + "."],
            help: "say which: " + possible.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                + (candidates.isEmpty ? ", or leave \"format\" out" : ""))
        return nil
    }

    private static func load(
        _ url: URL, _ preparation: inout StagePreparation
    ) -> [JSONObject]? {
        do {
            let records = try readAll([url])
            guard records.isEmpty else { return records }
            preparation.report(
                "read.empty", at: Self.attach, "'\(url.lastPathComponent)' has no records")
        } catch {
            preparation.report("read.unreadable", at: Self.attach, "\(error)")
        }
        return nil
    }

    private static func readAll(_ urls: [URL]) throws -> [JSONObject] {
        let reader = try RecordReader(urls: urls)
        var records: [JSONObject] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// Returns the records that the document lists, each at its line there.
    private static func rows(
        _ records: [JSONObject], in declaration: StageDeclaration
    ) -> [SourceRow] {
        let document = declaration.source
        return records.enumerated().map { index, record in
            let pointer = "\(declaration.pointer)/\(Self.records.name)/\(index)"
            let location = document.line(of: pointer).map { line in
                RowLocation(file: document.url.lastPathComponent, number: line, unit: .line)
            }
            return SourceRow(record, location: location)
        }
    }

    func makeCursor(seed: UInt64) throws -> any SourceCursor {
        var listed = records
        var stream = SplitMix64(seed: seed)
        if isShuffled {
            if !dataset.isEmpty {
                let rows = try RowReader(dataset, names, part: part, delimiter: delimiter)
                while let row = try rows.next() { listed.append(row) }
            }
            listed = stream.shuffled(listed)
        }
        let isRead = !isShuffled && !dataset.isEmpty
        return Cursor(
            reader: isRead ? try RowReader(dataset, names, part: part, delimiter: delimiter) : nil,
            listed: listed, limit: limit, format: format, attachments: attachments, stream: stream)
    }

    private final class Cursor: SourceCursor {
        private let reader: RowReader?
        private let listed: [SourceRow]
        private let limit: Int
        private let format: RowFormat?
        private let attachments: [(field: String, records: [JSONObject])]
        private var stream: SplitMix64
        private var taken = 0

        init(
            reader: RowReader?, listed: [SourceRow], limit: Int, format: RowFormat?,
            attachments: [(field: String, records: [JSONObject])], stream: SplitMix64
        ) {
            self.reader = reader
            self.listed = listed
            self.limit = limit
            self.format = format
            self.attachments = attachments
            self.stream = stream
        }

        /// Returns the next row as a record; a row without the form is returned with a rejection.
        func next() throws -> SourceRow? {
            guard taken < limit, let row = try read() else { return nil }
            taken += 1
            guard row.rejection == nil else { return row }
            var record = row.fields
            do throws(RowFormat.Misfit) {
                if let format { record = try format.record(of: record) }
            } catch {
                return SourceRow(
                    row.fields, rejection: Rejection(error.reason, detail: .string(error.detail)),
                    location: row.location)
            }
            for (field, records) in attachments {
                record[field] = .object(records[stream.integer(below: records.count)])
            }
            return SourceRow(record, location: row.location)
        }

        private func read() throws -> SourceRow? {
            if let reader { return try reader.next() }
            return taken < listed.count ? listed[taken] : nil
        }
    }
}

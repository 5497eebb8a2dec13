import Formatting

/// Why records could not be written, read or found.
public enum DatasetError: Error, Equatable, Sendable {
    /// A file or folder cannot be written by this user.
    case notWritable(path: String, reason: String)
    /// The file system has no room left.
    case diskFull(path: String)
    /// The system refused an operation on a file.
    case fileSystem(path: String, operation: String, reason: String)
    /// No file or folder exists at the path.
    case missing(path: String)
    /// A pipe, a device or a socket is where a file is to be read.
    case notAFile(path: String, kind: String)
    /// An output would take the place of a dataset's own file.
    case ownFile(path: String, folder: String)
    /// The file system has no locks, by which two runs in one folder are told apart.
    case cannotLock(path: String, reason: String)
    /// Another process is writing the dataset.
    case locked(folder: String)
    /// A folder holds shards without a catalog, or no file of a dataset.
    case notADataset(folder: String, found: [String])
    /// A folder holds the dataset of another document.
    case otherDocument(folder: String, found: String, expected: String, records: Int)
    /// A file that is not the dataset's has the name of a shard that a run would write.
    case foreignShard(path: String)
    /// A folder's `catalog.sqlite` is a database of another program.
    case foreignDatabase(path: String)
    /// No record of a dataset can be exported; the counts are of those left out, by reason, and of
    /// those for which a condition does not hold.
    case nothingToExport(path: String, leftOut: [String: Int], unselected: Int = 0)
    /// The parts of a dataset cannot all be written to standard output.
    case partsToStandardOutput(parts: [String])
    /// A dataset or file has no part of that name.
    case unknownPart(path: String, part: String, parts: [String])
    /// A file that a command would write is there already.
    case outputExists(path: String)
    /// A dataset is to be given away whose run has not ended.
    case unfinishedDataset(folder: String, state: String)
    /// A folder that a command would make holds files already.
    case folderInUse(path: String, found: [String])
    /// A file's format cannot be told from its name.
    case unsupportedFile(path: String)
    /// SQLite finds a database file damaged, or not a database.
    case damagedDatabase(path: String, reason: String)
    /// A database is sound for SQLite, but its values are not those of a catalog.
    case damagedCatalog(path: String, reason: String)
    /// There are shards, and a catalog that describes none.
    case emptyCatalog(folder: String, shards: Int)
    /// A run has made the folder, and was stopped before it made anything else.
    case nothingYet(folder: String)
    /// SQLite refused a statement.
    case database(path: String, reason: String)
    /// A database was made by another version of this program.
    case otherSchema(path: String, found: String, expected: String)
    /// A frame's checksum differs from the one in the catalog.
    case corruptShard(path: String, intactRecords: Int, expected: String, found: String)
    /// A compressed file ends in the middle of a frame.
    case truncated(path: String, intactRecords: Int)
    /// A compressed file holds bytes that its codec cannot decompress.
    case corruptCompression(
        path: String, intactRecords: Int, reason: String, codec: String = "zstd")
    /// A line is not a JSON object.
    case malformedRecord(path: String, line: Int, problem: String)
    /// A row of a table is not a record; row 0 is the header.
    case malformedRow(path: String, row: Int, line: Int?, column: String?, problem: String)
    /// A file does not have the format that its name says, or uses an unsupported feature of it.
    case malformedFile(path: String, problem: String, help: String?)
    /// A pattern such as `data/*.parquet` matches no file.
    case nothingMatches(pattern: String)
    /// A folder holds files of several formats, so which to read is unclear.
    case mixedFolder(path: String, found: [String])
    /// A line is longer than the reader's limit.
    case recordTooLong(path: String, line: Int, limitInBytes: Int)
    /// A record to be written has no `"id"`.
    case recordWithoutID(position: Int)
    /// A ledger entry came out of canonical order.
    case sourceRecordOutOfOrder(expected: Int, found: Int)
    /// No record has the id.
    case unknownRecord(id: String, nearest: [String])
    /// The ids of several records begin with the given text.
    case ambiguousRecord(prefix: String, matches: [String])
    /// A file does not begin as a journal does.
    case notAJournal(path: String)
    /// A model call in the journal cannot be read back.
    case corruptJournal(path: String, key: String, reason: String)
    /// A journal key is not written in hexadecimal.
    case notHexadecimal(key: String)
    /// libzstd refused to compress.
    case compressionFailed(reason: String)
    /// A writer or journal is used after it was closed.
    case closed(path: String)
}

extension DatasetError: CustomStringConvertible {
    /// What was found, what was expected, and what to do next.
    public var description: String {
        let (where_, facts, help) = sentences
        return ([where_] + facts.map { "  " + $0 } + (help.map { ["  help: " + $0] } ?? []))
            .joined(separator: "\n")
    }

    /// The headline, the facts below it, and what to do next.
    private var sentences: (headline: String, facts: [String], help: String?) {
        switch self {
        case .notWritable(let path, let reason):
            (
                "\(path): cannot be written", ["The system says: \(reason)."],
                "choose another folder, or change its owner or permissions"
            )
        case .diskFull(let path):
            (
                "\(path): the disk is full", ["What was committed before is intact."],
                "make room and run the same command again: it goes on where it stopped"
            )
        case .fileSystem(let path, let operation, let reason):
            ("\(path): cannot \(operation)", ["The system says: \(reason)."], nil)
        case .missing(let path):
            ("\(path): no such file or folder", [], nil)
        case .notAFile(let path, let kind):
            (
                "\(path): \(kind), not a file",
                ["Records are read several times, and what is there can be read once at most."],
                "write its content to a file, and name that"
            )
        case .ownFile(let path, let folder):
            (
                "\(path): one of the dataset's own files",
                ["\(folder) needs it to be read and to go on."],
                "write to another name or another folder"
            )
        case .cannotLock(let path, let reason):
            (
                "\(path): its file system has no locks",
                [
                    "The system says: \(reason).",
                    "Without a lock, two runs could write there at once.",
                ],
                "write to a folder on a local disk, and copy it when the run has ended"
            )
        case .locked(let folder):
            (
                "\(folder): another run is writing this dataset", [],
                "wait for it to end, or write to another folder"
            )
        case .notADataset(let folder, let found):
            (
                "\(folder): not a dataset written by synthgen",
                ["Expected catalog.sqlite. Found: \(Self.list(found))."],
                found.contains { $0.hasSuffix(".jsonl.zst") }
                    ? "if its catalog was lost, `synthgen check --repair` makes it anew from the shards"
                    : "give the folder of a dataset, or move these files away before writing here"
            )
        case .otherDocument(let folder, let found, let expected, let records):
            (
                "\(folder): holds the dataset of another document",
                [
                    found == expected
                        ? "A document with the same name '\(found)', but with other stages, made it."
                        : "'\(found)' made it, this document is '\(expected)'.",
                    "It has \(Self.records(records)), which a run would replace.",
                ],
                "write to another folder with --output, or move that dataset to "
                    + "\(folder)/previous with --replace"
            )
        case .foreignShard(let path):
            (
                "\(path): not a file of the dataset, but a run would write one of that name",
                ["The catalog does not describe it."],
                "move it elsewhere, or give the part another name in \"parts\""
            )
        case .foreignDatabase(let path):
            (
                "\(path): the database of another program",
                ["It has tables, but not those of a dataset."],
                "write to another folder, or move the file away"
            )
        case .partsToStandardOutput(let parts):
            (
                "standard output takes one part, there are \(parts.joined(separator: ", "))",
                ["Written one after the other, nobody could tell them apart."],
                "choose one with --part, or write to a file"
            )
        case .nothingToExport(let path, let leftOut, let unselected) where unselected > 0:
            (
                "\(path): nothing to export, no file was written",
                ["The condition holds for none of \(Self.records(unselected))."]
                    + leftOut.sorted { $0.key < $1.key }.map { reason, count in
                        "\(Self.records(count)) left out: \(reason)."
                    },
                "`synthgen show --where` tries a condition"
            )
        case .nothingToExport(let path, let leftOut, _):
            (
                "\(path): nothing to export, no file was written",
                leftOut.isEmpty
                    ? ["It holds no accepted record."]
                    : leftOut.sorted { $0.key < $1.key }.map { reason, count in
                        "\(Self.records(count)) left out: \(reason)."
                    },
                leftOut.isEmpty
                    ? "`synthgen stats` shows which stage rejects records; an unfinished run is "
                        + "continued by the same `synthgen run`"
                    : "choose a --format for records of this kind"
            )
        case .unknownPart(let path, let part, let parts):
            (
                "\(path): no part '\(part)'",
                [
                    parts.isEmpty
                        ? "It is not divided into parts."
                        : "Its parts are \(parts.joined(separator: ", "))."
                ],
                parts.isEmpty
                    ? "`export --split` makes parts, and so does \"parts\" in the `write` stage"
                    : suggestion(for: part, among: parts)
            )
        case .unfinishedDataset(let folder, let state):
            (
                "\(folder): \(state)", ["Others would take it for the whole dataset."],
                "finish it with the same `synthgen run`, or take what is there with --unfinished"
            )
        case .folderInUse(let path, let found):
            (
                "\(path): the folder is not empty", ["Found: \(Self.list(found))."],
                "write to another folder; --replace replaces an earlier package, and nothing else"
            )
        case .outputExists(let path):
            (
                "\(path): there is a file already", ["Nothing was written."],
                "write to another name, or replace it with --replace"
            )
        case .unsupportedFile(let path):
            (
                "\(path): cannot tell how records are stored here",
                [
                    "Known names end in \(FileLayout.knownEndings); a dataset's folder works too."
                ],
                "rename the file, or convert it to JSON Lines"
            )
        case .damagedDatabase(let path, let reason):
            (
                "\(path): the database is damaged", ["SQLite says: \(reason)."],
                "`synthgen check --repair` on its folder keeps what is intact; then run again"
            )
        case .damagedCatalog(let path, let reason):
            (
                "\(path): the catalog is damaged", ["\(reason)."],
                "`synthgen check --repair` on its folder keeps what is intact; then run again"
            )
        case .emptyCatalog(let folder, let shards):
            (
                "\(folder): the catalog describes none of the shards",
                ["There are \(shards.grouped) shards; a run would write over them."],
                "`synthgen check --repair \(folder)` makes the catalog anew from the shards; then "
                    + "run again"
            )
        case .nothingYet(let folder):
            (
                "\(folder): nothing is there yet",
                ["A run has just begun here, or was stopped as it began."],
                "the same `synthgen run` goes on"
            )
        case .database(let path, let reason):
            ("\(path): the database refused", ["SQLite says: \(reason)."], nil)
        case .otherSchema(let path, let found, let expected):
            (
                "\(path): made by another version of synthgen",
                ["Its schema is version \(found), this program reads version \(expected)."],
                "use the version that made it, or write to another folder"
            )
        case .corruptShard(let path, let intact, let expected, let found):
            (
                "\(path): corrupt after \(Self.records(intact))",
                ["The frame's hash is \(found), the catalog says \(expected)."],
                "run the pipeline again: the journal rewrites what is lost"
            )
        case .truncated(let path, let intact):
            (
                "\(path): the file ends in the middle of a frame",
                ["Intact before the cut: \(Self.records(intact))."],
                "copy or download the file again"
            )
        case .corruptCompression(let path, let intact, let reason, let codec):
            (
                "\(path): corrupt after \(Self.records(intact))", ["\(codec) says: \(reason)."],
                "copy or download the file again"
            )
        case .malformedRecord(let path, let line, let problem):
            (
                "\(path):\(line): not a record", ["\(problem)."],
                "every record is one JSON object, e.g. {\"topic\": \"Batteries\"}"
            )
        case .malformedRow(let path, let row, let line, let column, let problem):
            (
                "\(path), " + (row == 0 ? "header" : "row \(row.grouped)")
                    + (line.map { " (line \($0.grouped))" } ?? "")
                    + (column.map { ", column '\($0)'" } ?? "") + ": not a record",
                ["\(problem)."], "mend or remove the row"
            )
        case .malformedFile(let path, let problem, let help):
            ("\(path): cannot be read", ["\(problem)."], help)
        case .nothingMatches(let pattern):
            (
                "no file matches '\(pattern)'",
                ["* stands for any characters of a name, ? for one, [ab] for either."],
                "check the path"
            )
        case .mixedFolder(let path, let found):
            (
                "\(path): a folder with files of several forms", ["Found: \(Self.list(found))."],
                "name the files to read, e.g. \"\(path)/*.parquet\""
            )
        case .recordTooLong(let path, let line, let limit):
            (
                "\(path):\(line): the record is longer than \(limit / 1_048_576) MiB", [],
                "check that records are separated by line feeds"
            )
        case .recordWithoutID(let position):
            (
                "record \(position) has no \"id\"",
                ["A record to be written needs an \"id\" that is a string."], nil
            )
        case .sourceRecordOutOfOrder(let expected, let found):
            (
                "source record \(found) was finished before source record \(expected)",
                ["The ledger is written in canonical order."], nil
            )
        case .unknownRecord(let id, let nearest):
            (
                "no record has the id '\(id)'", [],
                nearest.isEmpty ? nil : "did you mean \(Self.quoted(nearest))?"
            )
        case .ambiguousRecord(let prefix, let matches):
            (
                "several records' ids begin with '\(prefix)'",
                ["For example \(Self.quoted(matches))."],
                "give more of the id"
            )
        case .notAJournal(let path):
            (
                "\(path): not a journal", ["Its first bytes are not those of one."],
                "`synthgen check --repair` on its folder begins a new one; calls are made again"
            )
        case .corruptJournal(let path, let key, let reason):
            (
                "\(path): the call \(key) cannot be read back", ["\(reason)."],
                "`synthgen check --repair` on its folder drops it; `run` then makes the call again"
            )
        case .notHexadecimal(let key):
            (
                "'\(key)' is not a journal key", ["A key is an even number of hexadecimal digits."],
                nil
            )
        case .compressionFailed(let reason):
            ("cannot compress a frame", ["zstd says: \(reason)."], nil)
        case .closed(let path):
            ("\(path): used after it was closed", [], nil)
        }
    }

    private static func records(_ count: Int) -> String {
        count == 1 ? "1 record" : "\(count.grouped) records"
    }

    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "nothing" }
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \((names.count - 5).grouped) more" : shown
    }

    private static func quoted(_ ids: [String]) -> String {
        ids.map { "'\($0)'" }.joined(separator: " or ")
    }
}

extension Int {
    /// The number with commas between thousands, for messages and tables.
    var grouped: String {
        var digits = Array(String(magnitude))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }
}

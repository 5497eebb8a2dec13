import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetErrorTests {
    private static let catalogue: [DatasetError] = [
        .notWritable(path: "Datasets/p", reason: "Permission denied"),
        .diskFull(path: "Datasets/p/shard-00000.jsonl.zst"),
        .fileSystem(path: "Datasets/p", operation: "be opened", reason: "Too many open files"),
        .missing(path: "topics.jsonl"), .locked(folder: "Datasets/p"),
        .notAFile(path: "topics.jsonl", kind: "a pipe"),
        .ownFile(path: "Datasets/p/journal.log", folder: "Datasets/p"),
        .cannotLock(path: "Datasets/p", reason: "No locks available"),
        .notADataset(folder: "Datasets/p", found: []),
        .notADataset(folder: "Datasets/p", found: ["a", "b", "c", "d", "e", "f", "g"]),
        .otherDocument(folder: "Datasets/p", found: "p", expected: "q", records: 4211),
        .otherDocument(folder: "Datasets/p", found: "p", expected: "p", records: 1),
        .foreignShard(path: "Datasets/p/test-00000.jsonl.zst"),
        .foreignDatabase(path: "Datasets/p/catalog.sqlite"),
        .nothingToExport(path: "Datasets/p", leftOut: [:]),
        .nothingToExport(path: "Datasets/p", leftOut: ["no prompt": 3, "no answer": 1]),
        .unsupportedFile(path: "topics.xlsx"),
        .damagedDatabase(path: "catalog.sqlite", reason: "file is not a database"),
        .damagedCatalog(
            path: "Datasets/p/catalog.sqlite",
            reason: "column 'passed' holds a text, expected a count"),
        .emptyCatalog(folder: "Datasets/p", shards: 3), .nothingYet(folder: "Datasets/p"),
        .database(path: "catalog.sqlite", reason: "database is locked"),
        .otherSchema(path: "catalog.sqlite", found: "9", expected: "1"),
        .corruptShard(
            path: "Datasets/p/shard-00017.jsonl.zst",
            intactRecords: 4212,
            expected: "88d2f11400000000",
            found: "5c1e77a000000000"
        ),
        .truncated(path: "rows.jsonl.zst", intactRecords: 1),
        .corruptCompression(
            path: "rows.jsonl.zst",
            intactRecords: 0,
            reason: "Unknown frame descriptor"
        ),
        .malformedRecord(
            path: "topics.jsonl",
            line: 14,
            problem: "expected an object, found an array"
        ),
        .corruptCompression(
            path: "rows.csv.gz", intactRecords: 3, reason: "invalid block type", codec: "gzip"),
        .malformedRow(
            path: "rows.parquet", row: 4211, line: nil, column: "prompt",
            problem: "a text is not valid UTF-8"),
        .malformedRow(
            path: "rows.csv", row: 0, line: 1, column: "prompt",
            problem: "the header names it twice"),
        .malformedFile(
            path: "rows.csv", problem: "It is written in UTF-16", help: "save it as UTF-8"),
        .nothingMatches(pattern: "data/*.parquet"),
        .mixedFolder(path: "data", found: ["a.csv", "b.parquet"]),
        .recordTooLong(path: "topics.jsonl", line: 1, limitInBytes: 64 << 20),
        .recordWithoutID(position: 3), .sourceRecordOutOfOrder(expected: 3, found: 5),
        .unknownRecord(id: "abcdef", nearest: []),
        .unknownRecord(id: "abcdef", nearest: ["abcde0", "abcde1"]),
        .ambiguousRecord(prefix: "abcdef", matches: ["abcdef0", "abcdef1"]),
        .notAJournal(path: "journal.log"),
        .corruptJournal(path: "journal.log", key: "00ff", reason: "Data corruption detected"),
        .notHexadecimal(key: "xyz"), .compressionFailed(reason: "out of memory"),
        .closed(path: "Datasets/p"),
    ]

    @Test func `every error in the catalogue reads as written`() throws {
        let text = Self.catalogue.map { "error: \($0)\n" }.joined(separator: "\n")
        try expectSnapshot(text, "errors.txt")
    }
}

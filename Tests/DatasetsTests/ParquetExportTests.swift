import Foundation
import Hashing
import JSON
import TestSupport
import Testing

@testable import Datasets

/// Rows whose values have every type, and the same names with other types now and then.
private let mixed: [JSONObject] = [
    [
        "id": "1", "n": 1, "d": 0.5, "t": true, "list": [1, 2, 3], "none": .null,
        "messages": [
            ["role": "user", "content": "Why? é"], ["role": "assistant", "content": ""],
        ],
        "any": 1, "deep": [["a": [[1], []]], .null, ["a": .null]], "big": .integer(.max),
    ],
    [
        "id": "2", "n": -7, "d": 2, "t": false, "list": [], "none": .null,
        "messages": [], "any": "text", "deep": [], "big": 0.5, "late": ["x": 1, "y": .null],
    ],
    [
        "id": "3", "n": .null, "list": .null, "messages": [["role": "tool", "content": "42"]],
        "any": ["k": 1], "empty": [:], "late": ["z": "new"],
    ],
    ["id": "4", "empty": [:], "any": .null, "list": [.null, 5]],
]

extension JSON {
    /// The value without members that are null, which a Parquet file does not tell from missing
    /// ones, and with integers as doubles, as which a column of both keeps them.
    fileprivate var withoutNulls: JSON {
        switch self {
        case .array(let values): .array(values.map(\.withoutNulls))
        case .object(let object):
            .object(
                JSONObject(
                    object.pairs.filter { !$1.isNull }.map { ($0, $1.withoutNulls) }.sorted {
                        $0.0 < $1.0
                    }))
        case .integer(let number) where Int(exactly: Double(number)) == number:
            .double(Double(number))
        default: self
        }
    }
}

private func export(_ rows: [JSONObject], _ folder: TemporaryFolder) throws -> [JSONObject] {
    let writer = try DatasetWriter(folder: folder.appending(path: "dataset"))
    for row in rows { try writer.append(row) }
    try writer.finish()
    let output = folder.appending(path: "rows.parquet")
    let report = try Exporter.export(
        DatasetReader(folder: folder.appending(path: "dataset")), .jsonl, to: output)
    #expect(report.written == rows.count)
    return try RecordReader(url: output).all()
}

private func normal(_ rows: [JSONObject]) -> [JSON] { rows.map { JSON.object($0).withoutNulls } }

@Suite struct `A Parquet file of an export` {
    @Test func `has the records with lists, records in records, nulls and mixed types`() throws {
        let read = try export(mixed, TemporaryFolder())
        #expect(normal(read) == normal(mixed))
        #expect(Set(read.map(\.keys)).count == 1)
    }

    @Test func `has a trainer's rows`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.appending(path: "d"))
        let reader = try DatasetReader(folder: folder.appending(path: "d"))
        let (lines, table) = (
            folder.appending(path: "a.jsonl"), folder.appending(path: "a.parquet")
        )
        for format in [ExportFormat.trl, .nemoRL, .llamaFactory] {
            _ = try Exporter.export(reader, format, to: lines)
            _ = try Exporter.export(reader, format, to: table)
            #expect(
                try normal(RecordReader(url: table).all()) == normal(RecordReader(url: lines).all())
            )
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `has any rows, over several pages and row groups`(seed: UInt64) throws {
        var stream = SplitMix64(seed: seed)
        func value(_ depth: Int) -> JSON {
            switch stream.integer(below: depth > 3 ? 6 : 8) {
            case 0: .null
            case 1: .bool(stream.integer(below: 2) == 0)
            case 2: .integer(stream.integer(below: 1000) - 500)
            case 3: .double(Double(stream.integer(below: 1000)) / 8)
            case 4, 5: .string(String(repeating: "é\n\"", count: stream.integer(below: 5)))
            case 6: .array((0..<stream.integer(below: 4)).map { _ in value(depth + 1) })
            default:
                .object(
                    JSONObject(
                        (0..<stream.integer(below: 4)).map { ("k\($0)", value(depth + 1)) }))
            }
        }
        let rows = (0..<300).map { number in
            JSONObject([("id", .string("\(number)")), ("a", value(0)), ("b", .array([value(1)]))])
        }
        #expect(try normal(export(rows, TemporaryFolder())) == normal(rows))
    }

    @Test func `is read back where pages and row groups end`() throws {
        let text = String(repeating: "0123456789", count: 20_000)
        let rows = (0..<250).map { number in
            JSONObject([
                ("id", .string("\(number)")),
                ("texts", .array([.string(text), .string("\(number)")])),
                ("even", .bool(number.isMultiple(of: 2))),
            ])
        }
        #expect(try export(rows, TemporaryFolder()) == rows)
    }

    @Test func `keeps numbers that no double holds`() throws {
        let large = try #require(JSON.number(parsing: "10254939386542155531"))
        let rows: [JSONObject] = [
            ["id": "a", "n": large, "m": .integer(1 << 62 + 1)], ["id": "b", "n": 1, "m": 0.5],
        ]
        #expect(try export(rows, TemporaryFolder()).map { $0["n"]?.text } == [large.text, "1"])
        #expect(
            try export(rows, TemporaryFolder()).map { $0["m"]?.text } == ["\(1 << 62 + 1)", "0.5"])
    }
}

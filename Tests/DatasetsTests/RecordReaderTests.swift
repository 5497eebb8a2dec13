import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct RecordReaderTests {
    private static let three: [JSONObject] = [
        ["a": 1], ["text": "two\nlines, a } and a \\\" é"], ["c": [["d": "]"]]],
    ]
    private static let lines: [String] = three.map { JSON.object($0).text }
    private static let layouts: [(String, String)] = [
        ("a.jsonl", lines.joined(separator: "\n")),
        ("b.jsonl", "\u{FEFF}" + lines.joined(separator: "\r\n\r\n") + "\r\n\n  \n"),
        ("c.json", lines.joined(separator: "\n")),
        ("d.json", "\u{FEFF} [\n" + lines.joined(separator: " ,\n\n") + "]\n"),
        ("e.json", JSON.array(three.map { .object($0) }).pretty()),
        ("f.ndjson", lines.joined(separator: "\n") + "\n"),
    ]

    @Test(arguments: layouts)
    func `every layout gives the same records, compressed or not`(
        name: String,
        text: String
    ) throws {
        let folder = try TemporaryFolder()
        #expect(try RecordReader(url: folder.write(name, text)).all() == Self.three)
        let bytes = Array(text.utf8)
        let frames =
            try ZstdCodec.compress(Array(bytes.prefix(9)))
            + ZstdCodec.compress(Array(bytes.dropFirst(9)))
        #expect(try RecordReader(url: folder.write(name + ".zst", frames)).all() == Self.three)
    }

    @Test(arguments: [("empty.jsonl", ""), ("empty.json", " "), ("none.json", "[ ]\n")])
    func `a file without records is not an error`(name: String, text: String) throws {
        let folder = try TemporaryFolder()
        #expect(try RecordReader(url: folder.write(name, text)).all().isEmpty)
    }

    @Test(arguments: [
        ("a.jsonl", "{}\n\n{\"a\": }\n", 3), ("b.jsonl", "{}\n[1]\n", 2),
        ("c.json", "[{},\n{\n\"a\": x}]", 3), ("d.json", "[{}\n{}]", 2), ("e.json", "[{},\n1]", 2),
        ("f.json", "[{},\n{}", 2), ("g.json", "[{}]\n[]", 2), ("h.json", "{}\n{\"a\"", 2),
        ("i.json", "[{},]", 1), ("j.jsonl", "{}\n{\"a\": \"\u{1}\"}", 2),
    ])
    func `a fault names its file and line`(name: String, text: String, line: Int) throws {
        let folder = try TemporaryFolder()
        let url = try folder.write(name, text)
        guard
            case .malformedRecord(url.path, line, _)? = thrown({
                _ = try RecordReader(url: url).all()
            })
        else {
            Issue.record(
                "found \(String(describing: thrown { _ = try RecordReader(url: url).all() }))"
            )
            return
        }
    }

    @Test func `a compressed file cut at any byte yields the records before the cut`() throws {
        let folder = try TemporaryFolder()
        let records = (0..<8).map { row($0) }
        var bytes: [UInt8] = []
        var ends: [Int: Int] = [0: 0]
        for (index, record) in records.enumerated() {
            bytes += try ZstdCodec.compress(JSON.object(record).encoded() + [0x0A])
            ends[bytes.count] = index + 1
        }
        for cut in 0..<bytes.count {
            let url = try folder.write("cut.jsonl.zst", Array(bytes[..<cut]))
            let reader = try RecordReader(url: url)
            var count = 0
            let error = thrown { while try reader.next() != nil { count += 1 } }
            let whole = ends.filter { $0.key <= cut }.values.max() ?? 0
            #expect(count >= whole)
            #expect(
                error == (ends[cut] != nil ? nil : .truncated(path: url.path, intactRecords: count))
            )
        }
    }

    /// The records that a reader gives, and the line and text of each row that is none, to the end.
    private func outcome(of reader: RecordReader) throws -> (records: [JSONObject], bad: [String]) {
        var (records, bad): ([JSONObject], [String]) = ([], [])
        while true {
            do {
                guard let record = try reader.next() else { return (records, bad) }
                records.append(record)
            } catch {
                guard reader.canGoOn else { throw error }
                bad.append("\(reader.line) \(reader.rejectedText)")
            }
        }
    }

    @Test(arguments: [
        ("a.json", "[{\"n\": 0},\nnull, {\"n\": 1}]", ["2 null"]),
        (
            "b.json", "[1, {\"n\": 0},{\"n\": 1} ,\n\"x], {\", [[2], {}],true ]",
            [
                "1 1", "2 \"x], {\"", "2 [[2], {}]", "2 true",
            ]
        ),
        ("c.json", "[{\"n\": 0},,{\"n\": 1},\n]", ["1 ", "2 "]),
        ("d.json", "[{\"n\": 0}, {\"n\": }, {\"n\": 1}]", ["1 {\"n\": }"]),
        ("e.jsonl", "{\"n\": 0}\n\u{FF}é\n[]\n{\"n\": 1}", ["2 \u{FF}é", "3 []"]),
        ("f.json", "{\"n\": 0} {x} {\"n\": 1}", ["1 {x}"]),
    ])
    func `what is no record does not keep the others from being read`(
        name: String, text: String, bad: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let found = try outcome(of: RecordReader(url: folder.write(name, text)))
        #expect(found.records == [["n": 0], ["n": 1]])
        #expect(found.bad == bad)
    }

    @Test(arguments: ["a.jsonl", "a.json", "a.csv"])
    func `a record that is too long is passed over, and its beginning kept`(name: String) throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "é", count: 300_000)
        let isTable = name.hasSuffix("csv")
        let rows = ["0", long, "1"].map { isTable ? $0 : "{\"n\": \"\($0)\"}" }
        let text = (isTable ? ["n"] : []) + rows
        let url = try folder.write(name, text.joined(separator: "\n"))
        let found = try outcome(of: RecordReader(url: url, recordLimitInBytes: 200_000))
        #expect(found.records == [["n": "0"], ["n": "1"]])
        let kept = try #require(found.bad.first)
        #expect(found.bad.count == 1 && kept.hasPrefix(isTable ? "3 éé" : "2 {\"n\": \"éé"))
        // No half of a character at the end.
        #expect(kept.hasSuffix("éé") && (4_000..<4_100).contains(kept.utf8.count))
    }

    @Test func `hostile bytes are errors`() throws {
        let folder = try TemporaryFolder()
        for (name, bytes) in [
            ("noise.jsonl.zst", [UInt8](repeating: 0xAB, count: 500)),
            ("deep.jsonl", [UInt8](repeating: UInt8(ascii: "["), count: 200_000)),
            ("deep.json", [UInt8](repeating: UInt8(ascii: "{"), count: 200_000)),
            ("utf8.jsonl", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]),
        ] {
            let url = try folder.write(name, bytes)
            #expect(thrown { _ = try RecordReader(url: url).all() } != nil, "\(name)")
        }
    }

    @Test(arguments: ["bomb.jsonl.zst", "bomb.json.zst"])
    func `a small file that unfolds to one vast record is refused`(name: String) throws {
        let folder = try TemporaryFolder()
        let vast = [UInt8(ascii: "{")] + [UInt8](repeating: UInt8(ascii: " "), count: 20 << 20)
        let url = try folder.write(name, ZstdCodec.compress(vast))
        #expect(
            thrown { _ = try RecordReader(url: url, recordLimitInBytes: 1 << 20).all() }
                == .recordTooLong(path: url.path, line: 1, limitInBytes: 1 << 20)
        )
    }

    @Test(arguments: ["long.jsonl", "long.json"])
    func `a record's limit holds wherever the record ends`(name: String) throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "x", count: 2000)
        let url = try folder.write(name, "{\"a\": 1}\n{\"a\": \"\(text)\"}\n{\"a\": 2}\n")
        #expect(
            thrown { _ = try RecordReader(url: url, recordLimitInBytes: 1000).all() }
                == .recordTooLong(path: url.path, line: 2, limitInBytes: 1000))
    }

    @Test func `a dataset's folder is read by its catalog, downloaded shards by their names`()
        throws
    {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let expected = (0..<60).filter { !$0.isMultiple(of: 4) }.map { row($0) }
        #expect(try RecordReader(url: folder.url).all() == expected)
        try FileManager.default.removeItem(at: folder.appending(path: "catalog.sqlite"))
        #expect(try RecordReader(url: folder.url).all() == expected)
    }

    @Test func `what is not there or not known is named`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.appending(path: "no.jsonl")
        #expect(thrown { _ = try RecordReader(url: missing) } == .missing(path: missing.path))
        let table = try folder.write("a.xlsx", "a,b")
        #expect(thrown { _ = try RecordReader(url: table) } == .unsupportedFile(path: table.path))
        #expect(
            thrown { _ = try RecordReader(url: folder.url) }
                == .notADataset(folder: folder.path, found: ["a.xlsx"])
        )
    }
}

import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

/// The files of `Tests/Fixtures/tables`, written by pyarrow, pandas and datasets.
private let tables = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/tables")

private let tableFiles: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: tables.path)) ?? [])
    .filter { $0.hasSuffix(".rows.jsonl") }.map { String($0.dropLast(".rows.jsonl".count)) }
    .sorted()

@Suite struct TableFileTests {
    @Test(arguments: tableFiles)
    func `a file that others wrote gives the rows that they say it has`(name: String) throws {
        let expected = try RecordReader(url: tables.appending(path: name + ".rows.jsonl")).all()
        let found = try RecordReader(url: tables.appending(path: name)).all()
        #expect(found.count == expected.count)
        for (row, (one, other)) in zip(found, expected).enumerated() where one != other {
            for (key, value) in other.pairs where one[key] != value {
                Issue.record(
                    "row \(row + 1), '\(key)': \(one[key]?.text ?? "none"), not \(value.text)")
            }
        }
        #expect(found == expected)
    }

    @Test func `there are files of every form`() {
        let endings = Set(
            tableFiles.map { $0.split(separator: ".").dropFirst().joined(separator: ".") })
        #expect(
            endings.isSuperset(of: [
                "parquet", "parquet.gz", "parquet.zst", "csv", "csv.gz", "csv.zst", "tsv", "json",
                "jsonl.gz",
            ]))
    }

    @Test func `a codec that is not supported is named, with a way out`() throws {
        let url = tables.appending(path: "brotli.parquet")
        let error = thrown { _ = try RecordReader(url: url).all() }
        guard case .malformedFile(url.path, let problem, let help)? = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(problem == "Column 'a' is compressed with Brotli, which is not supported")
        #expect(help?.contains("compression=\"zstd\"") == true)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n", [["a": "1", "b": "2"]]),
            (
                "\u{FEFF}a,b\r\n\"x\"\"y\",\"1\r\n2\"\r\n\r\n,\r\n",
                [
                    ["a": "x\"y", "b": "1\r\n2"], ["a": "", "b": ""],
                ]
            ),
            ("a\n\"\"\n \n", [["a": ""], ["a": " "]]),
            ("a,\nb \"q\",c", [["a": "b \"q\"", "column2": "c"]]),
            ("a,b\r1,2\r3,4", [["a": "1", "b": "2"], ["a": "3", "b": "4"]]),
            ("a,b\n", []), ("", []), ("\n\n", []),
        ] as [(String, [JSONObject])])
    func `a table is read by RFC 4180`(text: String, expected: [JSONObject]) throws {
        let folder = try TemporaryFolder()
        #expect(try RecordReader(url: folder.write("t.csv", text)).all() == expected)
        let tabs = text.replacing(",", with: "\t")
        #expect(try RecordReader(url: folder.write("t.tsv", tabs)).all() == expected)
    }

    @Test(
        arguments: [
            ("a,b\n1,2\n\n3\n", 2, 4, nil, "1 fields, but the header names 2"),
            ("a,b\n1,2,3\n", 1, 2, nil, "3 fields, but the header names 2"),
            ("a,b\n\"1\"x,2\n", 1, 2, nil, "text after the closing quote of field 1"),
            ("a,b\n1,2\n1,\"2\n\n", 2, 3, nil, "the file ends inside the quotes that begin here"),
            ("a,b,a\n", 0, 1, "a", "the header names it twice"),
            ("a,b\n\"x\ry\r\nz\n\",2\n3\n", 2, 6, nil, "1 fields, but the header names 2"),
            ("a,b\r\"\r\r\",2\r3\r", 2, 5, nil, "1 fields, but the header names 2"),
        ] as [(String, Int, Int, String?, String)])
    func `a fault in a table names row, line and column`(
        text: String, row: Int, line: Int, column: String?, problem: String
    ) throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("t.csv", text)
        #expect(
            thrown { _ = try RecordReader(url: url).all() }
                == .malformedRow(
                    path: url.path, row: row, line: line, column: column, problem: problem))
    }

    @Test(
        arguments: [
            ("x,\"p\"q\n", "x,\"p\"q"), ("1,\"x\\\"y\"\r\n", "1,\"x\\\"y\""),
            ("\"two\nlines\"!,\"3\"\n", "\"two\nlines\"!,\"3\""), ("1,2,3\r\n", "1,2,3"),
        ])
    func `a row that is none does not keep the next ones from being read`(
        bad: String, kept: String
    ) throws {
        let folder = try TemporaryFolder()
        let good = "1,ok\n"
        // Also where the row lies in two pieces of the file.
        for count in [1, 26_213, 26_214] {
            let before = String(repeating: good, count: count)
            let url = try folder.write("t.csv", "a,b\n" + before + bad + good)
            let reader = try RecordReader(url: url)
            for _ in 0..<count { _ = try reader.next() }
            #expect(reader.count == count)
            #expect(throws: DatasetError.self) { try reader.next() }
            #expect(reader.canGoOn && reader.rejectedText == kept, "after \(count) rows")
            #expect(reader.location.contains("row \((count + 1).grouped) "))
            #expect(try reader.next() == ["a": "1", "b": "ok"])
            #expect(try reader.next() == nil)
        }
        let last = try RecordReader(url: folder.write("l.csv", "a,b\n1,\"x\"y"))
        #expect(throws: DatasetError.self) { try last.next() }
        #expect(last.rejectedText == "1,\"x\"y")
        #expect(try last.next() == nil)
    }

    @Test func `bytes that are no UTF-8, and UTF-16, are named`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("t.csv", Array("a,b\nx,".utf8) + [0xFF, 0x0A])
        #expect(
            thrown { _ = try RecordReader(url: url).all() }
                == .malformedRow(
                    path: url.path, row: 1, line: 2, column: "b", problem: "not valid UTF-8"))
        let wide = try folder.write("w.csv", [0xFF, 0xFE, 0x61, 0])
        guard case .malformedFile? = thrown({ _ = try RecordReader(url: wide).all() }) else {
            Issue.record("UTF-16 was read")
            return
        }
    }

    @Test func `a table's pieces may end anywhere`() throws {
        let text = "a,b\r\n\"x\"\"\r\ny\",é\r\n1,2"
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var splitter = TableSplitter(separator: UInt8(ascii: ","), limitInBytes: 1000)
            var rows: [[String]] = []
            for (piece, isLast) in [(bytes[..<cut], false), (bytes[cut...], true)] {
                splitter.append(Array(piece))
                while let row = try splitter.next(isAtEnd: isLast) {
                    rows.append(row.fields.map { String(decoding: $0, as: UTF8.self) })
                }
            }
            #expect(rows == [["a", "b"], ["x\"\r\ny", "é"], ["1", "2"]], "cut at \(cut)")
        }
    }

    @Test func `a vast field is refused`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write("v.csv", "a\n\"" + String(repeating: "x", count: 3 << 20))
        #expect(
            thrown { _ = try RecordReader(url: url, recordLimitInBytes: 1 << 20).all() }
                == .recordTooLong(path: url.path, line: 2, limitInBytes: 1 << 20))
    }

    @Test func `a gzip file cut at any byte is known to be cut`() throws {
        let folder = try TemporaryFolder()
        let whole = [UInt8](try Data(contentsOf: tables.appending(path: "pandas.csv.gz")))
        #expect(try RecordReader(url: folder.write("w.csv.gz", whole + whole)).all().count == 9)
        for cut in 1..<whole.count {
            let url = try folder.write("c.csv.gz", Array(whole[..<cut]))
            guard case .truncated? = thrown({ _ = try RecordReader(url: url).all() }) else {
                Issue.record("cut at \(cut): nothing was said")
                return
            }
        }
    }

    @Test func `a gzip file may be filled up with zeros, also between its members`() throws {
        let folder = try TemporaryFolder()
        let whole = [UInt8](try Data(contentsOf: tables.appending(path: "pandas.csv.gz")))
        for count in [1, 7, 300_000] {
            let zeros = [UInt8](repeating: 0, count: count)
            let once = try folder.write("p.csv.gz", whole + zeros)
            #expect(try RecordReader(url: once).all().count == 4)
            let twice = try folder.write("t.csv.gz", whole + zeros + whole + zeros)
            #expect(try RecordReader(url: twice).all().count == 9)
        }
        for bytes in [[0, 0] + whole, whole + [0, 1], whole + [7]] {
            let url = try folder.write("x.csv.gz", bytes)
            #expect(thrown { _ = try RecordReader(url: url).all() } != nil)
        }
    }

    @Test func `two columns of one name are refused, since one would be lost`() throws {
        let url = tables.appending(path: "equal-names.parquet")
        let error = try #require(thrown { _ = try RecordReader(url: url).all() })
        #expect(
            "\(error)" == """
                \(url.path): cannot be read
                  Not readable as Parquet: column 'a': there are two of that name.
                  help: rename one of them
                """)
    }

    @Test func `a record of Parquet longer than the limit is refused, with lists or without`()
        throws
    {
        for name in ["scalars.parquet", "nested.parquet", "datasets.parquet"] {
            let url = tables.appending(path: name)
            #expect(
                thrown { _ = try RecordReader(url: url, recordLimitInBytes: 8).all() }
                    == .recordTooLong(path: url.path, line: 1, limitInBytes: 8), "\(name)")
        }
    }

    @Test(.timeLimit(.minutes(10))) func `a pipe is refused without waiting for a writer`() throws {
        let folder = try TemporaryFolder()
        for name in ["a.jsonl", "a.csv", "a.jsonl.gz", "a.parquet", "a.parquet.zst"] {
            let url = folder.appending(path: name)
            #expect(mkfifo(url.path, 0o600) == 0)
            #expect(
                thrown { _ = try RecordReader(url: url) }
                    == .notAFile(path: url.path, kind: "a pipe"))
        }
    }

    @Test func `several files, folders of files and patterns are read in order`() throws {
        let folder = try TemporaryFolder()
        for name in ["b.csv", "a.csv", "c.csv"] { try folder.write(name, "n\n\(name)\n") }
        try folder.write("info.json", "{\"not\": \"a row\"}")
        let names = { (records: [JSONObject]) in records.compactMap { $0["n"]?.string } }
        #expect(names(try RecordReader(url: folder.url).all()) == ["a.csv", "b.csv", "c.csv"])
        let matched = try RecordPaths.matching(folder.appending(path: "[ac].csv"))
        #expect(names(try RecordReader(urls: matched).all()) == ["a.csv", "c.csv"])
        let none = folder.appending(path: "*.parquet")
        #expect(
            thrown { _ = try RecordPaths.matching(none) } == .nothingMatches(pattern: none.path))
        try folder.write("d.jsonl", "{}")
        #expect(
            thrown { _ = try RecordReader(url: folder.url) }
                == .mixedFolder(
                    path: folder.path, found: ["a.csv", "b.csv", "c.csv", "d.jsonl"]))
    }
}

@Suite struct HostileTableTests {
    /// A generator of numbers that follow from a seed.
    private struct Draws {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
        }
    }

    /// More rows than this are not asked of a damaged file: its counts may be vast and sound.
    private static let rowLimit = 2000

    @Test(arguments: tableFiles.filter { $0.contains("parquet") || $0.contains("csv") }, 0..<2)
    func `a damaged file gives rows or an error, never a crash`(name: String, seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let whole = [UInt8](try Data(contentsOf: tables.appending(path: name)))
        var draws = Draws(state: seed)
        for _ in 0..<20 {
            var bytes = whole
            if draws.below(4) == 0 { bytes = Array(bytes.prefix(1 + draws.below(bytes.count))) }
            // Half of the damage hits the end, where Parquet describes itself.
            let start = draws.below(2) == 0 ? 0 : max(0, bytes.count - 1500)
            for _ in 0...draws.below(6) {
                bytes[start + draws.below(bytes.count - start)] =
                    [UInt8(draws.below(256)), 0, 0x7F, 0x80, 0xFF][draws.below(5)]
            }
            let url = try folder.write(
                "x." + name.split(separator: ".").dropFirst().joined(separator: "."), bytes)
            _ = thrown {
                let reader = try RecordReader(url: url)
                while reader.count < Self.rowLimit, try reader.next() != nil {}
            }
        }
    }

    @Test func `a Parquet file cut at any byte is an error`() throws {
        let folder = try TemporaryFolder()
        let whole = [UInt8](try Data(contentsOf: tables.appending(path: "datasets.parquet")))
        for cut in 0..<whole.count {
            let url = try folder.write("c.parquet", Array(whole[..<cut]))
            guard case .malformedFile? = thrown({ _ = try RecordReader(url: url).all() }) else {
                Issue.record("cut at \(cut): nothing was said")
                return
            }
        }
    }

    @Test func `a fault in a column names row and column`() throws {
        let folder = try TemporaryFolder()
        var bytes = [UInt8](try Data(contentsOf: tables.appending(path: "scalars-v2.parquet")))
        let text = try #require(
            bytes.indices.first { bytes[$0...].starts(with: [0x28, 0xB5, 0x2F, 0xFD]) })
        bytes[text + 9] ^= 0x55
        let url = try folder.write("x.parquet", bytes)
        let error = try #require(thrown { _ = try RecordReader(url: url).all() })
        #expect(
            "\(error)"
                == """
                \(url.path), row 1, column 'text': not a record
                  a page's checksum is not the one that it states.
                  help: mend or remove the row
                """)
    }

    @Test(
        arguments: [
            ([0x04, 0x0C, 1, 2, 3, 4], [1, 2, 3, 4]), ([0x06, 0x00, 7, 0x09, 1], nil),
            ([0x06, 0x00, 7, 0x05, 1], [7, 7, 7, 7, 7, 7]),
            ([0x04, 0xF0, 3, 9, 9, 9, 9], [9, 9, 9, 9]),
            ([0x04, 0x0C, 1], nil), ([0x04, 0x0C, 1, 2, 3, 4, 0], nil),
            ([0x05, 0x0C, 1, 2, 3, 4], nil),
        ] as [([UInt8], [UInt8]?)])
    func `Snappy's blocks unpack, or are refused`(block: [UInt8], content: [UInt8]?) {
        let size = content?.count ?? Int(block[0])
        #expect((try? Snappy.decompress([UInt8(size)] + block.dropFirst(), size: size)) == content)
    }

    @Test func `numbers in runs are read without unpacking them`() throws {
        // A run of 2³⁰ - 1 times 5, then 8 packed numbers of 3 bits: 0 to 7.
        let bytes: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0x07, 5]
        var long = try RunDecoder(ByteCursor(bytes), width: 3)
        for _ in 0..<1000 { #expect(try long.next() == 5) }
        var packed = try RunDecoder(ByteCursor([0x03, 0x88, 0xC6, 0xFA]), width: 3)
        #expect(try (0..<8).map { _ in try packed.next() } == Array(0..<8))
        #expect(throws: ParquetFault.self) { try packed.next() }
    }
}

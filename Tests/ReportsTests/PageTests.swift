import Datasets
import Foundation
import FoundationXML
import Hashing
import JSON
import TestSupport
import Testing

@testable import Reports

/// Reads a page as XML and keeps what a test asks about.
final class PageReader: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    var ids: [String] = []
    var references: [String] = []
    var handlers: [String] = []
    var text = ""
    var policy = ""
    var failure: String?

    init(_ page: String) {
        super.init()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = self
        if !parser.parse() {
            failure = "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")"
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        elements[name, default: 0] += 1
        if let id = attributes["id"] { ids.append(id) }
        for key in ["src", "href", "action", "data", "srcset", "poster"] {
            if let value = attributes[key], !value.hasPrefix("#") { references.append(value) }
        }
        handlers += attributes.keys.filter { $0.hasPrefix("on") || $0 == "style" }
        if attributes["http-equiv"] != nil { policy = attributes["content"] ?? "" }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}

@Suite struct PageTests {
    private func entries() -> [LedgerEntry] {
        [
            LedgerEntry(
                position: 0, stage: "topics", id: "source01",
                lineage: [
                    LineageRow(id: "source01", stage: "topics", fields: ["topic": "Tides"]),
                    LineageRow(
                        id: "pair0001", parents: ["source01"], stage: "triplets",
                        fields: ["margin": 1.5]),
                ],
                counts: [
                    StageCount(stage: "topics", created: 1, passed: 1),
                    StageCount(
                        stage: "triplets", created: 2, passed: 1, rejected: 1,
                        rejections: ["margin too small": 1]),
                ])
        ]
    }

    private func rejected(_ id: String, text: String) -> JSONObject {
        [
            "id": .string(id), "stage": "triplets", "reason": "margin too small", "detail": nil,
            "record": ["prompt": [["role": "user", "content": .string(text)]]],
        ]
    }

    @Test func `the page of a run has its sections, plots and examples`() throws {
        let accepted =
            [pair("pair0001", task: "math", topic: ["Sea", "Tides"], rewards: (4, 2.5))]
            + (2...9).map {
                pair(
                    "pair000\($0)", task: "open_qa", topic: ["Sky"], rewards: (Double($0), 1),
                    source: $0 < 5 ? "real" : "synthetic")
            }
        let page = try report(
            accepted, rejected: [rejected("bad00001", text: "Too close to call?")],
            entries: entries()
        ).page()
        let found = PageReader(page)
        #expect(found.failure == nil)
        for id in [
            "funnel", "rewards", "pairs", "length", "diversity", "judges", "performance",
            "examples", "rejections", "measures",
        ] {
            #expect(found.ids.contains(id), "no section \(id)")
        }
        #expect(Set(found.ids).count == found.ids.count)
        #expect(found.elements["svg", default: 0] > 12)
        for text in [
            "9 preference pairs from 1", "margin too small", "Too close to call?",
            "How it came to be", "Helpfulness by source", "3.24", "Tides",
        ] {
            let flat = found.text.replacing("\u{A0}", with: " ")
            #expect(flat.contains(text), "'\(text)' is missing")
        }
    }

    @Test func `the page refers to nothing outside and lets nothing in but its own parts`() throws {
        let page = try report([pair("a1")]).page()
        let found = PageReader(page)
        #expect(found.references.isEmpty && found.handlers.isEmpty)
        #expect(found.policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        for (start, end) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let inner = try #require(page.split(separator: start).last?.split(separator: end).first)
            let digest = Data(SHA256.digest(Array(inner.utf8))).base64EncodedString()
            #expect(found.policy.contains("'sha256-\(digest)'"), "\(start) is not the one named")
        }
    }

    /// Everything a record can hold, hostile everywhere.
    private func hostile(_ number: Int) -> JSONObject {
        let evil =
            "</script></style></title>--><script>window.pwned=1</script><img src=x onerror=alert(1)>"
            + "\u{0}\u{1B}[2J\u{202E}\u{FFFE}]]>&amp;<svg/onload=alert(2)>'\"` \(number)"
        var row = pair(
            "<b>\(number)</b>" + evil, task: evil, topic: [evil, evil], prompt: evil, chosen: evil,
            rejected: evil + "x", judge: evil, source: evil + "\(number)")
        row["chosen_attributes"] = [evil: 3.0]
        row["verdict"] = ["verifier": .string(evil), "passed": true]
        row["prompt"] = [["role": .string(evil), "content": .string(evil)]]
        return row
    }

    @Test func `hostile text in any field is shown and does nothing`() throws {
        let evil = "<script>window.pwned=1</script>\u{0}"
        let entry = LedgerEntry(
            position: 0, stage: evil, id: "s1",
            lineage: [
                LineageRow(id: "s1", stage: evil, reason: evil, fields: [evil: .string(evil)])
            ],
            counts: [
                StageCount(
                    stage: evil, created: 2, passed: 1, rejected: 1, rejections: [evil: 1],
                    repairs: [evil: 1])
            ])
        let folder = try TemporaryFolder()
        try write(
            (0..<6).map(hostile),
            rejected: [
                [
                    "id": .string(evil), "stage": .string(evil), "reason": .string(evil),
                    "detail": [.string(evil)], "record": [evil: .string(evil)],
                    "raw": .string(evil),
                ]
            ],
            to: folder.url,
            description: DatasetDescription(
                pipeline: evil, documentHash: evil,
                models: [.init(name: evil, source: evil, hash: evil, license: evil)]),
            entries: [entry])
        let page = try DatasetReport(of: folder.url).page()
        let found = PageReader(page)
        #expect(found.failure == nil)
        #expect(found.elements["script"] == 1 && found.elements["img"] == nil)
        #expect(found.handlers.isEmpty && found.references.isEmpty)
        #expect(found.text.contains("window.pwned=1"))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
        #expect(!page.unicodeScalars.contains("\u{202E}"))
    }

    @Test func `texts of megabytes make a page of bounded size`() throws {
        let long = String(repeating: "<&é\u{301}", count: 400_000)
        let page = try report([
            pair("a1", task: long, topic: [long], prompt: long, chosen: long, rejected: long),
            pair("a2", chosen: long, rejected: "short", rewards: (1e9, -1e9)),
            pair("a3", chosen: "short", rejected: "short one", rewards: (0.25, 0.125)),
        ]).page()
        #expect(page.utf8.count < 400_000)
        #expect(PageReader(page).failure == nil)
    }

    @Test func `the same folder gives the same bytes`() throws {
        let folder = try TemporaryFolder()
        try write(
            (0..<300).map {
                pair(
                    "id\($0)", task: "task \($0 % 17)", topic: ["t\($0 % 31)"],
                    prompt: "Question \($0 % 50)?", rewards: (Double($0 % 9), -1))
            }, to: folder.url)
        let first = try DatasetReport(of: folder.url)
        let second = try DatasetReport(of: folder.url)
        #expect(first == second)
        #expect(first.page() == second.page())
        #expect(try first.json() == second.json())
    }

    @Test func `an empty dataset has a page`() throws {
        let found = try report([])
        #expect(found.accepted == 0 && found.pairs == nil)
        #expect(PageReader(found.page()).failure == nil)
        #expect(try JSON(parsing: found.json()).object != nil)
    }

    @Test func `dialogues, prompts and unknown records have pages`() throws {
        let dialogue: JSONObject = [
            "id": "d1", "kind": "sft", "task": "chat", "topic": "Sea",
            "messages": [
                ["role": "user", "content": "Hello?"], ["role": "assistant", "content": "Hi."],
                ["role": "user", "content": "More?"], ["role": "assistant", "content": "No more."],
            ], "reward": ["helpfulness": 3.0, "verbosity": 1.0],
        ]
        let prompt: JSONObject = ["id": "p1", "task": "qa", "prompt": "What is a tide?"]
        let other: JSONObject = ["id": "o1", "number": 7, "deep": ["list": [1, nil, "x"]]]
        let found = try report([dialogue, prompt, other])
        #expect(found.pairs == nil)
        #expect(found.rewards.map(\.name) == ["helpfulness", "verbosity"])
        #expect(found.rewards[0].sides[.response]?.mean == 3)
        let page = PageReader(found.page())
        #expect(page.failure == nil)
        for text in ["More?", "No more.", "What is a tide?", "deep"] {
            #expect(page.text.contains(text))
        }
    }

    @Test func `records of any shape are survived`() throws {
        let odd: [JSONObject] = [
            ["id": "x1", "prompt": 3, "chosen": [], "rejected": nil, "margin": "wide"],
            ["id": "x2", "messages": [["role": 1, "content": ["a": 1]]], "task": ["deep": [1]]],
            ["id": "x3", "chosen": "text", "chosen_reward": 1e300, "rejected": "t"],
            ["id": "x4", "chosen": [["content": nil]], "topic": [[], 7, ""], "judge": "nobody"],
            ["id": "x5", "verdict": [], "source": 4, "response": 5.5, "reward": true],
            ["id": "x6", "margin": -1e299, "chosen": "", "rejected": "", "task": ""],
        ]
        #expect(PageReader(try report(odd).page()).failure == nil)
    }
}

@Suite struct DamageTests {
    private func dataset() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try write((0..<40).map { pair("id\($0)", prompt: "Question \($0)?") }, to: folder.url)
        return folder
    }

    private func damage(_ url: URL, at offset: Int) throws {
        var bytes = try Data(contentsOf: url)
        bytes[offset] ^= 0xFF
        try bytes.write(to: url)
    }

    @Test func `a damaged frame loses its records and no others`() throws {
        let folder = try dataset()
        try damage(folder.appending(path: "shard-00000.jsonl.zst"), at: 30)
        let found = try DatasetReport(of: folder.url)
        #expect(found.problems.count == 1)
        let lost = found.problems.reduce(0) { $0 + $1.recordsLost }
        #expect(lost > 0 && lost < 5)
        #expect(found.groups[0].records == 40 - lost)
        #expect(found.page().contains("Parts of this folder cannot be read"))
    }

    @Test func `a missing shard is named and the others are read`() throws {
        let folder = try dataset()
        try FileManager.default.removeItem(at: folder.appending(path: "shard-00001.jsonl.zst"))
        let found = try DatasetReport(of: folder.url)
        #expect(found.problems.count == 1)
        #expect(found.problems[0].message.contains("shard-00001"))
        #expect(found.groups[0].records == 40 - found.problems[0].recordsLost)
    }

    @Test func `without a catalog the shards are read all the same`() throws {
        let folder = try dataset()
        try FileManager.default.removeItem(at: folder.appending(path: "catalog.sqlite"))
        let found = try DatasetReport(of: folder.url)
        #expect(found.accepted == 40 && found.groups[0].records == 40)
        #expect(found.stages.isEmpty && found.problems.count == 1)
    }

    @Test func `a catalog of rubbish is no catalog`() throws {
        let folder = try dataset()
        try folder.write("catalog.sqlite", [UInt8](repeating: 0x5A, count: 9_000))
        let found = try DatasetReport(of: folder.url)
        #expect(found.groups[0].records == 40 && found.problems.count == 1)
    }

    @Test func `a folder of something else is an error`() throws {
        let folder = try TemporaryFolder()
        try folder.write("notes.txt", "hello")
        #expect(throws: DatasetError.notADataset(folder: folder.path, found: ["notes.txt"])) {
            _ = try DatasetReport(of: folder.url)
        }
    }

    @Test func `every byte of a small shard may be wrong`() throws {
        let folder = try TemporaryFolder()
        try write((0..<4).map { pair("id\($0)") }, to: folder.url)
        let shard = folder.appending(path: "shard-00000.jsonl.zst")
        let size = try Data(contentsOf: shard).count
        for offset in stride(from: 0, to: size, by: 7) {
            try damage(shard, at: offset)
            let found = try DatasetReport(of: folder.url)
            #expect(!found.problems.isEmpty)
            try damage(shard, at: offset)
        }
    }
}

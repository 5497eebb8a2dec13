import Foundation
import JSON
import Testing

@testable import Datasets

/// Options that make several frames and shards of a few records.
let smallFrames = DatasetWriter.Options(frameBytes: 400, shardBytes: 1500)

/// A preference row that differs for every number.
func row(_ number: Int, text: String = "") -> JSONObject {
    [
        "id": .string("rec\(String(number, radix: 16).leftPadded(to: 8))"),
        "task": .string(number.isMultiple(of: 3) ? "math" : "open_qa"),
        "prompt": [["role": "user", "content": .string("Question \(number) \(text)")]],
        "chosen": [
            [
                "role": "assistant",
                "content": .string(String(repeating: "good ", count: number % 7 + 2)),
            ]
        ],
        "rejected": [
            [
                "role": "assistant",
                "content": .string(String(repeating: "bad ", count: number % 5 + 2)),
            ]
        ],
        "chosen_reward": .double(3 + Double(number % 4) / 4),
        "rejected_reward": .double(1 + Double(number % 3) / 4),
        "chosen_attributes": [
            "helpfulness": .double(3), "verbosity": .double(Double(number % 5) / 2),
        ],
        "rejected_attributes": ["helpfulness": .double(1), "verbosity": .double(1.5)],
    ]
}

func rejectedRow(_ number: Int) -> JSONObject {
    [
        "id": .string("bad\(String(number, radix: 16).leftPadded(to: 8))"), "stage": "answers",
        "reason": .string(number.isMultiple(of: 2) ? "too short" : "not a list"),
        "raw": .string("Sorry \(number)"),
    ]
}

/// Source record `number`, from which one accepted or rejected record came.
func ledgerEntry(_ number: Int, text: String = "") -> LedgerEntry {
    let isAccepted = !number.isMultiple(of: 4)
    let source = "src\(String(number, radix: 16).leftPadded(to: 8))"
    let answer = isAccepted ? row(number)["id"]?.string : rejectedRow(number)["id"]?.string
    return LedgerEntry(
        position: number,
        stage: "topics",
        id: source,
        lineage: [
            LineageRow(id: source, stage: "topics", fields: ["topic": .string("Topic \(number)")]),
            LineageRow(
                id: answer ?? "",
                parents: [source],
                stage: "answers",
                number: 0,
                call: "c0ffee",
                status: isAccepted ? .passed : .rejected,
                reason: isAccepted ? nil : "too short",
                fields: ["response": .string(text)]
            ),
        ],
        counts: [
            StageCount(stage: "topics", created: 1, passed: 1),
            StageCount(
                stage: "answers",
                created: 1,
                passed: isAccepted ? 1 : 0,
                rejected: isAccepted ? 0 : 1,
                rejections: isAccepted ? [:] : ["too short": 1]
            ),
        ]
    )
}

let description = DatasetDescription(
    pipeline: "preference",
    document: "{\"name\": \"preference\"}\n",
    documentHash: "beef",
    seed: 340,
    stages: ["topics", "answers"],
    models: [.init(name: "generator", source: "tiny | random", hash: "sha256:1", license: "mit")]
)

extension DatasetWriter {
    /// Appends what `numbers` give, in canonical order, as a pipeline would.
    func run(_ numbers: Range<Int>, text: String = "", changedFrom: Int = .max) throws {
        for number in numbers {
            let note = number >= changedFrom ? text : ""
            if number.isMultiple(of: 4) {
                try appendRejected(rejectedRow(number))
            } else {
                try append(row(number, text: note))
            }
            try commitSourceRecord(ledgerEntry(number, text: note))
        }
    }
}

/// Writes a complete dataset of `count` source records; returns the writer for what it noticed.
@discardableResult
func writeDataset(
    _ folder: URL,
    _ count: Int = 60,
    text: String = "",
    changedFrom: Int = .max,
    options: DatasetWriter.Options = smallFrames
) throws -> DatasetWriter {
    let writer = try DatasetWriter(folder: folder, description: description, options: options)
    try writer.run(0..<count, text: text, changedFrom: changedFrom)
    try writer.finish { try DatasetCard(license: "apache-2.0").text(for: $0) }
    return writer
}

/// The shards' bytes by name, and the card's.
func files(_ folder: URL) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".zst") || $0 == "README.md" }
    return Dictionary(
        uniqueKeysWithValues: try names.map {
            ($0, try Data(contentsOf: folder.appending(path: $0)))
        }
    )
}

/// Every row of every canonical table, as text.
func catalogContent(_ folder: URL) throws -> [String] {
    let catalog = try Catalog.open(at: folder.appending(path: "catalog.sqlite"))
    return try catalog.dump(
        [
            "meta", "shards", "frames", "records", "source_records", "lineage", "stage_counts",
            "rejections",
        ])
}

extension RecordReader {
    func all() throws -> [JSONObject] {
        var records: [JSONObject] = []
        while let record = try next() { records.append(record) }
        return records
    }
}

extension RecordCursor {
    func all() throws -> [JSONObject] {
        var records: [JSONObject] = []
        while let record = try next() { records.append(record) }
        return records
    }
}

extension String {
    func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: max(0, width - count)) + self
    }
}

/// A `DatasetError` of any kind that `body` throws.
func thrown(_ body: () throws -> Void) -> DatasetError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DatasetError
    }
}

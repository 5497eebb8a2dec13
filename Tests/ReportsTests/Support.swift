import Datasets
import Foundation
import JSON
import Reports
import TestSupport

/// A preference row.
func pair(
    _ id: String, task: String = "open_qa", topic: [String] = [], prompt: String = "Why?",
    chosen: String = "Because of this.", rejected: String = "No idea.",
    rewards: (Double, Double) = (4, 3), judge: String = "reward_model", source: String? = nil
) -> JSONObject {
    var row: JSONObject = [
        "id": .string(id), "kind": "preference", "task": .string(task),
        "topic": .array(topic.map(JSON.string)),
        "prompt": [["role": "user", "content": .string(prompt)]],
        "chosen": [["role": "assistant", "content": .string(chosen)]],
        "rejected": [["role": "assistant", "content": .string(rejected)]],
        "chosen_reward": .double(rewards.0), "rejected_reward": .double(rewards.1),
        "margin": .double(rewards.0 - rewards.1),
        "chosen_attributes": ["helpfulness": .double(rewards.0 / 2)],
        "rejected_attributes": ["helpfulness": .double(rewards.1 / 2)],
        "judge": ["kind": .string(judge), "model": "m"],
    ]
    if let source { row["source"] = .string(source) }
    return row
}

/// Writes a finished dataset of these records.
func write(
    _ accepted: [JSONObject], rejected: [JSONObject] = [], to folder: URL,
    description: DatasetDescription = DatasetDescription(pipeline: "made up", seed: 7),
    entries: [LedgerEntry] = [],
    options: DatasetWriter.Options = .init(frameBytes: 400, shardBytes: 4_000)
) throws {
    let writer = try DatasetWriter(folder: folder, description: description, options: options)
    for record in accepted { try writer.append(record) }
    for record in rejected { try writer.appendRejected(record) }
    for entry in entries { try writer.commitSourceRecord(entry) }
    try writer.finish()
}

/// A report of a dataset of these records.
func report(
    _ accepted: [JSONObject], rejected: [JSONObject] = [], by: String = "task",
    entries: [LedgerEntry] = []
) throws -> DatasetReport {
    let folder = try TemporaryFolder()
    try write(accepted, rejected: rejected, to: folder.url, entries: entries)
    return try DatasetReport(of: folder.url, by: by)
}

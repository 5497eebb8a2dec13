public import Foundation
public import JSON

/// A training's record, logs and samples, read for a page: of a finished training from the model's
/// folder, of one at work from the folder beside it.
public struct TrainingReport {
    /// A step of the training.
    struct Step {
        /// What the record says of it.
        let record: JSON
        /// Lines of optimizer steps.
        let lines: [JSONObject]
        /// Lines of evaluations of what is held out.
        let evaluations: [JSONObject]

        var type: String { record["type"]?.string ?? "training" }
        /// Optimizer steps in all; nil if the record does not say.
        var planned: Int? { record["steps"]?.integer }
    }

    /// A prompt with the answers of both models.
    struct Sample {
        let name: String
        let isHeldOut: Bool
        let prompt: Passage
        let before: Passage
        let after: Passage
        let isBeforeCut: Bool
        let isAfterCut: Bool
    }

    /// Where it was read from.
    public let folder: URL
    let title: String
    let isRunning: Bool
    let record: JSON
    let steps: [Step]
    let samples: [Sample]

    private static let recordName = "training.json"
    private static let workExtension = "training"

    /// The folder with a training's record or logs for a model's folder: that of a training at work
    /// first; nil if there is none.
    public static func folder(for folder: URL) -> URL? {
        let work = folder.appendingPathExtension(workExtension)
        return [work, folder].first { !logs(in: $0).isEmpty || has(recordName, $0) }
    }

    /// Reads a training.
    ///
    /// - Parameter folder: As ``folder(for:)`` gives it.
    public init(of folder: URL) {
        self.folder = folder
        isRunning = folder.pathExtension == Self.workExtension
        title = (isRunning ? folder.deletingPathExtension() : folder).lastPathComponent
        record = Self.json(folder.appending(path: Self.recordName)) ?? [:]
        let logs = Self.logs(in: folder)
        let records = record["steps"]?.array ?? []
        steps = (0..<max(logs.count, records.count)).map { index in
            let lines = index < logs.count ? Self.lines(logs[index]) : []
            return Step(
                record: index < records.count ? records[index] : [:],
                lines: lines.filter { $0["loss"] != nil },
                evaluations: lines.filter { $0["heldout_loss"] != nil })
        }
        samples = (Self.json(folder.appending(path: "samples.json"))?["samples"]?.array ?? [])
            .map { sample in
                func passage(_ key: String) -> Passage { Passage(sample[key]?.string ?? "") }
                return Sample(
                    name: sample["name"]?.string ?? "",
                    isHeldOut: sample["held_out"]?.bool ?? false, prompt: passage("prompt"),
                    before: passage("before"), after: passage("after"),
                    isBeforeCut: sample["before_cut"]?.bool ?? false,
                    isAfterCut: sample["after_cut"]?.bool ?? false)
            }
    }

    /// The figures that the page shows.
    public var json: JSON {
        func list(_ lines: [JSONObject]) -> JSON { .array(lines.map(JSON.object)) }
        return [
            "title": .string(title), "running": .bool(isRunning), "record": record,
            "steps": .array(
                steps.map { step in
                    [
                        "type": .string(step.type), "lines": list(step.lines),
                        "evaluations": list(step.evaluations),
                    ]
                }),
        ]
    }

    // MARK: Files

    /// The logs of the steps in order.
    private static func logs(in folder: URL) -> [URL] {
        if has("training.jsonl", folder) { return [folder.appending(path: "training.jsonl")] }
        var logs: [URL] = []
        while has("training-\(logs.count + 1).jsonl", folder) {
            logs.append(folder.appending(path: "training-\(logs.count + 1).jsonl"))
        }
        return logs
    }

    private static func has(_ name: String, _ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    private static func json(_ url: URL) -> JSON? {
        (try? Data(contentsOf: url)).flatMap { try? JSON(parsing: Array($0)) }
    }

    /// The lines that are there; the last may be half written.
    private static func lines(_ url: URL) -> [JSONObject] {
        guard let data = try? Data(contentsOf: url) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            (try? JSON(parsing: Array($0)))?.object
        }
    }
}

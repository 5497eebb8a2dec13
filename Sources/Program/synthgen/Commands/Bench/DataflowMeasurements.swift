import Datasets
import Formatting
import Foundation
import JSON
import Terminal

/// A measured figure with its name and unit.
struct BenchFigure {
    let name: String
    let value: Double
    let unit: String

    var json: JSON {
        [
            "what": .string(name), "value": .double((value * 10).rounded() / 10),
            "unit": .string(unit),
        ]
    }

    var line: String {
        let shown =
            value >= 1_000 ? Format.count(Int(value.rounded())) : "\((value * 10).rounded() / 10)"
        return name.padding(toLength: 48, withPad: " ", startingAt: 0) + "  \(shown) \(unit)"
    }
}

/// The measurements of `bench dataflow`, each in a temporary folder of its own.
enum DataflowMeasurements {
    /// Measures records through read, map, filter, deduplicate and write.
    ///
    /// Must run first of all, since a process's peak of memory never falls.
    static func stream(records: Int, window: Int) async throws -> [BenchFigure] {
        let folder = try BenchFolder()
        try folder.writeLines(records, to: "records.jsonl") { number in
            // Every tenth text repeats an earlier one.
            var text = BenchText(seed: UInt64(number % 10 == 9 ? number - 9 : number))
            return #"{"number": \#(number), "text": "\#(text.sentence(words: 15))"}"#
        }
        try folder.write(
            """
            {"schemaVersion": 1, "name": "stream", "stages": {
              "records": {"type": "read", "dataset": "records.jsonl"},
              "mapped": {"type": "map", "input": "records", "set": {"length": "text | length"}},
              "kept": {"type": "filter", "input": "mapped", "where": "length > 70"},
              "once": {"type": "deduplicate", "input": "kept", "field": "text"},
              "out": {"type": "write", "input": "once", "dataset": "out"}}}
            """, to: "document.json")
        let run = try await folder.run(window: window)
        var figures = [
            BenchFigure(
                name: "read, map, filter, deduplicate, write",
                value: Double(run.summary.sourceRecords) / run.seconds, unit: "records/s")
        ]
        if let peak = peakMemoryInBytes() {
            figures.append(
                BenchFigure(
                    name: "  peak resident memory", value: Double(peak) / 1e6, unit: "MB"))
        }
        return figures
    }

    /// Measures source records through three stages that ask a model which answers at once.
    static func chain(records: Int, window: Int) async throws -> [BenchFigure] {
        let folder = try BenchFolder()
        try folder.writeLines(records, to: "topics.jsonl") { #"{"topic": "topic \#($0)"}"# }
        try folder.write("Write a question about {{ topic }}.", to: "question.jinja")
        try folder.write("Answer this question: {{ question }}", to: "answer.jinja")
        try folder.write(
            "Is this a good answer to {{ question }}?\n\n{{ answer }}", to: "remark.jinja")
        try folder.write(
            """
            {"schemaVersion": 1, "name": "chain", "models": {"instant": {"source": "instant"}},
             "stages": {
              "topics": {"type": "read", "dataset": "topics.jsonl"},
              "questions": {"type": "generate", "input": "topics", "model": "instant",
                            "prompt": "question.jinja", "into": "question"},
              "answers": {"type": "generate", "input": "questions", "model": "instant",
                          "prompt": "answer.jinja", "into": "answer"},
              "remarks": {"type": "generate", "input": "answers", "model": "instant",
                          "prompt": "remark.jinja", "into": "remark"},
              "out": {"type": "write", "input": "remarks", "dataset": "out"}}}
            """, to: "document.json")
        let run = try await folder.run(window: window)
        let made = run.stages.dropFirst().dropLast().reduce(0) { $0 + $1.counts.created }
        return [
            BenchFigure(
                name: "three generate stages, journal on",
                value: Double(run.summary.accepted) / run.seconds, unit: "records/s"),
            BenchFigure(
                name: "  model calls, each journaled", value: Double(made) / run.seconds,
                unit: "calls/s"),
        ]
    }

    /// Measures writing records into shards, and compressing the same bytes by zstd alone, on one
    /// thread.
    static func shards(megabytes: Int) throws -> [BenchFigure] {
        let folder = try BenchFolder()
        let records = try shardRecords(megabytes: megabytes)
        let options = DatasetWriter.Options()
        let clock = ContinuousClock()
        let writing = try clock.measure {
            let writer = try DatasetWriter(folder: folder.url.appending(path: "out"))
            for record in records { try writer.append(record) }
            try writer.finish()
        }
        var frames: [[UInt8]] = [[]]
        for record in records {
            record.append(to: &frames[frames.count - 1])
            frames[frames.count - 1].append(0x0A)
            if frames[frames.count - 1].count >= options.frameBytes { frames.append([]) }
        }
        let bytes = frames.reduce(0) { $0 + $1.count }
        let compressing = try clock.measure {
            for frame in frames {
                _ = try ZstdCodec.compress(frame, level: options.compressionLevel)
            }
        }
        func figure(_ name: String, _ time: Duration) -> BenchFigure {
            BenchFigure(name: name, value: Double(bytes) / 1e6 / time.inSeconds, unit: "MB/s")
        }
        return [
            figure("shards written", writing),
            figure("  zstd -\(options.compressionLevel) alone", compressing),
            BenchFigure(
                name: "  shards against zstd alone",
                value: 100 * compressing.inSeconds / writing.inSeconds, unit: "%"),
        ]
    }

    private static func shardRecords(megabytes: Int) throws -> [JSONObject] {
        var size = 0
        var records: [JSONObject] = []
        while size < megabytes * 1_000_000 {
            var text = BenchText(seed: UInt64(records.count))
            let record: JSONObject = [
                "id": .string("record-\(records.count)"),
                "prompt": .string(text.sentence(words: 20)),
                "response": .string(text.sentence(words: 120)),
            ]
            size += JSON.object(record).encoded().count
            records.append(record)
        }
        return records
    }
}

import Chat
import Dataflow
import Datasets
import Foundation
import Stages

/// A temporary folder with a document, its input and its output; removed with the last reference.
final class BenchFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "synthgen-bench-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: url.appending(path: name))
    }

    /// Writes `count` lines that `line` makes, a MiB at a time.
    func writeLines(_ count: Int, to name: String, _ line: (Int) -> String) throws {
        let target = url.appending(path: name)
        try Data().write(to: target)
        let file = try FileHandle(forWritingTo: target)
        defer { try? file.close() }
        var piece: [UInt8] = []
        for number in 0..<count {
            piece += line(number).utf8
            piece.append(0x0A)
            if piece.count > 1 << 20 || number == count - 1 {
                try file.write(contentsOf: Data(piece))
                piece.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Runs `document.json` with an instant model, journal and writer as `synthgen run` does.
    func run(window: Int) async throws -> BenchRun {
        let registry = LanguageModelRegistry()
        registry.register(InstantModel(), as: "instant")
        let document = try PipelineDocument(path: url.appending(path: "document.json").path)
        let graph = try Graph(document, registry: .builtIn(models: registry))
        let folder = URL(filePath: graph.sink.folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let start = ContinuousClock.now
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        let writer = try DatasetWriter(
            folder: folder,
            description: DatasetDescription(parts: graph.sink.parts?.names ?? []))
        let run = Run(
            graph, options: .init(window: window, seed: document.seed),
            memory: JournalMemory(journal))
        let summary = try await run.execute(into: DatasetSink(writer))
        try journal.flush()
        try writer.finish()
        try journal.close()
        return BenchRun(
            summary: summary, stages: run.progress.snapshot.stages,
            seconds: (ContinuousClock.now - start).inSeconds)
    }
}

/// A measured run.
struct BenchRun {
    let summary: Run.Summary
    let stages: [RunProgress.Stage]
    /// Time from opening the journal to the finished dataset.
    let seconds: Double
}

/// Peak resident memory of this process, in bytes; nil if the system does not report it.
func peakMemoryInBytes() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let number = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return number * 1024
}

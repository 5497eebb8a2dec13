import Foundation
import JSON
import Terminal
import Training

/// The logs of a step: its own, one for other programs, and event files for TensorBoard.
final class StepLogs {
    private let log: TrainingLog
    private let lines: StepLines?
    private let events: EventFile?

    /// Opens the logs; the step's own keeps the lines of the first `step` optimizer steps.
    init(_ url: URL, keeping step: Int, _ settings: TrainingSession.Settings) throws {
        log = try TrainingLog(url: url, keeping: step)
        lines = try settings.log.map { try StepLines($0) }
        events = try settings.tensorBoard.map { try EventFile(folder: $0) }
    }

    /// Evaluations of what is held out, by the optimizer step that they come after.
    var evaluations: [Int: JSONObject] { log.evaluations }

    func write(_ report: StepReport) throws {
        try log.write(report)
        try lines?.write(report.json)
        try events?.write(Self.scalars(report.json, "train/"), step: report.step)
    }

    func write(heldOut figures: StepFigures, after step: Int) throws {
        try log.write(heldOut: figures, after: step)
        let line = figures.heldOut(after: step)
        try lines?.write(line)
        try events?.write(Self.scalars(line, "heldout/"), step: step)
    }

    /// The figures for TensorBoard: "train/loss", "heldout/loss".
    private static func scalars(
        _ line: JSONObject, _ group: String
    ) -> [(name: String, value: Double)] {
        line.pairs.compactMap { name, value in
            guard name != "step", let number = value.double else { return nil }
            let figure = name.hasPrefix("heldout_") ? String(name.dropFirst(8)) : name
            return (name: group + figure, value: number)
        }
    }
}

/// A line of JSON for each step, for other programs.
private struct StepLines {
    private let file: FileHandle?

    init(_ path: String) throws {
        guard path != "-" else {
            file = nil
            return
        }
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        file = try FileHandle(forWritingTo: URL(filePath: path))
        try file?.seekToEnd()
    }

    func write(_ line: JSONObject) throws {
        let bytes = JSON.object(line).encoded()
        guard let file else { return printLine(bytes) }
        try file.write(contentsOf: Data(bytes + [0x0A]))
    }
}

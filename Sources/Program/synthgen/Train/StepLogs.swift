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
    ///
    /// - Parameter events: The folder of the event file.
    init(_ url: URL, keeping step: Int, lines: StepLines?, events: URL?) throws {
        log = try TrainingLog(url: url, keeping: step)
        self.lines = lines
        self.events = try events.map { try EventFile(folder: $0) }
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

/// A line of JSON for each step of a training, for other programs.
final class StepLines {
    private let file: FileHandle?

    /// Opens the file; `-` is standard output.
    ///
    /// - Parameter isResumed: Whether to go on at the end of what is there.
    init(_ path: String, isResumed: Bool) throws {
        guard path != "-" else {
            file = nil
            return
        }
        let descriptor = open(
            path, O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (isResumed ? 0 : O_TRUNC), 0o666)
        guard descriptor >= 0 else {
            throw ProgramError.unreadable(
                path: path, problem: "cannot be written: \(String(cString: strerror(errno)))")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ line: JSONObject) throws {
        let bytes = JSON.object(line).encoded()
        guard let file else { return printLine(bytes) }
        try file.write(contentsOf: Data(bytes + [0x0A]))
    }
}

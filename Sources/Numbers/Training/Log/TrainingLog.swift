package import Foundation
package import JSON

/// `training.jsonl`: a line of JSON for each step, beside the checkpoint.
///
/// Evaluations of what is held out have lines of their own, with the step that they come after.
/// A training that goes on from a state drops the lines after that state's step first, so each step
/// has one line.
package final class TrainingLog {
    private let file: FileHandle
    /// Evaluations by the step that they come after.
    package private(set) var evaluations: [Int: JSONObject] = [:]

    /// Opens the log and keeps the lines of the first `step` steps; of 0, none.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package init(url: URL, keeping step: Int) throws {
        let kept =
            step > 0 ? Self.lines(of: url).filter { ($0["step"]?.integer ?? .max) <= step } : []
        for case let line? in kept.map(\.object) where line["heldout_loss"] != nil {
            evaluations[line["step"]?.integer ?? 0] = line
        }
        let text = kept.map { $0.text + "\n" }.joined()
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
            file = try FileHandle(forWritingTo: url)
            try file.seekToEnd()
        } catch {
            throw TrainingError.cannotSave(path: url.path, reason: error.localizedDescription)
        }
    }

    deinit { try? file.close() }

    /// The lines that are there; a last one that a crash cut off is left out.
    package static func lines(of url: URL) -> [JSON] {
        guard let data = try? Data(contentsOf: url) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSON(parsing: Array($0))
        }
    }

    /// Adds a step's line.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package func write(_ report: StepReport) throws { try write(report.json) }

    /// Adds the line of an evaluation after a step, or before the first with 0.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package func write(heldOut figures: StepFigures, after step: Int) throws {
        let line = figures.heldOut(after: step)
        try write(line)
        evaluations[step] = line
    }

    private func write(_ line: JSONObject) throws {
        do {
            try file.write(contentsOf: Data((JSON.object(line).text + "\n").utf8))
        } catch {
            throw TrainingError.cannotSave(path: "training.jsonl", reason: "\(error)")
        }
    }
}

extension StepFigures {
    /// An evaluation's figures under the names that the log has.
    package func heldOut(after step: Int) -> JSONObject {
        var object: JSONObject = ["step": .integer(step), "heldout_loss": .double(loss)]
        for (name, value) in details { object["heldout_" + name] = .double(value) }
        return object
    }
}

extension StepReport {
    /// The step's figures under the names that the log has.
    package var json: JSONObject {
        var object: JSONObject = [
            "step": .integer(step), "loss": .double(figures.loss),
            "grad_norm": .double(gradientNorm), "learning_rate": .double(learningRate),
            "tokens": .integer(figures.tokens), "targets": .integer(figures.targets),
        ]
        for (name, value) in figures.details { object[name] = .double(value) }
        object["tokens_per_second"] = .double(Double(figures.tokens) / max(seconds, 1e-9))
        return object
    }
}

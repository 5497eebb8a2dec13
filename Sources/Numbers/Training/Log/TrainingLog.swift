package import Foundation
package import JSON

/// `training.jsonl`: a line of JSON for each step, beside the checkpoint.
///
/// A training that goes on from a state drops the lines after that state's step first, so each step
/// has one line.
package final class TrainingLog {
    private let file: FileHandle

    /// Opens the log and keeps the lines of the first `step` steps.
    ///
    /// - Throws: ``TrainingError/cannotSave(path:reason:)``.
    package init(url: URL, keeping step: Int) throws {
        let kept = Self.lines(of: url).filter { ($0["step"]?.integer ?? .max) <= step }
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
    package func write(_ report: StepReport) throws {
        do {
            try file.write(contentsOf: Data((JSON.object(report.json).text + "\n").utf8))
        } catch {
            throw TrainingError.cannotSave(path: "training.jsonl", reason: "\(error)")
        }
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

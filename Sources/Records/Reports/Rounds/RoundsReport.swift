public import Foundation
import JSON

/// The evaluations of a rounds' folder, read for a page: a column for each model, in order.
public struct RoundsReport {
    /// A model between two steps, with what the evaluations found of it.
    struct Stage {
        let name: String
        let results: [JSON]
    }

    /// A figure of an evaluation over the stages.
    struct Figure {
        let evaluation: String
        let label: String
        let unit: String
        /// Of each stage, the value and its 95 % interval; nil where it was not found.
        let values: [(value: Double, low: Double?, high: Double?)?]
    }

    /// An item's answers by the first model and by the last.
    struct Sample {
        let evaluation: String
        let id: String
        let before: Passage
        let after: Passage
        /// Figures that have changed, as people read them.
        let change: String
    }

    /// Where it was read from.
    public let folder: URL
    let title: String
    let parts: [JSON]
    let stages: [Stage]

    private static let stateName = "rounds.json"
    private static let mostSamples = 12

    /// Whether a folder is of rounds.
    public static func isRounds(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: stateName).path)
    }

    /// Reads the folder.
    public init(of folder: URL) {
        self.folder = folder
        let state = Self.json(folder.appending(path: Self.stateName))
        title = state?["document"]?["name"]?.string ?? folder.lastPathComponent
        parts = state?["parts"]?.array ?? []
        stages = parts.compactMap { part in
            guard let name = part["part"]?.string,
                name.hasSuffix("evaluation")
                    || name.contains("/evaluation/"), part["digest"] != nil,
                let file = Self.json(folder.appending(path: name + ".json"))
            else { return nil }
            return Stage(name: Self.stageName(name), results: file["results"]?.array ?? [])
        }
    }

    /// The figures in the order of the first stage.
    var figures: [Figure] {
        (stages.first?.results ?? []).flatMap { result -> [Figure] in
            let evaluation = result["evaluation"]?.string ?? ""
            return (result["figures"]?.object?.pairs ?? []).map { name, figure in
                Figure(
                    evaluation: evaluation, label: figure["label"]?.string ?? name,
                    unit: figure["unit"]?.string ?? "",
                    values: stages.map { stage in
                        let found = stage.results.first { $0["evaluation"]?.string == evaluation }
                        let estimate = found?["figures"]?[name]
                        return estimate?["value"]?.double.map {
                            ($0, estimate?["low"]?.double, estimate?["high"]?.double)
                        }
                    })
            }
        }
    }

    /// Items whose figures differ between the first model and the last, a few of each evaluation.
    var samples: [Sample] {
        guard let first = stages.first, let last = stages.last, stages.count > 1 else { return [] }
        let each = max(1, Self.mostSamples / max(1, first.results.count))
        return first.results.flatMap { before -> [Sample] in
            let name = before["evaluation"]?.string ?? ""
            let after = last.results.first { $0["evaluation"]?.string == name }
            let pairs = zip(before["items"]?.array ?? [], after?["items"]?.array ?? [])
            return Array(pairs.lazy.compactMap { Self.sample(name, $0, $1) }.prefix(each))
        }
    }

    private static func sample(_ evaluation: String, _ before: JSON, _ after: JSON) -> Sample? {
        guard let id = before["id"]?.string, after["id"]?.string == id,
            let old = before["answers"]?.array?.last?["text"]?.string,
            let new = after["answers"]?.array?.last?["text"]?.string,
            let figures = before["figures"]?.object
        else { return nil }
        let changed = figures.pairs.filter { after["figures"]?[$0.0] != $0.1 && $0.1.double != nil }
        let isGraded = changed.contains { $0.1.double == 0 || $0.1.double == 1 }
        guard isGraded else { return nil }
        return Sample(
            evaluation: evaluation, id: id, before: Passage(old), after: Passage(new),
            change: changed.map { name, value in
                "\(name.replacing("_", with: " ")) \(value.text) → "
                    + (after["figures"]?[name]?.text ?? "–")
            }.joined(separator: ", "))
    }

    private static func stageName(_ part: String) -> String {
        let words = part.split(separator: "/").map(String.init)
        guard words.count == 3 else { return words.first ?? part }
        return "\(words[0].replacing("-", with: " ")) \(words[2].split(separator: "-").last ?? "")"
    }

    private static func json(_ file: URL) -> JSON? {
        (try? Data(contentsOf: file)).flatMap { try? JSON(parsing: Array($0)) }
    }
}

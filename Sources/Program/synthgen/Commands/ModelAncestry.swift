import Datasets
import Files
import Foundation
import Hub
import JSON

/// What a trained model follows from: the model before it, the rows that it was trained on, and the
/// models that made those, back to models that nobody trained here.
struct ModelAncestry {
    /// A model that was trained here.
    struct Training {
        /// Its name in the dataset that it made, or nil if a training began with it.
        let name: String?
        let source: String
        /// The training's name.
        let training: String
        /// What it began with.
        let model: String
        /// The rows: their path, and the digest of all rows of their step.
        let data: [(path: String, digest: String)]
        /// How many trainings and datasets lie between it and the record.
        let depth: Int
    }

    /// The trainings, those nearest to the record first.
    private(set) var trainings: [Training] = []
    private var seen: Set<String> = []

    /// Follows the models of a dataset.
    init(of folder: URL) { follow(dataset: folder, depth: 0) }

    private mutating func follow(dataset folder: URL, depth: Int) {
        guard let description = (try? DatasetReader(folder: folder))?.description else { return }
        for model in description.models {
            follow(model.source, named: model.name, depth: depth)
        }
    }

    private mutating func follow(_ source: String, named name: String?, depth: Int) {
        let folder = AdaptedSource(source)?.adapter ?? URL(filePath: source)
        let url = folder.appending(path: TrainingRecord.name)
        guard seen.insert(source).inserted, let bytes = try? FileReading.content(of: url),
            let record = try? JSON(parsing: bytes), let model = record["model"]?["source"]?.string
        else { return }
        let steps = record["steps"]?.array ?? []
        let data = steps.flatMap { step in
            (step["data"]?["sources"]?.array ?? []).compactMap { source in
                source["path"]?.string.map {
                    (path: $0, digest: step["data"]?["digest"]?.string ?? "")
                }
            }
        }
        trainings.append(
            Training(
                name: name, source: source, training: record["name"]?.string ?? "", model: model,
                data: data, depth: depth))
        for entry in data { follow(dataset: URL(filePath: entry.path), depth: depth + 1) }
        follow(model, named: nil, depth: depth + 1)
    }
}

extension ModelAncestry.Training {
    var json: JSON {
        [
            "model": name.map(JSON.string) ?? .null, "source": .string(source),
            "training": .string(training), "trained_from": .string(model),
            "rows": .array(
                data.map { ["path": .string($0.path), "digest": .string($0.digest)] }),
        ]
    }

    var text: String {
        let indent = String(repeating: "  ", count: depth)
        let lines =
            ["\(name.map { "model '\($0)'" } ?? "model")  \(source)"]
            + ["  trained by '\(training)' from \(model)"]
            + data.map { "  on \($0.path) (rows \($0.digest.prefix(12)))" }
        return lines.map { indent + $0 }.joined(separator: "\n")
    }
}

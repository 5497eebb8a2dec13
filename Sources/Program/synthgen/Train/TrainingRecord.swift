import Chat
import Datasets
import Formatting
import Foundation
import Hub
import JSON
import Training
import TrainingData

/// `training.json`: what a training is made of, for its card and its report, beside its logs.
///
/// It has nothing of time and machine, so that equal trainings write equal records.
struct TrainingRecord {
    let document: TrainingDocument
    let rows: [StepRows]
    let source: ResolvedModel
    /// Digest of the weights at the beginning.
    let identity: String
    let type: String
    /// The command that does it again.
    let command: String

    /// The file's name.
    static let name = "training.json"

    var json: JSONObject {
        var model: JSONObject = [
            "source": .string(document.model), "name": .string(source.name),
            "digest": .string(identity),
        ]
        if let license = source.license ?? Self.license(of: source.url) {
            model["license"] = .string(license)
        }
        if let repository { model["repository"] = .string(repository) }
        if let commit = source.commit { model["commit"] = .string(commit) }
        var json: JSONObject = [
            "name": .string(document.name), "command": .string(command), "model": .object(model),
            "seed": .integer(Int(clamping: document.seed)),
            "arithmetic": .string(document.arithmetic ?? "float32"),
            "moments": .string(document.moments.rawValue), "type": .string(type),
        ]
        if let text = document.description { json["description"] = .string(text) }
        if let adapter = document.adapter {
            json["adapter"] = [
                "rank": .integer(adapter.rank), "alpha": .double(adapter.alpha),
                "targets": adapter.targets.map { names in
                    .array(Set(names.map(Self.lastPart)).sorted().map(JSON.string))
                } ?? "all linear layers",
            ]
        }
        json["steps"] = .array(
            zip(document.steps, rows).map { .object($0.record($1, seed: document.seed)) })
        return json
    }

    private static func lastPart(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    /// The repository of a registered model on the Hub.
    private var repository: String? {
        guard let name = source.base,
            case .weights(let file) = ModelRegistry.standard[name]?.content
        else { return nil }
        return file.sources.lazy.compactMap { source in
            if case .huggingFace(let repository, _, _) = source { repository } else { nil }
        }.first
    }

    /// The license that a folder's card states.
    static func license(of folder: URL) -> String? {
        let file = folder.appending(path: ModelCard.name)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---" else { return nil }
        let line = lines.dropFirst().prefix { $0 != "---" }.first { $0.hasPrefix("license:") }
        let value = line?.dropFirst("license:".count)
            .trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A command line as a shell reads it.
    static func command(_ arguments: [String]) -> String {
        (["synthgen"] + arguments).map(quoted).joined(separator: " ")
    }

    private static func quoted(_ argument: String) -> String {
        let isPlain =
            !argument.isEmpty
            && argument.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "-_./:=,+@%".unicodeScalars.contains($0)
            }
        return isPlain ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
}

extension TrainingStep {
    /// The step in a record: its settings, its rows, and what is held out.
    fileprivate func record(_ rows: StepRows, seed: UInt64) -> JSONObject {
        let loop = settings(examples: rows.training.count, seed: seed)
        var record: JSONObject = [
            "type": .string(type), "steps": .integer(loop.steps),
            "settings": .object(settings(loop)), "data": .object(rows.training.record(sources)),
        ]
        if let description { record["description"] = .string(description) }
        if let held = rows.heldOut {
            var entry: JSONObject = [:]
            if case .share(let share) = heldOut { entry["share"] = .double(share) }
            if case .sources(let sources) = heldOut {
                entry["sources"] = .array(sources.map(\.record))
            }
            entry["examples"] = .integer(held.count)
            entry["digest"] = .string(held.digest)
            record["held_out"] = .object(entry)
        }
        return record
    }

    /// The settings by the names of their keys.
    private func settings(_ loop: TrainingSettings) -> JSONObject {
        var settings: JSONObject = [:]
        switch objective {
        case .supervised: settings["turns"] = .string(examples.turns.rawValue)
        case .preference(let loss, let term, _, let minChosen):
            switch loss {
            case .dpo(let beta, let smoothing):
                settings["loss"] = "sigmoid"
                settings["beta"] = .double(beta)
                settings["labelSmoothing"] = .double(smoothing)
            case .ipo(let beta):
                settings["loss"] = "ipo"
                settings["beta"] = .double(beta)
            case .rpo(let distance, let beta, let eta):
                settings["loss"] = .string(distance.rawValue)
                settings["beta"] = .double(beta)
                settings["eta"] = .double(eta)
            }
            settings["sftWeight"] = .double(term.weight)
            settings["sftReduction"] = .string(term.reduction.rawValue)
            if let minChosen { settings["minChosen"] = .double(minChosen) }
        case .attributes:
            settings["loss"] = "regression"
            settings["attributes"] = .array(examples.attributes.map(JSON.string))
            settings["reading"] = examples.reading.map { .string($0.rawValue) }
        case .rewardPairs:
            settings["loss"] = "pairs"
            settings["reading"] = examples.reading.map { .string($0.rawValue) }
        }
        settings["steps"] = .integer(loop.steps)
        if steps == nil { settings["epochs"] = .double(epochs) }
        settings["batch"] = .integer(batchSize)
        settings["learningRate"] = .double(learningRate)
        settings["schedule"] = .string(schedule.rawValue)
        settings["warmup"] = .integer(warmupSteps)
        settings["order"] = .string(order.rawValue)
        settings["beta1"] = .double(optimizer.beta1)
        settings["beta2"] = .double(optimizer.beta2)
        settings["epsilon"] = .double(optimizer.epsilon)
        settings["weightDecay"] = .double(optimizer.weightDecay)
        settings["clip"] = .double(optimizer.maximumNorm ?? 0)
        if let most = examples.maxTokens { settings["maxTokens"] = .integer(most) }
        settings["tooLong"] = .string(examples.tooLong.rawValue)
        return settings
    }
}

extension StepExamples {
    /// What was read, in a record.
    fileprivate func record(_ sources: [DataSource]) -> JSONObject {
        let summary = summary
        var record: JSONObject = [
            "sources": .array(sources.map(\.record)), "rows": .integer(summary.rows),
            "examples": .integer(summary.examples), "tokens": .integer(summary.tokens),
            "targets": .integer(summary.targets), "longest": .integer(summary.longest),
            "digest": .string(digest),
            "forms": .object(JSONObject(summary.forms.map { ($0.name, .integer($0.rows)) })),
            "rejected": .object(
                JSONObject(summary.rejected.map { ($0.reason, .integer($0.rows)) })),
        ]
        if summary.notDrawn > 0 { record["not_drawn"] = .integer(summary.notDrawn) }
        return record
    }
}

extension DataSource {
    /// Where rows come from, in a record; of a dataset's folder, with the models that made them.
    fileprivate var record: JSON {
        var record: JSONObject = ["path": .string(path)]
        if let part { record["part"] = .string(part) }
        if share != 1 { record["share"] = .double(share) }
        if let limit { record["limit"] = .integer(limit) }
        if path != Self.standardInput, let dataset = try? DatasetReader(folder: url) {
            let models = dataset.description.models.map { model -> JSON in
                ["name": .string(model.name), "license": model.license.map(JSON.string) ?? .null]
            }
            if !models.isEmpty { record["models"] = .array(models) }
        }
        return .object(record)
    }
}

import Foundation
import Hub
import JSON
import Models
import Rounds
import TrainingData

/// The trainings of a round.
extension RoundsSession {
    /// Does a step of a round, and returns the model that it leaves.
    func train(_ model: Stage, _ step: RoundStep, _ round: Int) async throws -> Stage {
        let name = "round-\(round)/\(step.name)"
        let seed = document.seed &+ UInt64(round - 1)
        let output = folder.appending(path: name)
        func folders(_ data: String, isOfAll: Bool) -> [String] {
            (isOfAll ? 1...round : round...round).map { dataFolder(data, $0).path }
        }
        let json = document.trainingJSON(step, model: model.source, seed: seed, folders: folders)
        var training = try document.training(
            step, model: model.source, isAdapted: AdaptedSource(model.source) != nil, seed: seed,
            folders: folders)
        training.output = output
        // Paths are not content: the model and the rows count by their digests.
        let content = document.trainingJSON(step, model: model.digest, seed: seed) {
            data, isOfAll in
            (isOfAll ? 1...round : round...round).map {
                state.begun(Self.name($0, data))?.digest ?? "not made"
            }
        }
        try await part(
            name, key: [JSON.object(content).text],
            isThere: FileManager.default.fileExists(
                atPath: output.appending(path: TrainingRecord.name).path),
            restart: {
                try? FileManager.default.removeItem(at: output.appendingPathExtension("training"))
            }
        ) {
            var settings = TrainingSession.Settings(
                threads: options.models.threads, device: options.trainingDevice, type: .f32,
                saveEvery: 25, printsOutput: false)
            settings.documentText = JSON.object(json).pretty()
            try await TrainingSession(training, settings).run()
            return try ModelDigest.ofFolder(output, extensions: ["safetensors"])
        }
        let source = isAdapted ? Self.base(of: model.source) + "+" + output.path : output.path
        return Stage(
            name: "round \(round) \(step.name)", source: source,
            digest: try await digest(of: source))
    }

    private var isAdapted: Bool { document.trainsAdapter || AdaptedSource(document.model) != nil }

    private static func base(of source: String) -> String {
        AdaptedSource(source)?.base ?? source
    }
}

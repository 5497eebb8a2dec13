import Chat
import Dataflow
import Datasets
import Evaluation
import Files
import Foundation
import Hashing
import JSON
import Terminal

/// The evaluations of a round.
extension RoundsSession {
    /// Evaluates a model by all documents; answers are remembered, so that a killed evaluation goes
    /// on.
    func evaluate(_ stage: Stage, part name: String) async throws -> [EvaluationResult] {
        guard !evaluators.isEmpty else { return [] }
        let file = folder.appending(path: name + ".json")
        var judge: [String] = []
        if let source = document.judge { judge = [source, try await digest(ofGiven: source)] }
        try await part(
            name, key: [stage.digest] + evaluators.map(\.digest) + judge,
            isThere: FileManager.default.fileExists(atPath: file.path)
        ) {
            let results = try await results(of: stage.source)
            let bytes = Array((EvaluationFile(results: results).json.pretty() + "\n").utf8)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try OutputFile.write(bytes, to: file.path)
            for result in results { say(Self.line(result)) }
            return SHA256.digest(bytes).hexadecimal
        }
        return try EvaluationFile(url: file, as: file.relativePath).results
    }

    private func results(of source: String) async throws -> [EvaluationResult] {
        let loader = ModelLoader(options: options.models)
        let model = try await loader.loadAny(
            source,
            readsConversations: evaluators.contains { $0.document.readsConversations })
        var judge: EvaluationJudge?
        if let source = document.judge {
            judge = .usual(of: try await loader.loadAny(source))
        }
        let cache = options.cache.open()
        defer { cache?.close() }
        let calls = CachedCalls(memory: cache.map(CacheMemory.init))
        var results: [EvaluationResult] = []
        for evaluator in evaluators {
            let activity = Activity("evaluating \(evaluator.document.name)")
            defer { activity.end() }
            results.append(
                try await evaluator.run(
                    model, judge: judge, calls: calls, limit: 2 * options.models.maxBatch
                ) { activity.update(completed: $0, total: evaluator.count) })
        }
        return results
    }

    private static func line(_ result: EvaluationResult) -> String {
        let figures = result.estimates.prefix(3).map {
            "\($0.figure.label) \($0.figure.text($0.value))"
        }
        return "\(result.evaluation): " + figures.joined(separator: ", ")
    }
}

import Dataflow
import Datasets
import Foundation
import JSON
import Rounds

/// Who stands in the places of a pipeline's models in a round.
struct RoundModels {
    let current: RoundsSession.Stage
    let previous: RoundsSession.Stage
    let first: RoundsSession.Stage

    func stage(_ place: RoundData.Place) -> RoundsSession.Stage? {
        switch place {
        case .current: current
        case .previous: previous
        case .first: first
        case .source: nil
        }
    }
}

/// The data of a round.
extension RoundsSession {
    /// Runs the pipelines of a round.
    func makeData(_ round: Int, _ models: RoundModels) async throws {
        for data in document.data {
            var sources: [String: String] = [:]
            var key: [String] = []
            for (name, place) in data.models.sorted(by: { $0.key < $1.key }) {
                if let stage = models.stage(place) {
                    sources[name] = stage.source
                    key += [name, stage.digest]
                } else if let source = place.source {
                    sources[name] = source
                    key += [name, try await digest(ofGiven: source)]
                }
            }
            let session = try runSession(data, round: round, models: sources)
            key += [
                session.graph.fingerprint(seed: session.seed),
                "\(session.graph.sink.target.map(String.init) ?? "all")",
                "\(session.graph.sink.quotas.map { "\($0)" } ?? "no quotas")",
            ]
            let folder = session.folder
            try await part(
                Self.name(round, data.name), key: key,
                isThere: (try? DatasetReader(folder: folder).isComplete) == true
            ) {
                let reporter = RunReporter(name: data.name, isJSON: false)
                let report = try await session.execute(reporter: reporter)
                let records = try DatasetReader(folder: folder).count()
                say("\(records) records in \(folder.relativePath)")
                for warning in RunLosses(report.funnel, of: session.graph).warnings {
                    printError("warning: \(warning)")
                }
                return try ModelDigest.ofFolder(folder, extensions: ["zst"])
            }
        }
    }

    /// The session of a pipeline; its folder is the rounds'.
    func runSession(
        _ data: RoundData, round: Int, models: [String: String]
    ) throws -> RunSession {
        try RunSession(
            path: data.pipeline.relativePath,
            overrides: RunOverrides(
                target: data.target, output: dataFolder(data.name, round),
                seed: document.seed &+ UInt64(round - 1), models: models, given: data.given),
            options: options.models, limits: nil, cache: options.cache,
            // The folder is the rounds' own: what it holds follows from the document.
            folder: FolderPolicy(replaces: true, shrinks: true))
    }

    /// Where a round's data lie.
    func dataFolder(_ name: String, _ round: Int) -> URL {
        folder.appending(path: Self.name(round, name))
    }

    /// The name of the part that makes data.
    static func name(_ round: Int, _ data: String) -> String { "round-\(round)/data/\(data)" }
}

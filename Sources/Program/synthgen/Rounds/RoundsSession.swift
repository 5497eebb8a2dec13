import Chat
import Dataflow
import Evaluation
import Formatting
import Foundation
import Hashing
import JSON
import Rounds

/// The rounds of a document, part by part: what is done already is not done again.
///
/// A part is known by its name (`round-1/data/instructions`) and by a key: the digest of all that
/// decides what it leaves, the content of models and datasets included.
final class RoundsSession {
    /// How this machine does the work; nothing of it is in a key.
    struct Options {
        let models: ModelOptions
        let cache: CacheOptions
        let trainingDevice: DeviceChoice
    }

    /// A model between two steps.
    struct Stage {
        /// What its column is called.
        let name: String
        /// Its source: what `--model` takes.
        let source: String
        /// Digest of its files.
        let digest: String
        /// What the evaluations found of it.
        var results: [EvaluationResult] = []
    }

    let document: RoundsDocument
    let folder: URL
    let options: Options
    let evaluators: [Evaluator]
    var state: RoundsState
    /// Digests of models that no part makes, by their sources.
    private var digests: [String: String] = [:]
    private let begun = ContinuousClock.now

    /// Checks all documents: a mistake in the last one is found before the first is run.
    init(_ document: RoundsDocument, path: String, folder: URL, options: Options) throws {
        (self.document, self.folder, self.options) = (document, folder, options)
        evaluators = try document.evaluations.map {
            try Evaluator(try EvaluationDocument(path: $0.relativePath))
        }
        state = try RoundsState(
            folder: folder, document: ["name": .string(document.name), "path": .string(path)])
        for data in document.data {
            _ = try runSession(
                data, round: 1, models: data.models.mapValues { $0.source ?? document.model })
        }
    }

    /// Does what is not done, and returns the table of all evaluations.
    func run() async throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var first = Stage(
            name: "base", source: document.model, digest: try await digest(of: document.model))
        first.results = try await evaluate(first, part: "base/evaluation")
        var (stages, current, previous) = ([first], first, first)
        for round in 1...document.rounds {
            try await makeData(
                round, RoundModels(current: current, previous: previous, first: first))
            var newest = current
            for step in document.steps {
                newest = try await train(newest, step, round)
                newest.results = try await evaluate(
                    newest, part: "round-\(round)/evaluation/\(step.name)")
                stages.append(newest)
            }
            if isAccepted(newest, after: current, round) {
                (previous, current) = (current, newest)
            }
        }
        say("the newest accepted model is \(current.source)")
        return EvaluationTable(
            results: evaluators.indices.map { index in stages.map { $0.results[index] } },
            columns: stages.map(\.name), showsGroups: false
        ).text
    }

    // MARK: Parts

    /// Does a part unless it is done, and remembers it.
    ///
    /// - Parameters:
    ///   - isThere: Whether what it leaves is in the folder.
    ///   - restart: Called before it is done anew with another key.
    ///   - work: Does it, and returns the digest of what it left.
    func part(
        _ name: String, key: [String], isThere: Bool,
        restart: () throws -> Void = {},
        _ work: () async throws -> String
    ) async throws {
        var hash = SHA256()
        for text in key { hash.update(framed: text) }
        let key = hash.finalize().hexadecimal
        if isThere, state.finished(name, key: key) != nil {
            return say("\(name): done before")
        }
        if let begun = state.begun(name), begun.key != key {
            say("\(name): what it follows from has changed")
            try restart()
        }
        say(name)
        try state.note(RoundsState.Part(name: name, key: key))
        let start = ContinuousClock.now
        // A part's own handlers of signals have nothing to finish any more.
        defer { SignalHandler.release() }
        let digest = try await work()
        try state.note(
            RoundsState.Part(
                name: name, key: key, digest: digest,
                seconds: (ContinuousClock.now - start).inSeconds))
    }

    /// Tells people where it is.
    func say(_ text: String) {
        let seconds = (ContinuousClock.now - begun).inSeconds
        printError("[\(Format.duration(seconds))] \(document.name): \(text)")
    }

    /// Digest of a model's files.
    func digest(of source: String) async throws -> String {
        try ModelDigest(try await ModelLoader(options: options.models).resolve(source)).hexadecimal
    }

    /// The same of a model that stays as it is while the rounds run.
    func digest(ofGiven source: String) async throws -> String {
        if let known = digests[source] { return known }
        let digest = try await digest(of: source)
        digests[source] = digest
        return digest
    }

    // MARK: The gate

    private func isAccepted(_ newest: Stage, after before: Stage, _ round: Int) -> Bool {
        let outcomes = document.gate.map {
            $0.outcome(before: before.results, after: newest.results)
        }
        let texts = zip(document.gate, outcomes).map { condition, outcome in
            outcome.map(Self.text)
                ?? "\(condition.evaluation)/\(condition.figure ?? "") is not known"
        }
        let holds = outcomes.allSatisfy { $0?.holds ?? false }
        let verdict = holds ? "accepted" : "refused; the next round begins where this one did"
        say(
            "round \(round): \(verdict)"
                + (texts.isEmpty ? "" : "\n  " + texts.joined(separator: "\n  ")))
        return holds
    }

    private static func text(_ outcome: GateCondition.Outcome) -> String {
        func signed(_ number: Double) -> String { (number < 0 ? "" : "+") + number.fixed(2) }
        return "\(outcome.name) \(signed(outcome.difference)), asked for "
            + "\(signed(outcome.bound)): \(outcome.holds ? "holds" : "missed")"
    }

    // MARK: Looking ahead

    /// The parts in order, with what is known of each.
    var outline: String {
        var names = evaluators.isEmpty ? [] : ["base/evaluation"]
        for round in 1...document.rounds {
            names += document.data.map { Self.name(round, $0.name) }
            for step in document.steps {
                names.append("round-\(round)/\(step.name)")
                if !evaluators.isEmpty {
                    names.append("round-\(round)/evaluation/\(step.name)")
                }
            }
        }
        let rows = names.map { name -> [String] in
            guard let part = state.begun(name) else { return [name, "", ""] }
            let time = part.seconds.map { Format.duration($0) } ?? ""
            return [name, part.digest == nil ? "begun" : "done", time]
        }
        return Table.lines(rows).joined(separator: "\n")
    }
}

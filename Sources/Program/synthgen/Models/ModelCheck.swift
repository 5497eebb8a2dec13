import Chat
import Checkpoints
import Dataflow
import Formatting
import Foundation
import Hub
import Models

/// Looks for the models of a document before anything is asked of them: whether their sources are
/// there, whether those that score have a reward head that fits, and whether pairs know what its
/// attributes count.
struct ModelCheck {
    let store: ModelStore

    /// Connects a document's stages, and looks for its models.
    ///
    /// - Throws: Every problem of the stages and of the models, in document order. If stages have
    ///   problems, it is not known what they take from a model, only whether it is there.
    func graph(
        of document: PipelineDocument, registry: StageRegistry, overrides: RunOverrides
    ) throws(InvalidDocument) -> (graph: Graph, warnings: [Problem]) {
        let graph: Graph
        do {
            graph = try Graph(document, registry: registry, overrides: overrides)
        } catch {
            let problems = error.problems + problems(of: error.models)
            throw InvalidDocument(problems.inOrder(of: document.source.path))
        }
        let found = findings(in: graph)
        guard found.problems.isEmpty else { throw InvalidDocument(found.problems) }
        return (graph, graph.warnings + found.warnings)
    }

    private func problems(of models: [ModelDeclaration]) -> [Problem] {
        models.compactMap { model in
            do throws(Problem) {
                _ = try check(model, Uses())
                return nil
            } catch { return error }
        }
    }

    /// Problems, and warnings about models that are only to be fetched.
    func findings(in graph: Graph) -> (problems: [Problem], warnings: [Problem]) {
        var problems: [Problem] = []
        var warnings: [Problem] = []
        var attributes: [String: [String]] = [:]
        for model in graph.models {
            do throws(Problem) {
                let finding = try check(model, Uses(of: model.name, in: graph))
                warnings += [finding.warning].compactMap(\.self)
                attributes[model.name] = finding.attributes
            } catch { problems.append(error) }
        }
        problems += WeightsCheck(attributes: attributes).problems(in: graph)
        return (problems, warnings)
    }

    /// The first stages that take something from a model.
    private struct Uses {
        /// One that takes rewards.
        var scorer: String?
        /// One that takes text.
        var writer: String?
        /// One that takes embeddings.
        var embedder: String?

        /// None that is known.
        init() {}

        init(of model: String, in graph: Graph) {
            for node in graph.nodes where node.stage.models.contains(model) {
                switch node.declaration.type {
                case "score": scorer = scorer ?? node.name
                case "embed": embedder = embedder ?? node.name
                default: writer = writer ?? node.name
                }
            }
        }
    }

    /// What is found of a model that can be used.
    private struct Finding {
        /// That it is only to be fetched.
        var warning: Problem?
        /// What it rates; nil if that is not known, or nothing.
        var attributes: [String]?
    }

    private func check(_ model: ModelDeclaration, _ uses: Uses) throws(Problem) -> Finding {
        if model.source.hasSuffix(TemplateModel.pathSuffix) {
            do { _ = try TemplateModel(url: URL(filePath: model.source)) } catch {
                throw problem("model.unusable", of: model, "\(error)")
            }
            if let stage = uses.embedder {
                throw problem(
                    "model.noEmbeddings", of: model,
                    "a scripted model makes no embeddings, and stage '\(stage)' asks it for them\n"
                        + "  help: give the stage a local model")
            }
            return Finding(attributes: Reward.attributes)
        }
        if EndpointDeclaration.isMeant(by: model.source) { return try checkRemote(model, uses) }
        var given: RewardHead?
        if let path = model.head {
            do { given = try RewardHead(url: URL(filePath: path)) } catch {
                throw problem("model.badHead", of: model, "\(error)")
            }
        }
        let resolved: ResolvedModel
        do {
            resolved = try store.resolve(model.source)
        } catch HubError.noSuchFile(_, let path) {
            // As it was written it may be the name of a repository.
            let error = HubError.noSuchFile(source: model.written, path: path)
            throw problem("model.unknown", of: model, "\(error)")
        } catch {
            guard let text = absence(error) else {
                throw problem("model.unknown", of: model, "\(error)")
            }
            let isKnownToScore = given != nil || registeredHeads.contains(model.source)
            if let stage = uses.scorer, !isKnownToScore, store.registry[model.source] != nil {
                throw noHead(model.source, of: model, stage: stage)
            }
            return Finding(
                warning: text.isEmpty ? nil : problem("model.notHere", of: model, text),
                attributes: given?.attributes)
        }
        let attributes = try attributes(of: resolved, given, model, uses)
        guard let stage = uses.writer, resolved.headBytes != nil else {
            return Finding(attributes: attributes)
        }
        let text =
            "'\(resolved.name)' is a reward model, and stage '\(stage)' takes its texts\n"
            + "  help: give the stage a language model, unless you mean the one below the head"
        return Finding(warning: problem("model.reward", of: model, text), attributes: attributes)
    }

    /// Checks what can be known of a model without asking its server.
    private func checkRemote(_ model: ModelDeclaration, _ uses: Uses) throws(Problem) -> Finding {
        if model.endpoint == nil {
            do { _ = try EndpointDeclaration(source: model.source) } catch {
                throw problem("model.endpoint", of: model, "\(error)")
            }
        }
        for (stage, what) in [(uses.scorer, "rewards"), (uses.embedder, "embeddings")] {
            guard let stage else { continue }
            throw problem(
                "model.remote", of: model,
                "a remote model gives no \(what), and stage '\(stage)' asks it for them\n"
                    + "  help: give the stage a model that runs here, such as "
                    + "'smollm2-135m-reward'")
        }
        return Finding()
    }

    /// Says that a model is only to be fetched, empty if `run` does it without a word; nil for
    /// another error.
    private func absence(_ error: any Error) -> String? {
        switch error {
        case HubError.notInstalled(let name, let bytes, _):
            "'\(name)' is not on this machine yet\n"
                + "  help: `run` fetches it (\(Format.count(bytes)) bytes)"
        case HubError.notFetched(let source):
            "'\(source)' is not on this machine yet\n"
                + "  help: `run` fetches it, and so does `synthgen models pull \(source)`"
        case HubError.corruptFile(_, _, let name) where store.registry[name] != nil: ""
        default: nil
        }
    }

    /// What a model that is here rates; nil if it rates nothing and no stage wants it to.
    private func attributes(
        of resolved: ResolvedModel, _ given: RewardHead?, _ model: ModelDeclaration, _ uses: Uses
    ) throws(Problem) -> [String]? {
        // A checkpoint that cannot be read is the loader's to explain, which reads all of it.
        let checkpoint = try? Checkpoint(url: resolved.url)
        let head: RewardHead?
        do {
            let own = try resolved.headBytes.map {
                try RewardHead(bytes: $0, name: resolved.name)
            }
            let classifier = try checkpoint.flatMap { try RewardHead(checkpoint: $0) }
            if let stage = uses.writer, classifier != nil {
                throw problem(
                    "model.classifier", of: model,
                    "'\(resolved.name)' is a sequence classifier, which rates texts and writes none"
                        + "\n  help: give stage '\(stage)' a language model")
            }
            head = given ?? own ?? classifier
            if let head, let shape = checkpoint.flatMap({ try? ModelConfiguration(checkpoint: $0) })
            {
                try head.check(fits: shape, path: model.head ?? resolved.name)
            }
        } catch let error as Problem { throw error } catch {
            throw problem("model.badHead", of: model, "\(error)")
        }
        if let stage = uses.scorer, head == nil {
            throw noHead(resolved.name, of: model, stage: stage)
        }
        return head?.attributes
    }

    private func noHead(_ name: String, of model: ModelDeclaration, stage: String) -> Problem {
        problem(
            "model.noHead", of: model,
            "'\(name)' has no reward head, and stage '\(stage)' scores with it\n"
                + "  Models with one: \(registeredHeads.joined(separator: ", ")), and sequence "
                + "classifiers.\n"
                + "  help: name one of these, or fit a head with `synthgen train reward --model "
                + "\(model.written)` and give the model \"head\": its file")
    }

    private var registeredHeads: [String] {
        store.registry.models.filter { model in
            if case .head = model.content { true } else { false }
        }.map(\.name)
    }

    /// Makes a problem of a message whose further lines are details and help.
    private func problem(_ code: String, of model: ModelDeclaration, _ text: String) -> Problem {
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let help = lines.first { $0.hasPrefix("help: ") }?.dropFirst("help: ".count)
        return Problem(
            code: code, file: model.file, line: model.line,
            message: "model '\(model.name)': \(lines.first ?? "")",
            details: lines.dropFirst().filter { !$0.hasPrefix("help: ") },
            help: help.map(String.init))
    }
}

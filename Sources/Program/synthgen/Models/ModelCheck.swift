import Chat
import Dataflow
import Formatting
import Foundation
import Hub

/// Looks for the models of a document before anything is asked of them: whether their sources are
/// there, and whether those that score have a reward head.
struct ModelCheck {
    let store: ModelStore

    /// Problems, and warnings about models that are only to be fetched.
    func findings(in graph: Graph) -> (problems: [Problem], warnings: [Problem]) {
        var problems: [Problem] = []
        var warnings: [Problem] = []
        for model in graph.models {
            do throws(Problem) {
                if let warning = try check(model, scores: scorers(in: graph)[model.name]) {
                    warnings.append(warning)
                }
            } catch { problems.append(error) }
        }
        return (problems, warnings)
    }

    /// The stage that takes rewards from each model.
    private func scorers(in graph: Graph) -> [String: String] {
        var scorers: [String: String] = [:]
        for node in graph.nodes where node.declaration.type == "score" {
            for model in node.stage.models where scorers[model] == nil {
                scorers[model] = node.name
            }
        }
        return scorers
    }

    private func check(
        _ model: ModelDeclaration, scores stage: String?
    ) throws(Problem) -> Problem? {
        if model.source.hasSuffix(TemplateModel.pathSuffix) {
            do { _ = try TemplateModel(url: URL(filePath: model.source)) } catch {
                throw problem("model.unusable", of: model, "\(error)")
            }
            return nil
        }
        let resolved: ResolvedModel
        do {
            resolved = try store.resolve(model.source)
        } catch HubError.notInstalled(let name, let bytes, _) {
            return problem(
                "model.notHere", of: model,
                "'\(name)' is not on this machine yet\n"
                    + "  help: `run` fetches it (\(Format.count(bytes)) bytes)")
        } catch HubError.corruptFile where store.registry[model.source] != nil {
            // Fetched anew by `run`.
            return nil
        } catch {
            throw problem("model.unknown", of: model, "\(error)")
        }
        guard let stage, resolved.headBytes == nil, !classifies(resolved.url) else { return nil }
        throw problem(
            "model.noHead", of: model,
            "'\(resolved.name)' has no reward head, and stage '\(stage)' scores with it\n"
                + "  Models with one: \(heads.joined(separator: ", ")).\n"
                + "  help: name one of these, or fit a head with `synthgen train reward`")
    }

    private var heads: [String] {
        store.registry.models.filter { model in
            if case .head = model.content { true } else { false }
        }.map(\.name)
    }

    /// Whether a folder is that of a sequence classifier, which gives a reward by itself.
    private func classifies(_ url: URL) -> Bool {
        let config = url.appending(path: "config.json")
        guard let text = try? String(contentsOf: config, encoding: .utf8) else { return false }
        return text.contains("ForSequenceClassification")
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

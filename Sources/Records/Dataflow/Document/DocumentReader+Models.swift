import Formatting
import Foundation
import JSON

/// The models that a document declares.
extension DocumentReader {
    private static let localKeys = [
        "source", "adapter", "head", "description", "trustControlTokens",
    ]
    private static let endpointKeys = EndpointDeclaration.keys + ["description"]

    mutating func readModels(of source: DocumentSource) {
        guard let declared = source.value["models"] else { return }
        guard let entries = declared.object else {
            return report(
                source, "document.type", "/models",
                "\"models\" must be an object, found \(declared.kind)")
        }
        for (name, value) in entries.pairs {
            let isRemote = value["endpoint"] != nil
            checkKeys(of: name, value, isRemote ? Self.endpointKeys : Self.localKeys, source)
            let model = isRemote ? remote(name, value, source) : local(name, value, source)
            if let model, !models.contains(where: { $0.name == name }) { models.append(model) }
        }
    }

    private mutating func checkKeys(
        of name: String, _ value: JSON, _ keys: [String], _ source: DocumentSource
    ) {
        for key in value.object?.keys ?? [] where !keys.contains(key) {
            report(
                source, "document.unknownKey", "/models/\(name)",
                "model '\(name)' has an unknown key \"\(key)\"",
                help: suggestion(for: key, among: keys))
        }
        if let description = value["description"], description.string == nil {
            report(
                source, "document.type", "/models/\(name)",
                "\"description\" of model '\(name)' must be a string, found "
                    + description.kind)
        }
    }

    /// A model behind an endpoint.
    private mutating func remote(
        _ name: String, _ value: JSON, _ source: DocumentSource
    ) -> ModelDeclaration? {
        let pointer = "/models/\(name)"
        do throws(EndpointDeclaration.Mistake) {
            let endpoint = try EndpointDeclaration(value) { source.resolve($0).path }
            return ModelDeclaration(
                name: name, source: endpoint.source,
                description: value["description"]?.string, endpoint: endpoint,
                file: source.path, line: source.line(of: pointer))
        } catch {
            report(
                source, "document.endpoint", pointer, "model '\(name)': \(error.message)",
                help: error.help)
            return nil
        }
    }

    /// A model that runs here, or an endpoint that is named by its address alone.
    private mutating func local(
        _ name: String, _ value: JSON, _ source: DocumentSource
    ) -> ModelDeclaration? {
        let pointer = "/models/\(name)"
        let trust = value["trustControlTokens"]
        if let trust, trust.bool == nil {
            report(
                source, "document.type", pointer,
                "\"trustControlTokens\" of model '\(name)' must be true or false, found "
                    + trust.kind)
        }
        let head = value["head"]
        if let head, head.string == nil {
            report(
                source, "document.type", pointer,
                "\"head\" of model '\(name)' must be the path of a safetensors file, "
                    + "found \(head.kind)")
        }
        let adapter = value["adapter"]
        if let adapter, adapter.string == nil {
            report(
                source, "document.type", pointer,
                "\"adapter\" of model '\(name)' must be the path of an adapter's folder, "
                    + "found \(adapter.kind)")
        }
        guard let origin = value["source"]?.string else {
            report(
                source, "document.missingKey", pointer, "model '\(name)' is missing \"source\"",
                help: "add \"source\": a name of `synthgen models list`, hf:owner/repo, a "
                    + ".gguf file or a Hugging Face folder; or \"endpoint\" and \"model\"")
            return nil
        }
        return ModelDeclaration(
            name: name,
            source: located(origin, by: source)
                + (adapter?.string.map { "+" + source.resolve($0).path } ?? ""),
            written: origin + (adapter?.string.map { "+" + $0 } ?? ""),
            description: value["description"]?.string,
            head: head?.string.map { source.resolve($0).path },
            endpoint: try? EndpointDeclaration(source: origin),
            trustsControlTokens: trust?.bool ?? false, file: source.path,
            line: source.line(of: pointer))
    }

    /// Makes a source that is a path absolute; a name, registered or on the hub, and an address
    /// stay.
    private func located(_ origin: String, by source: DocumentSource) -> String {
        if origin.hasPrefix("hf:") || origin.contains("://") { return origin }
        let isPath = origin.contains("/") || origin.hasSuffix(".gguf")
        return isPath ? source.resolve(origin).path : origin
    }
}

import Foundation
import Hub
import JSON

/// A model that `doctor` tries.
struct TriedModel {
    /// The name in the report.
    let name: String
    /// A `.gguf` file, or a folder in Hugging Face's layout.
    let url: URL
    /// The folder of an adapter that changes the model; nil for none.
    var adapter: URL?

    /// Returns the models of a source: the one that it names, or all in the `index.json` of a
    /// folder that is no model itself.
    ///
    /// - Parameter resolve: Finds the model that a name, file or folder stands for.
    /// - Throws: ``ProgramError`` if the list is malformed, or the error of `resolve`.
    static func all(
        _ source: String, resolving resolve: (String) async throws -> ResolvedModel
    ) async throws -> [TriedModel] {
        if let listed = try listed(source) { return listed }
        let resolved = try await resolve(source)
        return [TriedModel(name: resolved.name, url: resolved.url, adapter: resolved.adapter)]
    }

    /// Reads a folder's `index.json`, `[{"name": FOLDER}, …]`; `nil` if there is no such list.
    private static func listed(_ source: String) throws -> [TriedModel]? {
        let folder = URL(filePath: source)
        let list = folder.appending(path: "index.json")
        let isModel = FileManager.default.fileExists(
            atPath: folder.appending(path: "config.json").path)
        guard !isModel, let data = FileManager.default.contents(atPath: list.path) else {
            return nil
        }
        let entries: [JSON]
        do throws(JSONError) { entries = try JSON(parsing: Array(data)).array ?? [] } catch {
            throw ProgramError.badLine(path: list.path, line: error.line, problem: error.problem)
        }
        let names = entries.compactMap { $0["name"]?.string }
        // A list must not reach outside its folder.
        let arePlain = names.allSatisfy { !$0.contains("/") && $0 != ".." && !$0.isEmpty }
        guard !names.isEmpty, names.count == entries.count, arePlain else {
            throw ProgramError.unreadable(
                path: list.path,
                problem: "expected a list of objects whose \"name\" is a folder beside it")
        }
        return names.map { TriedModel(name: $0, url: folder.appending(path: $0)) }
    }

    /// Whether the model has a tokenizer.
    var hasTokenizer: Bool {
        url.pathExtension == "gguf"
            || ["tokenizer.json", "tokenizer.model"].contains {
                FileManager.default.fileExists(atPath: url.appending(path: $0).path)
            }
    }
}

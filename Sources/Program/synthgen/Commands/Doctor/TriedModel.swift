import Foundation
import Hub
import JSON

/// A model that `doctor` tries.
struct TriedModel {
    /// What it is called in the report.
    let name: String
    /// A `.gguf` file, or a folder in Hugging Face's layout.
    let url: URL

    /// The models of a source: the one that it names, or, of a folder that is no model itself, all
    /// that its `index.json` lists.
    ///
    /// - Parameter resolve: Finds the model that a name, file or folder stands for.
    /// - Throws: What is wrong with the list, or that there is no such model.
    static func all(
        _ source: String, resolving resolve: (String) async throws -> ResolvedModel
    ) async throws -> [TriedModel] {
        if let listed = try listed(source) { return listed }
        let resolved = try await resolve(source)
        return [TriedModel(name: resolved.name, url: resolved.url)]
    }

    /// `[{"name": FOLDER}, …]`; `nil` if the source is no folder with such a list.
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
        let arePlain = names.allSatisfy { !$0.contains("/") && $0 != ".." && !$0.isEmpty }
        guard !names.isEmpty, names.count == entries.count, arePlain else {
            throw ProgramError.unreadable(
                path: list.path,
                problem: "expected a list of objects whose \"name\" is a folder beside it")
        }
        return names.map { TriedModel(name: $0, url: folder.appending(path: $0)) }
    }

    /// Whether a tokenizer came with it.
    var hasTokenizer: Bool {
        url.pathExtension == "gguf"
            || ["tokenizer.json", "tokenizer.model"].contains {
                FileManager.default.fileExists(atPath: url.appending(path: $0).path)
            }
    }
}

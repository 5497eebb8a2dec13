public import Foundation
public import JSON

/// A tiny random model in Hugging Face's layout, with its reference numbers.
public struct ModelFixture: Sendable, CustomStringConvertible {
    /// The folder's name.
    public let name: String
    /// The folder.
    public let url: URL
    /// Hugging Face's name of the architecture, as the index says: "LlamaForCausalLM".
    public let architecture: String
    /// How the weights are stored, as the index says: "f32", "bf16".
    public let weightsType: String

    /// What a test's report calls it.
    public var description: String { name }

    /// A JSON file in the folder.
    public func json(_ file: String) throws -> JSON {
        try JSON(parsing: Array(Data(contentsOf: url.appending(path: file))))
    }

    /// A whole number of the model's configuration; 0 if the configuration lacks the key.
    public func number(_ key: String) throws -> Int {
        try json("config.json")[key]?.integer ?? 0
    }

    /// The longest prompt that the model has reference numbers for.
    public func longestPrompt() throws -> (name: String, tokens: [Int32]) {
        let prompts = try json("golden.json")["prompts"]?.object?.pairs ?? []
        let all = prompts.map { name, ids in
            (name, (ids.array ?? []).compactMap(\.integer).map(Int32.init))
        }
        return all.max { $0.1.count < $1.1.count } ?? ("", [])
    }

    /// The first model, by name, of an architecture and a type of weights.
    public static func first(_ architecture: String, weights: String? = nil) -> ModelFixture? {
        all.first {
            $0.architecture == architecture && (weights == nil || $0.weightsType == weights)
        }
    }

    /// Whether a file is in the folder.
    public func has(_ file: String) -> Bool {
        FileManager.default.fileExists(atPath: url.appending(path: file).path)
    }

    /// Every model that an `models/index.json` names and whose folder is there: of the folder in use,
    /// and of the package's own, which has architectures that the other may lack.
    public static let all: [ModelFixture] = {
        var found: [String: ModelFixture] = [:]
        for root in Fixtures.roots.reversed() {
            let folder = root.appending(path: "models")
            guard let data = try? Data(contentsOf: folder.appending(path: "index.json")),
                let index = try? JSON(parsing: Array(data)).array
            else { continue }
            for entry in index {
                guard let name = entry["name"]?.string else { continue }
                let model = ModelFixture(
                    name: name, url: folder.appending(path: name),
                    architecture: entry["architecture"]?.string ?? "",
                    weightsType: entry["weights_dtype"]?.string ?? "")
                if model.has("config.json") { found[name] = model }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }()
}

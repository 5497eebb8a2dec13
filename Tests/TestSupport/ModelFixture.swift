public import Foundation
public import JSON

/// A tiny random model in Hugging Face's layout, with its reference numbers.
public struct ModelFixture: Sendable, CustomStringConvertible {
    /// The folder's name.
    public let name: String
    /// The folder.
    public let url: URL

    /// What a test's report calls it.
    public var description: String { name }

    /// A JSON file in the folder.
    public func json(_ file: String) throws -> JSON {
        try JSON(parsing: Array(Data(contentsOf: url.appending(path: file))))
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
            for name in index.compactMap({ $0["name"]?.string }) {
                let model = ModelFixture(name: name, url: folder.appending(path: name))
                if model.has("config.json") { found[name] = model }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }()
}

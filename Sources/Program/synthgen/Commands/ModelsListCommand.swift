import ArgumentParser
import Formatting
import Foundation
import Hub
import JSON
import Terminal

struct ModelsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the models with a name, and those of the hub that are here.",
        discussion: """
            With sizes, and where each lies: in synthgen's cache, or in the Hugging Face hub's own.

              synthgen models list --json
            """)

    @Flag(help: "Print each model as one line of JSON.")
    var json = false

    func run() {
        let store = ModelStore(cache: ModelStore.defaultCache())
        let entries = store.list().map(Entry.init) + store.hubModelsHere().map(Entry.init)
        if json {
            for entry in entries { printLine(entry.json.encoded()) }
            return
        }
        for entry in entries { print(entry.text) }
        let here = entries.filter { $0.isOurs && $0.path != nil }
        // A head lies in the file of its base, which counts once.
        let sizes = Dictionary(
            here.map { ($0.path, $0.bytes) }, uniquingKeysWith: { one, _ in one })
        print("\n\(Format.bytes(sizes.values.reduce(0, +))) in \(store.cache.path)")
    }

    /// A model as it is listed.
    private struct Entry {
        let name: String
        let state: String
        let bytes: Int
        let license: String?
        let description: String
        /// Where it lies; nil if it is not here.
        let path: String?
        let isOurs: Bool

        init(_ status: ModelStatus) {
            name = status.model.name
            let isHere: Bool
            (state, isHere) =
                switch status.state {
                case .installed: ("installed", true)
                case .missing: ("not here", false)
                case .damaged: ("damaged", true)
                }
            bytes = status.bytes
            license = status.model.license
            description = status.model.description
            path = isHere ? status.url?.path : nil
            isOurs = true
        }

        init(_ model: HubModel) {
            name = "\(model.source)"
            state = model.isHubs ? "in the hub's cache" : "installed"
            bytes = model.bytes
            license = model.license
            description = ""
            path = model.url.path
            isOurs = !model.isHubs
        }

        var json: JSON {
            [
                "name": .string(name), "state": .string(state), "bytes": .integer(bytes),
                "license": license.map(JSON.string) ?? .null,
                "description": .string(description), "path": path.map(JSON.string) ?? .null,
            ]
        }

        /// The name, and beneath it the size, the license and the place.
        var text: String {
            let facts = [
                state, Format.bytes(bytes), license ?? "license not stated", description,
            ].filter { !$0.isEmpty }
            let place = path.map { ["  \($0)"] } ?? []
            return ([name, "  " + facts.joined(separator: ", ")] + place).joined(separator: "\n")
        }
    }
}

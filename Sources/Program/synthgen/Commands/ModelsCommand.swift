import ArgumentParser
import Foundation
import Hub
import JSON
import Terminal

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Lists, fetches and describes models.",
        discussion: """
              synthgen models list
              synthgen models pull smollm2-135m-instruct
            """,
        subcommands: [List.self, Pull.self, ModelsInfoCommand.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the models that documents may name, and which are installed.",
            discussion: """
                  synthgen models list --json
                """)

        @Flag(help: "Print each model as one line of JSON.")
        var json = false

        func run() {
            for status in ModelStore(cache: ModelStore.defaultCache()).list() {
                let state =
                    switch status.state {
                    case .installed: "installed"
                    case .missing: "not here"
                    case .damaged: "damaged"
                    }
                if json {
                    printLine(
                        JSON.object([
                            "name": .string(status.model.name), "state": .string(state),
                            "bytes": .integer(status.bytes),
                            "license": .string(status.model.license),
                            "description": .string(status.model.description),
                        ]).encoded())
                } else {
                    let name = status.model.name.padding(
                        toLength: max(26, status.model.name.count), withPad: " ", startingAt: 0)
                    print("\(name) \(state), \(status.model.license): \(status.model.description)")
                }
            }
        }
    }

    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Downloads a model from the first source that answers, and checks it.",
            discussion: """
                  synthgen models pull smollm2-135m-instruct
                """)

        @Argument(help: "The model's name, from `models list`.")
        var name: String

        func run() async throws {
            let store = ModelStore(cache: ModelStore.defaultCache())
            try await pullModel(name, from: store)
            print(try store.resolve(name).url.path)
        }
    }
}

import ArgumentParser
import Foundation
import Hub
import JSON
import Models
import Tensors
import Terminal

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "Lists, fetches and describes models.",
        subcommands: [List.self, Pull.self, Info.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the models that documents may name, and which are here.")

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
                            "license": .string(status.model.licence),
                            "description": .string(status.model.description),
                        ]).encoded())
                } else {
                    let name = status.model.name.padding(
                        toLength: max(26, status.model.name.count), withPad: " ", startingAt: 0)
                    print("\(name) \(state), \(status.model.licence): \(status.model.description)")
                }
            }
        }
    }

    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fetches a model from the first source that answers, and checks it.")

        @Argument(help: "The model's name; `models list` shows those there are.")
        var name: String

        func run() async throws {
            let store = ModelStore(cache: ModelStore.defaultCache())
            try await pullModel(name, from: store)
            print(try store.resolve(name).url.path)
        }
    }

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what a model is and whether this program can run it.")

        @Argument(help: "A name of `models list`, a .gguf file or a Hugging Face folder.")
        var source: String

        @Flag(help: "Read the whole file and compare its SHA-256 with the expected one.")
        var verify = false

        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            let store = ModelStore(cache: ModelStore.defaultCache())
            let resolved = try store.resolve(source)
            if verify { try store.verify(resolved.name) }
            let checkpoint = try Checkpoint(url: resolved.url)
            let model = try Decoder(checkpoint)
            let tokenizer = try ModelLoader.tokenizer(at: resolved.url)
            let shape = model.configuration
            let facts: JSONObject = [
                "name": .string(resolved.name), "path": .string(resolved.url.path),
                "license": resolved.licence.map(JSON.string) ?? .null,
                "architecture": .string(shape.architecture.rawValue),
                "layers": .integer(shape.layerCount), "hiddenSize": .integer(shape.hiddenSize),
                "heads": .integer(shape.headCount),
                "keyValueHeads": .integer(shape.keyValueHeadCount),
                "headDimension": .integer(shape.headDimension),
                "feedForwardSize": .integer(shape.feedForwardSize),
                "vocabulary": .integer(shape.vocabularySize),
                "contextLength": .integer(shape.contextLength),
                "parameters": .integer(
                    checkpoint.tensors.values.reduce(0) { $0 + $1.shape.reduce(1, *) }),
                "tensorTypes": .object(typeCounts(checkpoint)),
                "chatTemplate": .bool(tokenizer.chatTemplate != nil),
                "rewardHead": .bool(resolved.headBytes != nil),
                "fingerprint": .string(model.fingerprint), "supported": true,
            ]
            if json { return print(JSON.object(facts).pretty()) }
            for (key, value) in facts.pairs {
                let name = key.padding(toLength: 16, withPad: " ", startingAt: 0)
                print("\(name) \(value.string ?? value.text)")
            }
        }

        private func typeCounts(_ checkpoint: Checkpoint) -> JSONObject {
            var counts: [String: Int] = [:]
            for tensor in checkpoint.tensors.values { counts[tensor.type.name, default: 0] += 1 }
            return JSONObject(
                counts.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })
        }
    }
}

import ArgumentParser
import Foundation
import Hub
import Terminal

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Lists, fetches, describes, merges, exports and removes models.",
        discussion: """
              synthgen models list
              synthgen models pull hf:Qwen/Qwen2.5-0.5B-Instruct
              synthgen models export smollm2-135m-instruct --folder Models/smollm2
            """,
        subcommands: [
            ModelsListCommand.self, Pull.self, ModelsInfoCommand.self, ModelsMergeCommand.self,
            ModelsExportCommand.self, ModelsRemoveCommand.self,
        ])

    struct Pull: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Downloads a model from the first source that answers, and checks it.",
            discussion: """
                A branch on the hub is fetched anew if it has moved; documents use the commit that \
                was fetched last. HF_TOKEN, HF_ENDPOINT and HF_HOME are those of the hub's own \
                programs; what lies in their cache is not downloaded again.

                  synthgen models pull smollm2-135m-instruct
                  synthgen models pull hf:owner/repo:model-Q4_K_M.gguf
                """)

        @Argument(
            help: """
                A name of `models list`, hf:owner/repo for safetensors, or \
                hf:owner/repo:file.gguf; @revision after the repository.
                """)
        var name: String

        func run() async throws {
            let store = ModelStore(cache: ModelStore.defaultCache())
            try await pullModel(name, from: store)
            print(try store.resolve(name).url.path)
        }
    }
}

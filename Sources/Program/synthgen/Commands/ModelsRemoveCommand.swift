import ArgumentParser
import Formatting
import Foundation
import Hub
import Terminal

struct ModelsRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Removes a model from synthgen's cache.",
        discussion: """
            Asks first; without a terminal it needs --yes. Neither the Hugging Face hub's own cache \
            nor a file of yours is ever touched.

              synthgen models rm smollm2-135m-instruct
              synthgen models rm hf:owner/repo --yes
            """)

    @Argument(
        help: """
            A name of `models list`. hf:owner/repo is all of it: with @revision one commit, with \
            :file.gguf one file.
            """)
    var name: String

    @Flag(help: "Do not ask.")
    var yes = false

    func run() throws {
        let store = ModelStore(cache: ModelStore.defaultCache())
        let removal = try store.removal(of: name)
        for url in removal.urls { print(url.path) }
        let also =
            removal.alsoGone.isEmpty
            ? "" : ", which \(removal.alsoGone.joined(separator: ", ")) needs too"
        let what = "\(Format.bytes(removal.bytes)) of '\(name)'\(also)"
        guard yes || isatty(STDIN_FILENO) == 1 else {
            throw ProgramError.notConfirmed(what: what)
        }
        if !yes {
            printError("Remove \(what)? [y/N]")
            guard ["y", "yes"].contains(readLine()?.lowercased()) else {
                print("nothing was removed")
                return
            }
        }
        try store.remove(removal)
        print("removed \(what)")
    }
}

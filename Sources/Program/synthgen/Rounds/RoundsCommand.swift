import ArgumentParser
import Foundation
import Rounds

struct RoundsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rounds",
        abstract: "Makes data, trains on them and evaluates, round after round.",
        discussion: """
            Each round runs pipelines with the newest model as their generator, does the training \
            steps one after the other, and evaluates after each. If the figures are as "accept" asks, \
            the model is the next round's. Whatever ended before, a kill included, the same command \
            goes on; after a change of the document only what follows from it is done again.

              synthgen rounds Pipelines/rounds/flywheel.json
              synthgen rounds Pipelines/rounds/flywheel.json --rounds 3
            """)

    @Argument(
        help: "The document of rounds.", completion: .file(extensions: ["json", "jsonc"]))
    var file: String

    @Option(
        help: ArgumentHelp("The folder to fill, instead of the document's.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp("How many rounds, instead of the document's number.", valueName: "count")
    )
    var rounds: Int?

    @Option(
        name: .customLong("training-device"),
        help: "What trains: cpu, cuda or cuda:1. Weights have other last digits on a GPU.")
    var trainingDevice = DeviceChoice.cpu

    @Flag(
        name: .customLong("dry-run"),
        help: "Print what would be done first and what is done already; change nothing.")
    var isDryRun = false

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        if let rounds, rounds < 1 {
            throw ValidationError("--rounds must be at least 1, found \(rounds)")
        }
    }

    func run() async throws {
        var document = try RoundsDocument(path: file)
        document.rounds = rounds ?? document.rounds
        if let output { document.output = URL(filePath: output) }
        guard let folder = document.output else {
            throw ProgramError.unreadable(
                path: file,
                problem: "no folder for what the rounds make\n  help: name one with --output")
        }
        let session = try RoundsSession(
            document, path: file, folder: folder,
            options: .init(
                models: modelOptions, cache: cacheOptions, trainingDevice: trainingDevice))
        if isDryRun { return print(session.outline) }
        print(try await session.run())
    }
}

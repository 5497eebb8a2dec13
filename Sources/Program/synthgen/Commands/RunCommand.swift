import ArgumentParser
import Dataflow
import Foundation
import JSON

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a pipeline document, or goes on where an earlier run was stopped.",
        discussion: """
            What an earlier run in the same folder has finished is not done again: model calls are \
            remembered, records that come out equal stay where they are. Ctrl-C lets what is being \
            generated finish and stops; pressed again, it stops at once. Either way, and after \
            `kill -9` too, the same command goes on.
            """)

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(help: "The folder to fill, instead of the document's.", completion: .directory)
    var output: String?

    @Option(help: "How many records to accept, instead of the document's target.")
    var target: Int?

    @Option(help: "The seed, instead of the document's.")
    var seed: UInt64?

    @OptionGroup var modelSources: ModelSources

    @OptionGroup var datasetOptions: DatasetOptions

    @Flag(help: "Print progress and the report as JSON lines.")
    var json = false

    @Flag(help: "Say what would be asked and why, make no call and change nothing.")
    var dry = false

    @OptionGroup var limits: RunLimits

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        if let target, target < 1 {
            throw ValidationError("--target must be at least 1, found \(target)")
        }
    }

    func run() async throws {
        let session = try RunSession(
            path: file,
            overrides: RunOverrides(
                target: target, output: output.map { URL(filePath: $0) }, seed: seed,
                models: modelSources.overrides(), datasets: datasetOptions.overrides()),
            options: modelOptions, limits: limits, cache: cacheOptions)
        if dry {
            let found = try await session.dryRun()
            return print(json ? found.json.pretty() : found.text)
        }
        let reporter = RunReporter(name: session.document.name, isJSON: json)
        let report = try await session.execute(reporter: reporter)
        reporter.finish(report)
    }
}

import ArgumentParser
import Dataflow
import Foundation
import JSON

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a pipeline document, or resumes an earlier run.",
        discussion: """
            Work that an earlier run in the same folder finished is not repeated: model calls are \
            answered from the journal, equal records stay where they are. Ctrl-C finishes the \
            answers being generated and stops; a second Ctrl-C stops at once. However a run ends, \
            the records accepted so far are in the folder, and the same command resumes the run; \
            after `kill -9` too. A run that stops at --max-seconds or --max-tokens exits with 3.

            A folder with another document's dataset is refused, records beyond a smaller target \
            stay, and so does a README.md that no run wrote, or what is written below the marker \
            in one.

              synthgen run Pipelines/preference.json --target 100
              synthgen run Pipelines/preference.json --dry-run
            """)

    @Argument(help: "The pipeline document.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(
        help: ArgumentHelp("The folder to fill, instead of the document's.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @Option(
        help: ArgumentHelp(
            "How many records to accept, instead of the document's target.", valueName: "count"))
    var target: Int?

    @Option(help: ArgumentHelp("The seed, instead of the document's.", valueName: "number"))
    var seed: UInt64?

    @OptionGroup var modelSources: ModelSources

    @OptionGroup var datasetOptions: DatasetOptions

    @Flag(help: "Print progress and the report as JSON lines.")
    var json = false

    @Flag(
        name: .customLong("dry-run"),
        help: "Count the calls that a run would make and say why; make none, change nothing.")
    var isDryRun = false

    /// The former name of `--dry-run`.
    @Flag(name: .customLong("dry"), help: .hidden)
    var isDry = false

    @OptionGroup var folderOptions: FolderOptions

    @OptionGroup var limits: RunLimits

    @OptionGroup var cacheOptions: CacheOptions

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        if let target, target < 1 {
            throw ValidationError("--target must be at least 1, found \(target)")
        }
        if output == "" { throw ValidationError("--output must name a folder, found ''") }
    }

    func run() async throws {
        let session = try RunSession(
            path: file,
            overrides: RunOverrides(
                target: target, output: output.map { URL(filePath: $0) }, seed: seed,
                models: modelSources.overrides(), heads: modelSources.headOverrides(),
                datasets: datasetOptions.overrides()),
            options: modelOptions, limits: limits, cache: cacheOptions,
            folder: folderOptions.policy)
        if isDryRun || isDry {
            let found = try await session.dryRun()
            return print(json ? found.json.pretty() : found.text)
        }
        if let surplus = session.surplus { printError("note: \(surplus.text(in: session.folder))") }
        let reporter = RunReporter(name: session.document.name, isJSON: json)
        let report = try await session.execute(reporter: reporter)
        reporter.finish(report, losses: RunLosses(report.funnel, of: session.graph))
    }
}

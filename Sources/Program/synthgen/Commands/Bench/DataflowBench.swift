import ArgumentParser
import Foundation
import JSON

struct DataflowBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataflow",
        abstract: "Measures runs without a model: records a second, memory, shards.",
        usage: "synthgen bench dataflow [<options>]",
        discussion: """
            Runs in a temporary folder, with the run, journal and writer of `synthgen run` and a \
            model that answers at once. Times begin before the journal is opened and end when the \
            dataset is complete on disk.

              synthgen bench dataflow --chain 10000 --stream 0 --shards 0
            """)

    @Option(
        help: ArgumentHelp(
            "Source records through three generate stages; 0 leaves this out.",
            valueName: "count"))
    var chain = 100_000

    @Option(
        help: ArgumentHelp(
            "Records through read, map, filter, deduplicate and write; 0 leaves this out.",
            valueName: "count"))
    var stream = 1_000_000

    @Option(
        help: ArgumentHelp(
            "Megabytes of records to write into shards; 0 leaves this out.",
            valueName: "megabytes"))
    var shards = 200

    @Option(
        help: ArgumentHelp("How many source records may be open at once.", valueName: "count"))
    var window = 256

    @Flag(help: "Print each figure as one line of JSON.")
    var json = false

    func validate() throws {
        guard min(chain, stream, shards) >= 0, window >= 1 else {
            throw ValidationError(
                "--chain, --stream and --shards must not be negative, --window at least 1")
        }
    }

    func run() async throws {
        if stream > 0 {
            say(try await DataflowMeasurements.stream(records: stream, window: window))
        }
        if chain > 0 { say(try await DataflowMeasurements.chain(records: chain, window: window)) }
        if shards > 0 { say(try DataflowMeasurements.shards(megabytes: shards)) }
    }

    private func say(_ figures: [BenchFigure]) {
        for figure in figures {
            printLine(json ? figure.json.encoded() : Array(figure.line.utf8))
        }
    }
}

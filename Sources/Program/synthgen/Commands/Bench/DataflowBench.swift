import ArgumentParser
import Foundation
import JSON

struct DataflowBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataflow",
        abstract: "Measures the engine around the models: records a second, memory, shards.",
        discussion: """
            Runs in a temporary folder, with the run, journal and writer of `synthgen run` and a \
            model that answers at once. Times begin before the journal is opened and end when the \
            dataset is complete on the disk.
            """)

    @Option(help: "Source records through three generate stages; 0 leaves this out.")
    var chain = 100_000

    @Option(help: "Records through read, map, filter, deduplicate and write; 0 leaves this out.")
    var stream = 1_000_000

    @Option(help: "Megabytes of records to write into shards; 0 leaves this out.")
    var shards = 200

    @Option(help: "How many source records may be open at once.")
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

import ArgumentParser
import Models

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the speed of inference and of runs.",
        discussion: """
              synthgen bench inference --model smollm2-135m-instruct --batch 1,16
              synthgen bench dataflow
            """,
        subcommands: [
            InferenceBench.self, ScoringBench.self, ChatsBench.self, FidelityBench.self,
            DataflowBench.self, ConstrainedBench.self,
        ], defaultSubcommand: InferenceBench.self)
}

/// Options that all measurements share.
struct BenchOptions: ParsableArguments {
    @Option(help: "A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder.")
    var model = "smollm2-135m-instruct"

    @Option(
        help: ArgumentHelp("Rounds to measure; their median is printed.", valueName: "count"))
    var rounds = 3

    @Option(
        help: ArgumentHelp("Worker threads; one per core, if not given.", valueName: "count"))
    var threads: Int?

    @Option(help: "Where the model runs; cuda:N is a GPU by its number.")
    var device = DeviceChoice.automatic

    @OptionGroup var arithmeticOptions: ArithmeticOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    var arithmetic: Arithmetic { arithmeticOptions.arithmetic }

    mutating func validate() throws {
        device = try arithmeticOptions.device(device)
        guard rounds >= 1 else { throw ValidationError("--rounds must be at least 1") }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
        }
    }
}

/// Reads counts such as `1,8,32`, each from 1 to `most`.
func benchCounts(_ text: String, flag: String, most: Int) throws -> [Int] {
    let parts = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    let counts = parts.compactMap { Int($0) }
    guard !counts.isEmpty, counts.count == parts.count,
        counts.allSatisfy({ (1...most).contains($0) })
    else {
        throw ValidationError(
            "\(flag) takes numbers from 1 to \(most), such as 1,8,32; found '\(text)'")
    }
    return counts
}

import ArgumentParser
import Foundation
import Inference
import JSON

struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures what this machine does.",
        subcommands: [InferenceBench.self], defaultSubcommand: InferenceBench.self)
}

struct InferenceBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inference",
        abstract: "Measures tokens a second: reading prompts, and writing in batches.",
        discussion: """
            Each figure is the median of several rounds in one process, after one that is not \
            counted. Sequences have prompts of their own, so that nothing is shared.
            """)

    @Option(help: "A name of `models list`, a .gguf file or a Hugging Face folder.")
    var model = "smollm2-135m-instruct"

    @Option(help: "Numbers of sequences to decode together.")
    var sequences = "1,8,16,32,64"

    @Option(name: .customLong("prompt-tokens"), help: "Tokens of each prompt.")
    var promptTokens = 32

    @Option(help: "Tokens to write in each sequence.")
    var tokens = 64

    @Option(help: "Rounds of each figure.")
    var rounds = 3

    @Flag(help: "Print each figure as one line of JSON.")
    var json = false

    @Option(help: "Worker threads; one per core, if not given.")
    var threads: Int?

    func validate() throws {
        guard !counts.isEmpty, counts.allSatisfy({ (1...4_096).contains($0) }) else {
            throw ValidationError("--sequences takes numbers such as 1,16,32, found '\(sequences)'")
        }
        guard promptTokens >= 1, tokens >= 2, rounds >= 1 else {
            throw ValidationError("--prompt-tokens, --tokens and --rounds must be positive")
        }
    }

    private var counts: [Int] {
        sequences.split(separator: ",").compactMap { Int($0.filter { !$0.isWhitespace }) }
    }

    func run() async throws {
        var options = try ModelOptions.standard
        options.threads = threads
        options.maxBatch = counts.max() ?? 1
        let loader = try ModelLoader(options: options)
        let engine = try loader.engine(for: await loader.resolve(model).url)
        say("prefill", sequences: 1, try await median { try await prefill(512, engine, $0) })
        for count in counts {
            let speed = try await median { try await decode(count, engine, round: $0) }
            say("decode", sequences: count, speed)
        }
    }

    private func say(_ what: String, sequences: Int, _ speed: Double) {
        let rounded = (speed * 10).rounded() / 10
        if json {
            printLine(
                JSON.object([
                    "what": .string(what), "sequences": .integer(sequences),
                    "tokensPerSecond": .double(rounded),
                    "threads": .integer(threads ?? ProcessInfo.processInfo.activeProcessorCount),
                ]).encoded())
        } else {
            let name = what == "prefill" ? "prefill, 512 tokens" : "decode, \(sequences) sequences"
            print("\(name.padding(toLength: 24, withPad: " ", startingAt: 0)) \(rounded) tokens/s")
        }
    }

    private func median(_ round: (Int) async throws -> Double) async throws -> Double {
        _ = try await round(0)
        var speeds: [Double] = []
        for number in 1...rounds { speeds.append(try await round(number)) }
        return speeds.sorted()[rounds / 2]
    }

    private func prefill(_ count: Int, _ engine: Engine, _ round: Int) async throws -> Double {
        let prompt = prompt(count, seed: 7_000 + round)
        let clock = ContinuousClock()
        let time = try await clock.measure {
            _ = try await engine.finalHidden(prompt, positions: [count - 1])
        }
        return Double(count) / time.inSeconds
    }

    /// Tokens a second of all sequences together, their prompts included in the time.
    private func decode(_ count: Int, _ engine: Engine, round: Int) async throws -> Double {
        let clock = ContinuousClock()
        let time = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for sequence in 0..<count {
                    let prompt = prompt(promptTokens, seed: round * 10_000 + count * 100 + sequence)
                    group.addTask {
                        var sampling = SamplingParameters()
                        sampling.maxTokens = tokens
                        sampling.topP = 0.95
                        _ = try await engine.complete(
                            GenerationRequest(
                                prompt: prompt, sampling: sampling, seed: UInt64(sequence)))
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(count * tokens) / time.inSeconds
    }

    /// Token ids without meaning, different for every seed.
    private func prompt(_ count: Int, seed: Int) -> [Int32] {
        var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761)
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int32(100 + (state >> 8) % 10_000)
        }
    }
}

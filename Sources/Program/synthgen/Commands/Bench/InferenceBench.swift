import ArgumentParser
import Diagnostics
import Foundation
import Inference
import JSON

struct InferenceBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inference",
        abstract: "Measures tokens a second: reading prompts, and writing in batches.",
        usage: "synthgen bench inference [<options>]",
        discussion: """
            Prompts are prose, another one for every sequence, so that nothing is shared and the \
            model's distributions are natural ones. `decode` counts steps in which every sequence \
            got one token and no prompt was read; `end to end` is written tokens by the time from \
            the first request to the last answer, prompts included. The machine's ceilings are \
            measured in the same run; a share is multiply-adds of weights by the time in the model.

              synthgen bench inference --model smollm2-135m-instruct --batch 1,16
            """)

    @OptionGroup var options: BenchOptions

    @Option(
        help: ArgumentHelp(
            "Numbers of sequences to decode together, such as 1,16.", valueName: "counts"))
    var batch = "1,4,8,16,32,64,128"

    @Option(
        name: .customLong("prompt-tokens"),
        help: ArgumentHelp("Tokens of each prompt.", valueName: "count"))
    var promptTokens = 128

    @Option(
        help: ArgumentHelp("Tokens to write in each sequence.", valueName: "count"))
    var generate = 128

    @Option(
        help: ArgumentHelp(
            "Lengths in tokens of single prompts whose reading is measured.",
            valueName: "lengths"))
    var prefill = "512"

    @Option(
        name: .customLong("prefill-chunk"),
        help: ArgumentHelp(
            "Prompt tokens of one step; the engine's own number, if not given.",
            valueName: "count"))
    var prefillChunk: Int?

    @Flag(help: "Take the most likely token instead of drawing (temperature 1, top-p 0.95).")
    var greedy = false

    func validate() throws {
        _ = try benchCounts(batch, flag: "--batch", most: 4_096)
        _ = try benchCounts(prefill, flag: "--prefill", most: 1 << 20)
        guard promptTokens >= 1, generate >= 2, prefillChunk ?? 1 >= 1 else {
            throw ValidationError(
                "--prompt-tokens and --prefill-chunk must be at least 1, --generate at least 2")
        }
    }

    func run() async throws {
        let counts = try benchCounts(batch, flag: "--batch", most: 4_096)
        let lengths = try benchCounts(prefill, flag: "--prefill", most: 1 << 20)
        let most = counts.max() ?? 1
        let longest = max(promptTokens + generate, (lengths.max() ?? 1) / most + 1)
        let model = try await BenchModel(options)
        var ceilings = MachineCeilings(threads: model.threads)
        if !model.device.isGPU { ceilings.measureArithmetic() }

        var report = InferenceReport(
            model: options.model, threads: model.threads,
            multiplyAddsPerToken: model.decoder.configuration.multiplyAddsPerToken,
            fileBytes: model.fileBytes,
            promptTokens: promptTokens, generated: generate, isGreedy: greedy,
            rounds: options.rounds)
        report.gpu = try model.device.gpuCeilings()
        report.cacheBytesPerToken = model.cacheBytesPerToken
        let rounds = DecodeRounds(
            engine: try model.engine(
                batch: most, tokens: longest, prefillChunk: prefillChunk),
            promptTokens: promptTokens,
            generate: generate, greedy: greedy)
        for length in lengths {
            report.prefills.append((length, try await rounds.prefill(length, options.rounds)))
        }
        for count in counts {
            report.batches.append(try await rounds.measure(count, options.rounds))
        }
        if !model.device.isGPU {
            ceilings.measureArithmetic()
            ceilings.measureMemory()
        }
        report.difference = try await model.differenceToReference()
        report.ceilings = ceilings
        if options.json { printLine(report.json.encoded()) } else { print(report.text) }
    }
}

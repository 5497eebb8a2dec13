import ArgumentParser
import Concurrency
import Formatting
import Inference
import JSON

struct ScoringBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scoring",
        abstract:
            "Measures reward scoring of several answers to each prompt; nothing is generated.",
        usage: "synthgen bench scoring [<options>]",
        discussion: """
            Every chat is a prompt and an answer; only its last hidden state is computed, which is what \
            a reward head reads. Measured twice: with answers that share their prompt, as in a run, and \
            with a prompt of its own for every chat. Tokens are those of the chats, shared ones \
            included.

              synthgen bench scoring --prompts 8 --answers 4
            """)

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("Number of prompts.", valueName: "count"))
    var prompts = 16

    @Option(
        help: ArgumentHelp("Answers to each prompt.", valueName: "count"))
    var answers = 4

    @Option(
        name: .customLong("prompt-tokens"),
        help: ArgumentHelp("Tokens of each prompt.", valueName: "count"))
    var promptTokens = 256

    @Option(
        name: .customLong("answer-tokens"),
        help: ArgumentHelp("Tokens of each answer.", valueName: "count"))
    var answerTokens = 128

    func validate() throws {
        for (flag, value) in [
            ("--prompts", prompts), ("--answers", answers), ("--prompt-tokens", promptTokens),
            ("--answer-tokens", answerTokens),
        ] where !(1...100_000).contains(value) {
            throw ValidationError("\(flag) must be from 1 to 100000, found \(value)")
        }
    }

    /// Medians for one kind of chats: with shared prompts, or with their own.
    private struct Figures {
        var chats = 0.0
        var tokens = 0.0
        var reused = 0
    }

    func run() async throws {
        let length = promptTokens + answerTokens
        let model = try await BenchModel(options)
        let engine = try model.engine(batch: min(64, prompts * answers), tokens: length)
        var shared: [Figures] = []
        var apart: [Figures] = []
        for round in 0...options.rounds {
            let figures = [
                try await score(engine, round: 2 * round, sharing: true),
                try await score(engine, round: 2 * round + 1, sharing: false),
            ]
            guard round > 0 else { continue }
            shared.append(figures[0])
            apart.append(figures[1])
        }
        report(model, Self.median(shared), Self.median(apart))
    }

    private func score(_ bench: BenchEngine, round: Int, sharing: Bool) async throws -> Figures {
        let chats = chats(bench, round: round, sharing: sharing)
        let before = bench.engine.statistics.tokensReused
        let start = ContinuousClock.now
        _ = try await mapConcurrently(chats) { [engine = bench.engine] chat in
            try await engine.finalHidden(chat, positions: [chat.count - 1])
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        return Figures(
            chats: Double(chats.count) / seconds,
            tokens: Double(chats.count * (promptTokens + answerTokens)) / seconds,
            reused: bench.engine.statistics.tokensReused - before)
    }

    private func chats(_ bench: BenchEngine, round: Int, sharing: Bool) -> [[Int32]] {
        let first = (round + 1) * prompts * answers * 2
        return (0..<prompts * answers).map { chat in
            let prompt = first + (sharing ? chat / answers : chat)
            let answer = first + prompts * answers + chat
            return BenchTexts.prompt(prompt, count: promptTokens, bench.tokenizer)
                + BenchTexts.prompt(answer, count: answerTokens, bench.tokenizer)
        }
    }

    private static func median(_ rounds: [Figures]) -> Figures {
        Figures(
            chats: rounds.map(\.chats).median, tokens: rounds.map(\.tokens).median,
            reused: rounds.last?.reused ?? 0)
    }

    private func report(_ model: BenchModel, _ shared: Figures, _ apart: Figures) {
        guard options.json else {
            print(
                """
                \(options.model), \(model.threads) threads: \(prompts) prompts of \(promptTokens) \
                tokens, \(answers) answers of \(answerTokens) to each; medians of \(options.rounds)

                answers share their prompt   \(line(shared))
                every chat has its own       \(line(apart))
                """)
            return
        }
        func json(_ figures: Figures) -> JSON {
            .object([
                "chats_per_second": .double((figures.chats * 100).rounded() / 100),
                "tokens_per_second": .double((figures.tokens * 10).rounded() / 10),
                "tokens_reused": .integer(figures.reused),
            ])
        }
        printLine(
            JSON.object([
                "model": .string(options.model), "threads": .integer(model.threads),
                "prompts": .integer(prompts), "answers": .integer(answers),
                "prompt_tokens": .integer(promptTokens), "answer_tokens": .integer(answerTokens),
                "rounds": .integer(options.rounds), "shared": json(shared), "apart": json(apart),
            ]).encoded())
    }

    private func line(_ figures: Figures) -> String {
        "\(figures.chats.fixed(1)) chats/s, \(figures.tokens.fixed(0)) tokens/s, "
            + "\(figures.reused) tokens found in the cache"
    }
}

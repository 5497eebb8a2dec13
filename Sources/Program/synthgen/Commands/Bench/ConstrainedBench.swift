import ArgumentParser
import Chat
import Compute
import Concurrency
import Formatting
import Foundation
import Inference
import JSON
import Text

struct ConstrainedBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "constrained",
        abstract: "Measures how much a schema or choices slow generation down.",
        usage: "synthgen bench constrained [<options>]",
        discussion: """
            Free and constrained rounds alternate, with prompts of equal length and the same sampling. \
            Speeds are those of steps that give every sequence one token and read no prompt. Choices \
            are compared with free answers of one token.

              synthgen bench constrained --model smollm2-135m-instruct
            """)

    @OptionGroup var options: BenchOptions

    @Option(
        help: ArgumentHelp("Sequences to decode together.", valueName: "count"))
    var sequences = 16

    @Option(
        name: .customLong("prompt-tokens"),
        help: ArgumentHelp("Tokens of each prompt.", valueName: "count"))
    var promptTokens = 128

    @Option(
        help: ArgumentHelp("Tokens to write in each sequence.", valueName: "count"))
    var generate = 128

    @Option(
        help: ArgumentHelp(
            "A file with the JSON Schema to hold answers to, instead of the one built in.",
            valueName: "file"))
    var schema: String?

    func validate() throws {
        guard (1...4_096).contains(sequences), promptTokens >= 1, generate >= 8 else {
            throw ValidationError(
                "--sequences must be from 1 to 4096, --prompt-tokens at least 1, --generate at least 8"
            )
        }
    }

    func run() async throws {
        let model = try await BenchModel(options)
        let schema = try schema.map {
            try JSON(parsing: Array(Data(contentsOf: URL(filePath: $0))))
        }
        let clock = ContinuousClock.now
        let grammar = try TokenGrammar(
            schema: schema ?? Self.article, trie: TokenTrie(model.tokenizer))
        let compiling = (ContinuousClock.now - clock).inSeconds
        let rounds = ConstrainedRounds(
            bench: try model.engine(batch: sequences, tokens: promptTokens + generate + 8),
            grammar: grammar, sequences: sequences, promptTokens: promptTokens, generate: generate)
        let speeds = try await rounds.measureSchema(options.rounds)
        let choices = try await rounds.measureChoices(options.rounds)
        let figures: JSONObject = [
            "model": .string(options.model), "threads": .integer(model.threads),
            "sequences": .integer(sequences), "rounds": .integer(options.rounds),
            "compile_seconds": .double(compiling),
            "free_tokens_per_second": .double(speeds.free.median),
            "schema_tokens_per_second": .double(speeds.constrained.median),
            "schema_cost": .double(cost(speeds)),
            "free_answers_per_second": .double(choices.free.median),
            "choices_per_second": .double(choices.constrained.median),
            "choices_cost": .double(cost(choices)),
        ]
        if options.json { return printLine(JSON.object(figures).encoded()) }
        print(
            """
            \(options.model), \(model.threads) threads, \(sequences) sequences, medians of \
            \(options.rounds) rounds; tokenizer and schema prepared in \(compiling.fixed(2)) s
              schema   free \(speeds.free.median.fixed(1)) tokens/s, constrained \
            \(speeds.constrained.median.fixed(1)) tokens/s: costs \((100 * cost(speeds)).fixed(1)) %
              choices  free \(choices.free.median.fixed(2)) answers/s, of three choices \
            \(choices.constrained.median.fixed(2)) answers/s: costs \((100 * cost(choices)).fixed(1)) %
              synthgen bench constrained --model \(options.model) --sequences \(sequences) \
            --prompt-tokens \(promptTokens) --generate \(generate) --rounds \(options.rounds)
            """)
    }

    /// Returns the share of the speed that is lost, the median over rounds.
    private func cost(_ speeds: ConstrainedRounds.Speeds) -> Double {
        zip(speeds.free, speeds.constrained).map { 1 - $1 / $0 }.median
    }

    /// A schema as a document might have it, of an article too long to finish in a measurement.
    private static let article: JSON = [
        "type": "object",
        "properties": [
            "title": ["type": "string", "minLength": 5, "maxLength": 60],
            "kind": ["enum": ["news", "essay", "letter", "guide"]],
            "year": ["type": "integer", "minimum": 1900, "maximum": 2100],
            "tags": [
                "type": "array", "minItems": 1, "maxItems": 4,
                "items": ["type": "string", "minLength": 2, "maxLength": 16],
            ],
            "sections": [
                "type": "array", "minItems": 3,
                "items": [
                    "type": "object",
                    "properties": [
                        "heading": ["type": "string", "minLength": 3, "maxLength": 40],
                        "text": ["type": "string", "minLength": 80, "maxLength": 400],
                        "isOptional": ["type": "boolean"],
                    ],
                    "required": ["heading", "text"], "additionalProperties": false,
                ],
            ],
        ],
        "required": ["title", "kind", "tags", "sections"], "additionalProperties": false,
    ]
}

/// Rounds of free and constrained answers in turn, to prompts of the same length.
struct ConstrainedRounds {
    /// Tokens or answers a second, of each round.
    struct Speeds {
        var free: [Double] = []
        var constrained: [Double] = []
    }

    let bench: BenchEngine
    let grammar: TokenGrammar
    let sequences: Int
    let promptTokens: Int
    let generate: Int

    /// Measures tokens a second in steps that decode all sequences.
    func measureSchema(_ rounds: Int) async throws -> Speeds {
        var speeds = Speeds()
        for round in 0...rounds {
            // The order alternates, too.
            var pair = [0.0, 0.0]
            for turn in [round % 2, 1 - round % 2] {
                pair[turn] = try await decode(round, isHeld: turn == 1)
            }
            // The first round is not counted: it computes the masks that the others find cached.
            guard round > 0 else { continue }
            speeds.free.append(pair[0])
            speeds.constrained.append(pair[1])
        }
        return speeds
    }

    /// Measures answers a second: a free token, or the most probable of three choices.
    func measureChoices(_ rounds: Int) async throws -> Speeds {
        let choices = [" yes", " no", " perhaps"].map {
            bench.tokenizer.encode($0, addSpecialTokens: false)
        }
        var speeds = Speeds()
        for round in 0...rounds {
            let free = try await answers(700_000 + round * 1_000) { engine, prompt in
                _ = try await engine.complete(
                    GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 1)))
            }
            let held = try await answers(800_000 + round * 1_000) { engine, prompt in
                _ = try await engine.choose(
                    among: choices, after: prompt, temperature: 0, seed: 0)
            }
            guard round > 0 else { continue }
            speeds.free.append(free)
            speeds.constrained.append(held)
        }
        return speeds
    }

    private func decode(_ round: Int, isHeld: Bool) async throws -> Double {
        var sampling = SamplingOptions()
        sampling.maxTokens = generate
        sampling.topP = 0.95
        let requests = try (0..<sequences).map { sequence in
            GenerationRequest(
                prompt: prompt(600_000 + (round * 2 + (isHeld ? 1 : 0)) * 1_000 + sequence),
                sampling: sampling, seed: UInt64(sequence),
                constraint: isHeld
                    ? try GrammarConstraint(
                        grammar, maxTokens: generate + grammar.fewestTokens,
                        stopTokens: bench.tokenizer.endOfTurnTokens) : nil)
        }
        _ = bench.takeSteps()
        let start = ContinuousClock.now
        _ = try await mapConcurrently(requests) { [engine = bench.engine] request in
            try await engine.complete(request)
        }
        return BatchFigures(steps: bench.takeSteps(), sequences: sequences, start: start).decode
    }

    private func answers(
        _ number: Int, _ body: @Sendable @escaping (Engine, [Int32]) async throws -> Void
    ) async throws -> Double {
        let prompts = (0..<sequences).map { prompt(number + $0) }
        let start = ContinuousClock.now
        _ = try await mapConcurrently(prompts) { [engine = bench.engine] prompt in
            try await body(engine, prompt)
        }
        return Double(sequences) / (ContinuousClock.now - start).inSeconds
    }

    private func prompt(_ number: Int) -> [Int32] {
        BenchTexts.prompt(number, count: promptTokens, bench.tokenizer)
    }
}

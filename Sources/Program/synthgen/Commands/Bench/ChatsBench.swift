import ArgumentParser
import Chat
import Compute
import Concurrency
import Formatting
import Inference
import JSON
import Jinja

struct ChatsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chats",
        abstract: "Measures how fast all chats of a file are answered at once.",
        usage: "synthgen bench chats [<options>]",
        discussion: """
            Reads JSON lines {"messages": [{"role", "content"}, ...]} and answers each with \
            --max-tokens tokens, ends of turns ignored. Made for comparisons with other engines on \
            the same texts: Benchmarks/README.md.

              synthgen bench chats --input chats.jsonl
            """)

    @OptionGroup var options: BenchOptions

    @Option(
        help: ArgumentHelp("The file to read; - for standard input.", valueName: "file"))
    var input = "-"

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp("Tokens to write in each answer.", valueName: "count"))
    var maxTokens = 128

    @Option(
        help: ArgumentHelp("Most chats that are worked on at a time.", valueName: "count"))
    var batch = 64

    func validate() throws {
        guard (1...4_096).contains(batch), maxTokens >= 1 else {
            throw ValidationError("--batch must be from 1 to 4096, --max-tokens at least 1")
        }
    }

    func run() async throws {
        let texts = try chats()
        let model = try await BenchModel(options)
        let prompts = try prompts(of: texts, model)
        let longest = (prompts.map(\.count).max() ?? 0) + maxTokens
        var seconds: [Double] = []
        for _ in 0..<options.rounds {
            // A new engine: prefixes that an earlier round left in the cache would be reused.
            let bench = try model.engine(batch: batch, tokens: longest)
            seconds.append(try await answer(prompts, bench.engine))
            await bench.engine.shutdown()
        }
        let speed = Double(prompts.count * maxTokens) / seconds.median
        let read = prompts.reduce(0) { $0 + $1.count }
        guard options.json else {
            print(
                "\(prompts.count) chats, \(read) prompt tokens, \(maxTokens) tokens each: "
                    + "\(speed.fixed(0)) tokens/s, \(seconds.median.fixed(2)) s")
            return
        }
        printLine(
            JSON.object([
                "model": .string(options.model), "threads": .integer(model.threads),
                "chats": .integer(prompts.count), "prompt_tokens": .integer(read),
                "generated_tokens": .integer(maxTokens), "rounds": .integer(options.rounds),
                "tokens_per_second": .double((speed * 10).rounded() / 10),
                "seconds": .double(seconds.median),
            ]).encoded())
    }

    private func answer(_ prompts: [[Int32]], _ engine: Engine) async throws -> Double {
        var sampling = SamplingOptions()
        sampling.maxTokens = maxTokens
        sampling.topP = 0.95
        let start = ContinuousClock.now
        let requests = prompts.enumerated().map { number, prompt in
            GenerationRequest(prompt: prompt, sampling: sampling, seed: UInt64(number))
        }
        _ = try await mapConcurrently(requests) { try await engine.complete($0) }
        return (ContinuousClock.now - start).inSeconds
    }

    private func chats() throws -> [[ChatMessage]] {
        var lines = try LineInput(path: input)
        var chats: [[ChatMessage]] = []
        while let line = try lines.next() {
            let turns = line["messages"]?.array ?? []
            let messages = turns.compactMap(ChatMessage.init)
            guard !messages.isEmpty, messages.count == turns.count else {
                throw lines.fault("expected {\"messages\": [{\"role\", \"content\"}, ...]}")
            }
            chats.append(messages)
        }
        return chats
    }

    private func prompts(of chats: [[ChatMessage]], _ model: BenchModel) throws -> [[Int32]] {
        let tokenizer = model.tokenizer
        guard let text = tokenizer.chatTemplate else {
            throw ProgramError.noChatTemplate(path: options.model)
        }
        let template = try ChatTemplate(
            text, bosToken: tokenizer.bosToken.flatMap(tokenizer.token),
            eosToken: tokenizer.eosToken.flatMap(tokenizer.token),
            clock: { CalendarTime(year: 2024, month: 7, day: 26) })
        return try chats.map { messages in
            tokenizer.encode(
                try template.render(messages: messages.map(\.json), addGenerationPrompt: true),
                addSpecialTokens: false)
        }
    }
}

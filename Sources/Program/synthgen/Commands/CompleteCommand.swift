import ArgumentParser
import Chat
import Compute
import Files
import Foundation
import Inference
import JSON
import Terminal
import Text

struct CompleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "Lets a model continue a text, or answer a question.",
        discussion: """
            Without --chat, the model continues the text. With --chat it is asked: the text, or a \
            file with a conversation, is put into the model's chat template.

              synthgen complete --model smollm2-135m-instruct --prompt "The sea"
              synthgen complete --model smollm2-135m-instruct --chat \\
                --prompt "Why is the sea salt?" --system "Answer in one sentence."
              synthgen complete --model smollm2-135m-instruct --chat conversation.json
            """)

    @Option(help: "A name of `models list`, hf:owner/repo, a .gguf file or a Hugging Face folder.")
    var model: String

    @Option(
        help: ArgumentHelp(
            "The text to continue; with --chat, what the user says.", valueName: "text"))
    var prompt: String?

    @Flag(help: "Ask the model, by its chat template.")
    var chat = false

    @Option(
        help: ArgumentHelp(
            "With --chat and --prompt, the system message; the template's own, if not given.",
            valueName: "text"))
    var system: String?

    @Argument(
        help: ArgumentHelp(
            "With --chat, a conversation: a JSON list of {\"role\", \"content\"}; - for standard input.",
            valueName: "file"),
        completion: .file(extensions: ["json"]))
    var conversation: String?

    @Flag(help: "Take the most probable token each time.")
    var greedy = false

    @Option(
        help: ArgumentHelp(
            "Divides the logits before a token is drawn; 0 is --greedy.", valueName: "number"))
    var temperature = 0.7

    @Option(
        name: .customLong("top-p"),
        help: ArgumentHelp(
            "Draw only from the most probable tokens whose probabilities sum to this.",
            valueName: "probability"))
    var topP = 1.0

    @Option(help: ArgumentHelp("The seed of the draws.", valueName: "number"))
    var seed: UInt64 = 0

    @Option(
        name: .customLong("max-tokens"),
        help: ArgumentHelp("The longest answer, in tokens.", valueName: "count"))
    var maxTokens = 256

    @Option(
        help: ArgumentHelp(
            "With --json, list this many of the most probable tokens at every step.",
            valueName: "count"))
    var logprobs: Int?

    @Flag(help: "With --chat, let messages spell control tokens such as <|im_end|>.")
    var trustControlTokens = false

    @Flag(name: .customLong("ignore-eos"), help: "Go on after the end-of-turn token.")
    var ignoreEOS = false

    @Flag(help: "Print JSON: text, ids, log-probabilities.")
    var json = false

    @OptionGroup var modelOptions: ModelOptions

    func validate() throws {
        guard (prompt == nil) != (conversation == nil) else {
            throw ValidationError(
                "give --prompt TEXT, with --chat if it is a question, or --chat FILE")
        }
        if let conversation, !chat {
            throw ValidationError(
                "to have the conversation in '\(conversation)' answered, add --chat")
        }
        if system != nil, !chat || prompt == nil {
            throw ValidationError(
                "--system goes with --chat and --prompt; a conversation's file has its own message")
        }
        guard maxTokens >= 1 else { throw ValidationError("--max-tokens must be at least 1") }
        if let logprobs, !(0...1_000).contains(logprobs) {
            throw ValidationError("--logprobs must be from 0 to 1000, found \(logprobs)")
        }
    }

    func run() async throws {
        let loader = ModelLoader(options: modelOptions)
        let (engine, tokenizer, ids) = try await prepare(loader)
        var sampling = SamplingOptions()
        sampling.temperature = greedy ? 0 : temperature
        sampling.topP = topP
        sampling.maxTokens = maxTokens
        let completion = try await engine.complete(
            GenerationRequest(
                prompt: ids, sampling: sampling,
                stopTokens: ignoreEOS ? [] : tokenizer.endOfTurnTokens, seed: seed,
                topLogprobs: logprobs ?? 0))
        let text = tokenizer.decode(completion.tokens, skipSpecialTokens: true)
        print(json ? account(completion, text: text, prompt: ids).text : text)
    }

    private func prepare(
        _ loader: ModelLoader
    ) async throws -> (engine: Engine, tokenizer: Tokenizer, ids: [Int32]) {
        guard chat else {
            let resolved = try await loader.resolve(model)
            let tokenizer = try Tokenizer(modelAt: resolved.url)
            let ids = tokenizer.encode(prompt ?? "", addSpecialTokens: true)
            return (try loader.engine(for: resolved), tokenizer, ids)
        }
        let local = try await loader.load(model, trustsControlTokens: trustControlTokens)
        return (
            local.engine, local.tokenizer,
            try local.tokens(of: messages(), isOpen: true)
        )
    }

    /// The conversation that the command line names.
    func messages() throws -> [ChatMessage] {
        if let conversation { return try messages(at: conversation) }
        let opening = system.map { [ChatMessage(role: "system", content: $0)] } ?? []
        return opening + [ChatMessage(role: "user", content: prompt ?? "")]
    }

    private func messages(at path: String) throws -> [ChatMessage] {
        let typing = path == "-" ? Activity(showing: .nothing) : nil
        defer { typing?.end() }
        let bytes: [UInt8]
        do {
            bytes =
                path == "-"
                ? Array(try FileHandle.standardInput.readToEnd() ?? Data())
                : try FileReading.content(of: URL(filePath: path), FileReading.streams)
        } catch let failure as FileFailure {
            throw ProgramError.unreadable(path: path, problem: failure.reason)
        }
        let value: JSON
        do throws(JSONError) { value = try JSON(parsing: bytes) } catch {
            throw ProgramError.badLine(path: path, line: error.line, problem: error.problem)
        }
        let turns = value.array ?? value["messages"]?.array ?? []
        let messages = turns.compactMap(ChatMessage.init)
        guard !messages.isEmpty, messages.count == turns.count else {
            throw ProgramError.unreadable(
                path: path,
                problem:
                    "expected a list of {\"role\", \"content\"}, or an object with such \"messages\""
            )
        }
        return messages
    }

    private func account(_ completion: Completion, text: String, prompt: [Int32]) -> JSON {
        var account: JSONObject = [
            "text": .string(text), "prompt_ids": .array(prompt.map { .integer(Int($0)) }),
            "ids": .array(completion.tokens.map { .integer(Int($0)) }),
            "finish_reason": .string(completion.finishReason.rawValue),
            "logprobs": .array(completion.logprobs.map { .double(Double($0)) }),
        ]
        if logprobs != nil {
            account["top_logprobs"] = .array(
                completion.top.map { step in
                    .array(
                        step.map { entry in
                            [
                                "id": .integer(Int(entry.token)),
                                "logprob": .double(Double(entry.logProbability)),
                            ]
                        })
                })
        }
        return .object(account)
    }
}

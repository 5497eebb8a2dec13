import ArgumentParser
import Chat
import Concurrency
import Dataflow
import JSON

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Scores answers: JSON lines {\"prompt\", \"response\"} in, rewards out.",
        usage: "synthgen score [<options>]",
        discussion: """
            The prompt is a text or a list of {"role", "content"}.

              synthgen score --input answers.jsonl
              synthgen score --model my.gguf --head head.safetensors --input answers.jsonl
            """)

    @Option(
        help: """
            A reward model, or any model with --head: a name of `models list`, hf:owner/repo, a \
            file or a folder.
            """)
    var model = "smollm2-135m-reward"

    @Option(
        help: ArgumentHelp(
            "A reward head of `train reward`, for a model that has none.", valueName: "file"),
        completion: .file())
    var head: String?

    @Option(help: ArgumentHelp("The file to read; - for standard input.", valueName: "file"))
    var input = "-"

    @Flag(help: "Let texts spell control tokens such as <|im_end|>; else these are text.")
    var trustControlTokens = false

    @OptionGroup var modelOptions: ModelOptions

    func run() async throws {
        let model = try await ModelLoader(options: modelOptions)
            .load(model, head: head, trustsControlTokens: trustControlTokens)
        try model.checkScores()
        var lines = try LineInput(path: input)
        while true {
            var batch: [[ChatMessage]] = []
            while batch.count < modelOptions.maxBatch, let line = try lines.next() {
                guard let messages = conversation(of: line) else {
                    throw lines.fault(
                        "expected {\"prompt\": [messages] or a text, \"response\": a text}")
                }
                batch.append(messages)
            }
            if batch.isEmpty { return }
            for reward in try await scores(of: batch, by: model) {
                printLine(reward.json.encoded())
            }
        }
    }

    private func conversation(of line: JSON) -> [ChatMessage]? {
        guard let response = line["response"]?.string else { return nil }
        let answer = ChatMessage(role: "assistant", content: response)
        switch line["prompt"] {
        case .string(let text): return [ChatMessage(role: "user", content: text), answer]
        case .array(let turns):
            let messages = turns.compactMap(ChatMessage.init)
            return messages.count == turns.count ? messages + [answer] : nil
        default: return nil
        }
    }

    private func scores(of batch: [[ChatMessage]], by model: LocalModel) async throws -> [Reward] {
        try await mapConcurrently(Array(batch.enumerated())) { index, messages in
            try await model.score(messages, priority: index).last
        }.compactMap { $0 }
    }
}

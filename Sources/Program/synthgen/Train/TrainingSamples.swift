import Chat
import Compute
import Concurrency
import Foundation
import Inference
import JSON
import Models
import Terminal
import Text

/// Answers to a few prompts by the model before and after its training, kept as `samples.json`.
struct TrainingSamples {
    /// A prompt with the assistant's turn opened.
    struct Prompt: Sendable, Equatable {
        let name: String
        let tokens: [Int32]
        let isHeldOut: Bool
    }

    /// An answer, and whether it was cut off.
    private struct Answer: Sendable {
        let prompt: String
        let text: String
        let isCut: Bool
    }

    let prompts: [Prompt]
    /// The source of the model before.
    let base: String
    /// The source of the model after.
    let trained: String
    let threads: Int?

    /// The file's name.
    static let name = "samples.json"
    /// Most tokens of an answer.
    static let maxTokens = 96

    /// Answers all prompts greedily, first by one model and then by the other, so that one is in
    /// memory at a time.
    func run() async throws -> JSON {
        let before = try await answers(of: base)
        let after = try await answers(of: trained)
        let samples = zip(prompts, zip(before, after)).map { prompt, answers -> JSON in
            [
                "name": .string(prompt.name), "held_out": .bool(prompt.isHeldOut),
                "prompt": .string(answers.0.prompt), "before": .string(answers.0.text),
                "after": .string(answers.1.text), "before_cut": .bool(answers.0.isCut),
                "after_cut": .bool(answers.1.isCut),
            ]
        }
        return ["max_tokens": .integer(Self.maxTokens), "samples": .array(samples)]
    }

    private func answers(of source: String) async throws -> [Answer] {
        var options = try ModelOptions.standard
        options.threads = threads
        let model = try await ModelLoader(options: options).load(source)
        let activity = Activity("samples of '\(model.name)'")
        defer { activity.end() }
        var sampling = SamplingOptions()
        sampling.temperature = 0
        sampling.maxTokens = Self.maxTokens
        let fixed = sampling
        return try await mapConcurrently(prompts, limit: prompts.count) { prompt in
            let completion = try await model.engine.complete(
                GenerationRequest(
                    prompt: prompt.tokens, sampling: fixed,
                    stopTokens: model.tokenizer.endOfTurnTokens, seed: 0))
            return Answer(
                prompt: model.tokenizer.decode(prompt.tokens),
                text: model.tokenizer.decode(completion.tokens, skipSpecialTokens: true),
                isCut: completion.finishReason == .length)
        }
    }
}

extension StepRows {
    /// Up to `count` different prompts: held-out ones, or those of the training if none are.
    func samplePrompts(_ count: Int) -> [TrainingSamples.Prompt] {
        let examples = heldOut ?? training
        var prompts: [TrainingSamples.Prompt] = []
        for (name, tokens) in examples.prompts where prompts.count < count {
            // Of a text that is learnt whole nothing is asked.
            guard tokens.count > 1, !prompts.contains(where: { $0.tokens == tokens }) else {
                continue
            }
            prompts.append(
                TrainingSamples.Prompt(name: name, tokens: tokens, isHeldOut: heldOut != nil))
        }
        return prompts
    }
}

extension StepExamples {
    /// Names and prompts with the assistant's turn opened; none of rated answers.
    fileprivate var prompts: [(name: String, tokens: [Int32])] {
        switch self {
        case .conversations(let set):
            set.examples.map { conversation in
                let count = conversation.isTarget.firstIndex(of: true) ?? 0
                return (conversation.name, Array(conversation.tokens.prefix(count)))
            }
        case .preferences(let set): set.examples.map { ($0.name, $0.prompt) }
        case .answers: []
        }
    }
}

import Chat
import Checkpoints
import Compute
import Foundation
import Inference
import JSON
import Jinja
import Models
import TestSupport
import Testing
import Text

@Suite(
    .enabled(
        if: RealModel.isHere,
        "SmolLM2-135M-Instruct is not in the cache"),
    .serialized)
struct `A real model held to a constraint` {
    static let model = Result {
        let tokenizer = try Tokenizer(ggufMetadata: GGUFFile(url: RealModel.url).metadata)
        let template = tokenizer.chatTemplate ?? ""
        return LocalModel(
            name: "smollm2", engine: try Engine(model: Decoder(url: RealModel.url)),
            tokenizer: tokenizer,
            template: try ChatTemplate(template, bosToken: nil, eosToken: nil),
            templateSource: template, weights: "smollm2")
    }

    private static let form: JSON = [
        "type": "object", "additionalProperties": false, "required": ["name", "tags", "rating"],
        "properties": [
            "name": ["type": "string", "minLength": 1, "maxLength": 30],
            "tags": [
                "type": "array", "maxItems": 3, "items": ["type": "string", "maxLength": 12],
            ],
            "rating": ["type": "integer", "minimum": 1, "maximum": 5],
            "isOld": ["type": ["boolean", "null"]],
        ],
    ]

    private func request(
        _ question: String, _ constraint: AnswerConstraint, temperature: Double, seed: Int = 1
    ) -> ChatRequest {
        var sampling = SamplingOptions()
        sampling.temperature = temperature
        sampling.maxTokens = 80
        return ChatRequest(
            messages: [ChatMessage(role: "user", content: question)], sampling: sampling,
            seed: UInt64(seed), constraint: constraint)
    }

    @Test(arguments: [0.0, 1.0])
    func `answers twenty prompts with JSON of the schema`(temperature: Double) async throws {
        let model = try Self.model.get()
        let subjects = [
            "a bridge", "an old radio", "soup", "the Moon", "a cat", "Lisbon", "a lamp", "chess",
            "a kite", "snow", "bread", "a violin", "the sea", "a map", "tea", "a clock", "moss",
            "a ferry", "an owl", "paper",
        ]
        let replies = try await withThrowingTaskGroup(of: ChatReply.self) { group in
            for (seed, subject) in subjects.enumerated() {
                let request = request(
                    "Describe \(subject) as JSON.", .schema(Self.form), temperature: temperature,
                    seed: seed)
                group.addTask { try await model.complete(request) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.count == 20)
        for reply in replies {
            let value = try JSON(parsing: reply.text)
            #expect(!reply.isTruncated)
            #expect((1...30).contains(value["name"]?.string?.unicodeScalars.count ?? 0))
            #expect((1...5).contains(value["rating"]?.integer ?? 0))
            #expect((0...3).contains(value["tags"]?.array?.count ?? 9))
            #expect(
                value.object?.keys.allSatisfy(["name", "tags", "rating", "isOld"].contains) == true)
        }
    }

    @Test func `chooses the most probable, whose probability is the product of its tokens'`()
        async throws
    {
        let model = try Self.model.get()
        let choices = ["Paris", "The city of Rome", "Paris, Texas"]
        let asked = request(
            "Which city is the capital of France?", .choices(choices), temperature: 0)
        let reply = try await model.complete(asked)
        let shares = try #require(reply.choiceProbabilities)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        #expect(reply.text == "Paris")
        let prompt = try model.tokens(of: asked.messages, isOpen: true)
        var sums: [Double] = []
        for choice in choices {
            let tokens = model.tokenizer.encode(choice, addSpecialTokens: false) + [2]
            let values = try await model.engine.logProbabilities(
                of: prompt + tokens, from: prompt.count)
            sums.append(values.reduce(0) { $0 + Double($1) })
        }
        let total = sums.reduce(0) { $0 + exp($1) }
        for (share, sum) in zip(shares, sums) { #expect(abs(share - exp(sum) / total) < 1e-9) }
    }

    @Test func `says what is missing when tokens are too few`() async throws {
        let model = try Self.model.get()
        var asked = request("Describe soup.", .schema(Self.form), temperature: 0)
        asked.sampling.maxTokens = 5
        let hopeless = asked
        let error = await #expect(throws: GrammarError.self) {
            _ = try await model.complete(hopeless)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("\"maxTokens\""))
    }
}

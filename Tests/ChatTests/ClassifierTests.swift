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

@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct `A sequence classifier` {
    private func model(
        _ labels: [String], more: JSONObject = [:], head: RewardHead? = nil
    ) throws -> LocalModel {
        let folder = try TemporaryFolder()
        let tiny = try TinyModel(in: folder.url, labels: labels, more: more)
        let decoder = try Decoder(url: tiny.url)
        return LocalModel(
            name: "tiny", engine: try Engine(model: decoder),
            tokenizer: try Tokenizer(folder: tiny.url),
            template: try ChatTemplate(TinyModel.chatTemplate, bosToken: nil, eosToken: "<e>"),
            templateSource: "", weights: decoder.fingerprint, head: head ?? decoder.classifier)
    }

    private let conversation = [
        ChatMessage(role: "user", content: "why"), ChatMessage(role: "assistant", content: "so"),
        ChatMessage(role: "user", content: "and"),
        ChatMessage(role: "assistant", content: "that is all"),
    ]

    /// What the weights make of the state at a token, in double precision.
    private func expected(
        _ model: LocalModel, _ messages: [ChatMessage], at end: (Int) -> Int, outputs: Int
    ) async throws -> [Double] {
        let tokens = try model.tokens(of: messages, isOpen: false)
        let state = try await model.engine.finalHidden(tokens, positions: [end(tokens.count)])[0]
        let weights = TinyModel.weights(outputs)
        return (0..<outputs).map { output in
            zip(weights[(output * TinyModel.width)...], state).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
        }
    }

    @Test func `scores with one attribute, at the last token of each answer`() async throws {
        let model = try model([""])
        let rewards = try await model.score(conversation, priority: 0)
        #expect(rewards.map(\.names) == [["score"], ["score"]])
        for (reward, turns) in zip(rewards, [2, 4]) {
            let wanted = try await expected(
                model, Array(conversation.prefix(turns)), at: { $0 - 1 }, outputs: 1)
            #expect(abs(reward.values[0] - wanted[0]) < 1e-4)
        }
        #expect(rewards[0] != rewards[1])
        #expect(model.tokenizer.endOfTurnTokens == [2])
    }

    @Test func `reads before padding, as the reference does`() async throws {
        // The line break that ends a turn is the padding here, so the token before it is read.
        let lineBreak = 3 + 27 + 26 + 10 + 3
        let model = try model([""], more: ["pad_token_id": .integer(lineBreak)])
        let tokens = try model.tokens(of: conversation, isOpen: false)
        try #require(Int(tokens[tokens.count - 1]) == lineBreak)
        let found = try await model.score(conversation, priority: 0)
        let wanted = try await expected(model, conversation, at: { $0 - 2 }, outputs: 1)
        #expect(abs(found[1].values[0] - wanted[0]) < 1e-4)
    }

    @Test func `rates an answer by its tokens' mean, if its head reads it all`() async throws {
        let head = RewardHead(
            weight: TinyModel.weights(5), bias: [0, 1, 2, 3, 4], reading: .answer)
        let both = RewardHead(
            weight: TinyModel.weights(10), bias: [0, 1, 2, 3, 4], reading: .answerAndEnd)
        let model = try model([""], head: head)
        let found = try await model.score(conversation, priority: 0)
        let foundBoth = try await self.model([""], head: both).score(conversation, priority: 0)
        for (index, turn) in [1, 3].enumerated() {
            let before = try model.tokens(of: Array(conversation[..<turn]), isOpen: true)
            let with = try model.tokens(of: Array(conversation[...turn]), isOpen: false)
            try #require(Array(with.prefix(before.count)) == before)
            let end = try #require(with.lastIndex(of: 2))
            let places = Array(before.count...end)
            // This tokenizer puts a space between letters.
            let text = model.tokenizer.decode(Array(with[before.count..<end]))
            #expect(
                text.filter { $0 != " " } == conversation[turn].content.filter { $0 != " " })
            let states = try await model.engine.finalHidden(with, positions: places)
            let outputs = states.map { head($0) }
            for output in 0..<5 {
                let sum = outputs.reduce(0) { $0 + Double($1[output]) }
                #expect(abs(found[index].values[output] - sum / Double(places.count)) < 1e-4)
            }
            let mean = (0..<TinyModel.width).map { column in
                states.reduce(Float(0)) { $0 + $1[column] } / Float(states.count)
            }
            let wantedBoth = both(mean + states[states.count - 1])
            for (value, wanted) in zip(foundBoth[index].values, wantedBoth) {
                #expect(abs(value - Double(wanted)) < 1e-4)
            }
        }
    }

    @Test func `has as many attributes as its configuration names`() async throws {
        let model = try model(["safe", "kind"])
        let rewards = try await model.score(conversation, priority: 0)
        #expect(rewards.map(\.names) == [["safe", "kind"], ["safe", "kind"]])
        let wanted = try await expected(model, conversation, at: { $0 - 1 }, outputs: 2)
        #expect(zip(rewards[1].values, wanted).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(Reward(rewards[1].json) == rewards[1])
    }

    @Test func `writes no text`() async throws {
        let model = try model([""])
        let error = await #expect(throws: ModelError.self) {
            try await model.complete(
                ChatRequest(
                    messages: conversation, sampling: SamplingOptions(), seed: 1, priority: 0,
                    constraint: nil))
        }
        #expect(error?.description.contains("a sequence classifier rates texts") == true)
    }

    @Test func `is another model with another head`() throws {
        let head = RewardHead(weight: TinyModel.weights(5), bias: [0, 0, 0, 0, 0])
        let single = RewardHead(weight: TinyModel.weights(1), bias: [0], attributes: ["score"])
        let named = RewardHead(weight: TinyModel.weights(1), bias: [0], attributes: ["good"])
        let whole = RewardHead(
            weight: TinyModel.weights(5), bias: [0, 0, 0, 0, 0], reading: .answer)
        let prints = try [nil, head, single, named, whole].map {
            try model([""], head: $0).fingerprint
        }
        #expect(Set(prints).count == 5)
    }

    @Test func `is described, and its labels are checked`() throws {
        let folder = try TemporaryFolder()
        let tiny = try TinyModel(in: folder.url, labels: ["safe", "kind"])
        let report = ModelReport(try Checkpoint(url: tiny.url))
        #expect(report.problems == [])
        #expect(report.unreadKeys == [])
        #expect(report.rated == ["safe", "kind"])
        let wrong = try TinyModel(
            in: folder.appending(path: "wrong"), labels: ["safe", "kind"],
            more: ["id2label": ["0": "safe"]])
        let problems = ModelReport(try Checkpoint(url: wrong.url)).problems
        #expect(problems.count == 1)
        #expect(problems.first?.contains("\"id2label\" is 1 names, expected 2") == true)
        #expect(throws: ModelError.self) { try Decoder(url: wrong.url) }
    }
}

@Suite struct `A reward head's file` {
    @Test func `is read as it was written`() throws {
        let folder = try TemporaryFolder()
        let head = RewardHead(weight: TinyModel.weights(5), bias: [1, 2, 3, 4, 5])
        let url = folder.appending(path: "head.safetensors")
        try head.write(to: url.path)
        let read = try RewardHead(url: url)
        #expect(read.weight == head.weight && read.bias == head.bias)
        #expect(read.attributes == Reward.attributes && read.reading == .endOfTurn)
        #expect(read.account == nil)
    }

    @Test(arguments: [RewardHead.Reading.answer, .answerAndEnd])
    func `says what it reads and how it orders pairs`(reading: RewardHead.Reading) throws {
        let folder = try TemporaryFolder()
        let account = PairAccount(sections: [
            .init(
                name: "all", heldOut: PairShare(accuracy: 0.75, pairs: 8),
                leftOut: PairShare(accuracy: 0.625, pairs: 80)),
            .init(name: "Safety", heldOut: nil, leftOut: PairShare(accuracy: 1, pairs: 3)),
        ])
        let head = RewardHead(
            weight: TinyModel.weights(10), bias: [1, 2, 3, 4, 5], reading: reading,
            account: account)
        let url = folder.appending(path: "head.safetensors")
        try head.write(to: url.path)
        let read = try RewardHead(url: url)
        #expect(read.reading == reading && read.account == account)
        #expect(read.weight == head.weight && read.hiddenSize == head.hiddenSize)
    }

    @Test func `of a reading that is not known is refused`() throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter(metadata: ["reading": "everything"])
        writer.add("reward_head.weight", shape: [5, 64], floats: TinyModel.weights(5))
        let url = folder.appending(path: "head.safetensors")
        try writer.write(to: url.path)
        let error = #expect(throws: ModelError.self) { try RewardHead(url: url) }
        #expect(error?.description.contains("\"reading\" is \"everything\"") == true)
    }

    @Test(arguments: [
        (1, ["score"]), (2, ["score_1", "score_2"]), (5, Reward.attributes),
    ])
    func `of a classifier needs no bias`(outputs: Int, names: [String]) throws {
        let folder = try TemporaryFolder()
        var writer = SafetensorsWriter()
        writer.add(
            "score.weight", shape: [outputs, 64], floats: TinyModel.weights(outputs))
        let url = folder.appending(path: "head.safetensors")
        try writer.write(to: url.path)
        let head = try RewardHead(url: url)
        #expect(head.attributes == names)
        #expect(head.bias == [Float](repeating: 0, count: outputs))
        #expect(head.reading == .lastToken(padding: nil))
    }

    @Test func `without a head, or with one of another shape, is refused`() throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "head.safetensors")
        for (name, shape) in [("weight", [2, 3]), ("score.weight", [6])] {
            var writer = SafetensorsWriter()
            writer.add(name, shape: shape, floats: [Float](repeating: 1, count: 6))
            try writer.write(to: url.path)
            #expect(throws: (any Error).self) { try RewardHead(url: url) }
        }
    }
}

@Suite struct `A reward of any attributes` {
    @Test func `is read from numbers by name, or from a number`() {
        #expect(Reward(["helpfulness": 3.5])?.names == ["helpfulness"])
        #expect(Reward(["score": 4, "why": "well put"]) == Reward(names: ["score"], values: [4]))
        #expect(Reward(0.5) == Reward(names: ["score"], values: [0.5]))
        for none in [["why": "well put"], [:], "good", nil, []] as [JSON] {
            #expect(Reward(none) == nil)
        }
        var five = JSONObject(Reward.attributes.map { ($0, JSON.double(1)) })
        five["other"] = 7
        #expect(Reward(.object(five)) == Reward(values: [1, 1, 1, 1, 1]))
    }

    @Test func `is worth what its attributes count`() throws {
        let five = Reward(values: [1, 2, 3, 4, 5])
        #expect(abs(try RewardWeights.usual.worth(of: five) - 3.39) < 1e-9)
        #expect(try RewardWeights.given(["verbosity": -2]).worth(of: five) == -10)
        let one = Reward(names: ["score"], values: [-7])
        #expect(try RewardWeights.usual.worth(of: one) == -7)
        let two = Reward(names: ["safe", "kind"], values: [1, 2])
        #expect(throws: ChatError.noWeights(attributes: ["safe", "kind"])) {
            try RewardWeights.usual.worth(of: two)
        }
        #expect(throws: ChatError.noAttribute(name: "help", found: ["safe", "kind"])) {
            try RewardWeights.given(["help": 1, "safe": 1]).worth(of: two)
        }
    }
}

import Chat
import JSON
import Testing

@Suite struct `A reply of a model without weights` {
    private static let schema: JSON = [
        "type": "object", "required": ["n"], "additionalProperties": false,
        "properties": ["n": ["type": "integer", "minimum": 3, "maximum": 7]],
    ]

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `meets its schema, the same way for the same seed`(seed: UInt64) throws {
        let constraint = AnswerConstraint.schema(Self.schema)
        let reply = try ChatReply(meeting: constraint, prompt: "", seed: seed)
        #expect((3...7).contains(try JSON(parsing: reply.text)["n"]?.integer ?? 0))
        #expect(reply == (try ChatReply(meeting: constraint, prompt: "", seed: seed)))
    }

    @Test func `is each of its choices for some seed, with equal probabilities`() throws {
        let replies = try (0..<40 as Range<UInt64>).map {
            try ChatReply(meeting: .choices(["a", "b"]), prompt: "", seed: $0)
        }
        #expect(Set(replies.map(\.text)) == ["a", "b"])
        #expect(replies.allSatisfy { $0.choiceProbabilities == [0.5, 0.5] })
    }
}

@Suite struct `An embedding` {
    @Test func `has length one, unless it is zero`() {
        #expect(Embedding(scaling: [3, 4]).values == [0.6, 0.8])
        #expect(Embedding(scaling: [0, 0]).values == [0, 0])
    }
}

@Suite struct `A reward` {
    @Test func `is read from the JSON that it writes`() throws {
        let reward = Reward(values: [3.5, 3.25, 3, 1.5, 0.5])
        #expect(Reward(reward.json) == reward)
        let weights = RewardWeights.given(["helpfulness": 1, "verbosity": 2])
        #expect(try weights.worth(of: reward) == 4.5)
    }
}

import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import Testing

/// An answer that a record of a test has.
private struct Answer {
    var text: String
    var passed: Bool?
    /// The helpfulness that stands for all rewards; nil for none.
    var reward: Double?
    var isTruncated = false

    /// A map stage that makes it of the source record.
    func stage(_ name: String) -> String {
        var fields = [
            #""response": "'\#(text)'""#, #""generation": "{'truncated': \#(isTruncated)}""#,
        ]
        if let passed {
            fields.append(
                #""verdict": "{'verifier': 'math', 'passed': \#(passed), 'score': \#(passed ? 1 : 0).0, 'detail': ''}""#
            )
        }
        if let reward {
            fields.append(
                #""reward": "{'helpfulness': \#(reward), 'correctness': 0, 'coherence': 0, 'complexity': 0, 'verbosity': 0}""#
            )
        }
        return
            #""\#(name)": {"type": "map", "input": "in", "set": {\#(fields.joined(separator: ", "))}}"#
    }
}

private func pairUp(
    _ answers: [Answer], _ settings: String, judge: (any LanguageModel)? = nil
) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
    let names = answers.indices.map { "arm\($0)" }
    let arms = zip(names, answers).map { $1.stage($0) }.joined(separator: ",\n")
    let inputs = names.map { "\"\($0)\"" }.joined(separator: ", ")
    return try await run(
        #"[{"prompt": "How many?", "task": "t", "topic": "x"}]"#,
        arms + #", "pair": {"type": "pair", "input": [\#(inputs)], \#(settings)}"#, last: "pair",
        models: judge.map { ["judge": $0] } ?? [:])
}

@Suite struct `A pair stage with ground truth` {
    @Test func `prefers what passes, whatever the rewards say`() async throws {
        let found = try await pairUp(
            [
                Answer(text: "it must be seven then", passed: false, reward: 4),
                Answer(text: "the sum is eight", passed: true, reward: 1),
            ], #""judge": "groundTruth", "weights": {"helpfulness": 1}"#)
        let row = try #require(found.accepted.first)
        #expect(row["chosen"]?.array?.first?["content"] == "the sum is eight")
        #expect(row["judge"] == ["kind": "ground_truth", "model": "math"])
        #expect(row["margin"]?.double == -3)
        #expect(row["chosen_reward"]?.double == 1)
    }

    @Test(arguments: [
        ([true, true], "every answer passes"), ([false, false], "no answer passes"),
        ([nil, nil], "no verdict"),
    ])
    func `says why a prompt gives no pair`(passed: [Bool?], reason: String) async throws {
        var answers = zip(["one text here", "two words more"], passed).map {
            Answer(text: $0, passed: $1)
        }
        // The field must be there for the document to be sound.
        answers.append(Answer(text: "cut", passed: passed[0], isTruncated: true))
        if passed[0] == nil { answers[2].passed = nil }
        let arms = answers.enumerated().map { $1.stage("arm\($0)") }.joined(separator: ",\n")
        let found = try await run(
            #"[{"prompt": "p", "verdict": null}]"#,
            arms
                + #", "pair": {"type": "pair", "input": ["arm0", "arm1"], "judge": "groundTruth"}, "#
                + #""rest": {"type": "filter", "input": "arm2", "where": "false"}, "#
                + #""all": {"type": "mix", "input": ["pair", "rest"]}"#,
            last: "all")
        #expect(found.accepted.isEmpty)
        #expect(found.rejected.contains { $0["reason"]?.string == reason })
    }

    @Test(arguments: [
        ("near-identical", "the same five words here", "The same five words here", false),
        ("length ratio", "short", "a very much longer answer than that other one", false),
        ("leak of format", "one <|im_end|> text", "two words more here", false),
        ("truncated answer", "one text here", "two words more", true),
    ])
    func `has the guards of all pairs`(
        reason: String, good: String, bad: String, isCut: Bool
    ) async throws {
        let answers = [
            Answer(text: good, passed: true, isTruncated: isCut), Answer(text: bad, passed: false),
        ]
        let found = try await pairUp(answers, #""judge": "groundTruth""#)
        #expect(found.rejected.map { $0["reason"]?.string } == [reason])

        let judge = RuleJudge("unused") { _, _ in "A" }
        let judged = try await pairUp(
            answers, #""judge": "model", "judgeModel": "judge""#, judge: judge)
        #expect(judged.rejected.map { $0["reason"]?.string } == [reason])
        #expect(judge.calls.count == 0, "a pair that is refused anyway costs a label")
    }
}

@Suite struct `A pair stage with an LLM judge` {
    private static let answers = [
        Answer(text: "a poor answer to that"), Answer(text: "the good answer is this"),
    ]
    private static let settings = #""judge": "model", "judgeModel": "judge""#

    @Test func `keeps what the judge prefers in both orders`() async throws {
        let found = try await pairUp(Self.answers, Self.settings, judge: RuleJudge.good)
        let row = try #require(found.accepted.first)
        #expect(row["chosen"]?.array?.first?["content"] == "the good answer is this")
        #expect(row["judge"] == ["kind": "llm_judge", "model": "rule"])
        #expect(row["chosen_reward"] == nil && row["margin"] == nil)
    }

    @Test func `reads the choice of a judge that gives no probabilities`() async throws {
        let wordy = RuleJudge("wordy", givesProbabilities: false) { first, _ in
            first.contains("good") ? "The better answer is A." : "[[B]]"
        }
        let found = try await pairUp(Self.answers, Self.settings, judge: wordy)
        #expect(
            found.accepted.first?["chosen"]?.array?.first?["content"] == "the good answer is this")
    }

    @Test func `rejects what it says only in one order, with the probabilities`() async throws {
        let found = try await pairUp(Self.answers, Self.settings, judge: RuleJudge.alwaysFirst)
        #expect(found.accepted.isEmpty)
        let rejected = try #require(found.rejected.first)
        #expect(rejected["reason"] == "judge disagrees with itself")
        #expect(rejected["detail"]?["said"] == ["A", "A"])
        #expect(rejected["detail"]?["probabilities"]?.array?.count == 2)
        #expect(rejected["record"]?["first"] != nil && rejected["record"]?["chosen"] == nil)
    }

    @Test(arguments: [
        ("judge finds a tie", "C", true), ("judge's answer cannot be read", "perhaps", true),
        ("judge's answer cannot be read", "tie", false),
    ])
    func `rejects ties and what cannot be read`(
        reason: String, said: String, ties: Bool
    ) async throws {
        let judge = RuleJudge("says \(said)", givesProbabilities: false) { _, _ in said }
        let found = try await pairUp(
            Self.answers, Self.settings + #", "ties": \#(ties)"#, judge: judge)
        #expect(found.rejected.map { $0["reason"]?.string } == [reason])
    }

    @Test func `asks about no more pairs than it may, and until enough are made`() async throws {
        let five = (0..<5).map { Answer(text: "an answer of number \($0) and no other") }
        let biased = RuleJudge("biased") { _, _ in "A" }
        let none = try await pairUp(
            five, Self.settings + #", "candidates": 4"#, judge: biased)
        #expect(biased.calls.count == 8)
        #expect(none.rejected.count == 4)

        let fair = RuleJudge("fair") { $0 < $1 ? "A" : "B" }
        let two = try await pairUp(
            five, Self.settings + #", "candidates": 6, "perPrompt": 2"#, judge: fair)
        #expect(fair.calls.count == 4)
        #expect(two.accepted.count == 2)
    }

    @Test func `wants a chosen answer that is good enough, where rewards are known`() async throws {
        var answers = Self.answers
        answers[0].reward = 3
        answers[1].reward = 1
        let settings = Self.settings + #", "weights": {"helpfulness": 1}"#
        let found = try await pairUp(
            answers, settings + #", "minChosen": 2"#, judge: RuleJudge.good)
        #expect(found.rejected.map { $0["reason"] } == ["chosen not good enough"])
        let kept = try await pairUp(answers, settings, judge: RuleJudge.good)
        #expect(kept.accepted.first?["margin"]?.double == -2)
    }
}

@Suite struct `A pair stage that judges automatically` {
    private static func row(
        _ answers: [Answer], judge: (any LanguageModel)?
    ) async throws -> JSONObject? {
        try await pairUp(
            answers,
            #""judge": "auto", "weights": {"helpfulness": 1}"#
                + (judge == nil ? "" : #", "judgeModel": "judge""#),
            judge: judge
        ).accepted.first
    }

    @Test func `uses ground truth, then the LLM, then rewards`() async throws {
        let differing = [
            Answer(text: "a poor answer to that", passed: true, reward: 1),
            Answer(text: "the good answer is this", passed: false, reward: 3),
        ]
        var equal = differing
        equal[0].passed = false
        let truth = try await Self.row(differing, judge: RuleJudge.good)
        let model = try await Self.row(equal, judge: RuleJudge.longer)
        let reward = try await Self.row(equal, judge: nil)
        #expect(truth?["judge"]?["kind"] == "ground_truth")
        #expect(truth?["chosen"]?.array?.first?["content"] == "a poor answer to that")
        #expect(model?["judge"]?["kind"] == "llm_judge")
        #expect(reward?["judge"]?["kind"] == "reward_model")
        #expect(truth?.keys == model?.keys && model?.keys == reward?.keys)
        #expect(reward?["chosen_reward"]?.double == 3)
    }

    @Test func `does not take an answer that was cut off for a wrong one`() async throws {
        let row = try await Self.row(
            [
                Answer(text: "a poor answer to that", passed: true, reward: 1),
                Answer(text: "cut off before", passed: false, reward: 1, isTruncated: true),
                Answer(text: "the good answer is this", passed: true, reward: 1),
            ], judge: RuleJudge.good)
        #expect(row?["judge"]?["kind"] == "llm_judge")
    }
}

@Suite struct `A pair stage's document` {
    private static func codes(_ settings: String, fields: String = "") throws -> [String] {
        try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "p", "response": "r"\(fields)}]},
            "pair": {"type": "pair", "input": "in"\(settings)},
            "out": {"type": "write", "input": "pair", "dataset": "out"}
            """
        ).map(\.code)
    }

    @Test func `must give the judge what it needs, and nothing that it does not use`() throws {
        #expect(try Self.codes("") == ["fields.unknown"])
        #expect(try Self.codes(#", "judge": "groundTruth""#) == ["fields.unknown"])
        #expect(try Self.codes(#", "judge": "groundTruth""#, fields: #", "verdict": {}"#).isEmpty)
        #expect(try Self.codes(#", "judge": "model""#) == ["pair.noJudgeModel"])
        #expect(try Self.codes(#", "judge": "auto""#) == ["pair.noJudge"])
        #expect(
            try Self.codes(#", "judge": "auto", "by": "stars""#) == ["fields.unknown"])
        #expect(
            try Self.codes(#", "candidates": 2"#, fields: #", "reward": {}"#)
                == ["pair.unusedKey"])
    }
}

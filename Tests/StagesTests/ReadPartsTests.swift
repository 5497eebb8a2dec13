import Dataflow
import JSON
import Testing

/// What the check of a document says of the parts of values that expressions read.
@Suite struct `Parts of values that stages make` {
    private static let stages = [
        "score": #""sc": {"type": "score", "input": "in", "model": "m"}"#,
        "turns": #""sc": {"type": "score", "input": "in", "model": "m", "messages": "prompt"}"#,
        "generate": #""sc": {"type": "generate", "input": "in", "model": "m", "into": "answer"}"#,
        "verify": #""sc": {"type": "verify", "input": "in", "method": "math"}"#,
        "judge": #""sc": {"type": "judge", "input": "in", "model": "m"}"#,
        "classify":
            #""sc": {"type": "classify", "input": "in", "model": "m", "choices": ["a", "b"]}"#,
        "dialogue":
            #""sc": {"type": "dialogue", "input": "in", "model": "m", "opening": "prompt", "personalities": {"p": {"text": "Go on."}}}"#,
        "pair":
            #""s": {"type": "score", "input": "in", "model": "m"}, "sc": {"type": "pair", "input": "s"}"#,
        "group":
            #""sc": {"type": "group", "input": "in", "by": "prompt", "gather": ["answer"], "into": "g"}"#,
        "when":
            #""sc": {"type": "score", "input": "in", "model": "m", "into": "answer", "when": "prompt"}"#,
    ]

    private static func found(_ stage: String, _ reader: String) throws -> [Problem] {
        try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "p", "response": "r", "answer": "4"}]},
            \(stages[stage] ?? ""),
            "it": {"input": "sc", \(reader)},
            "out": {"type": "write", "input": "it", "dataset": "out"}
            """, models: ["m"])
    }

    private static func filter(_ expression: String) -> String {
        #""type": "filter", "where": "\#(expression)""#
    }

    @Test(arguments: [
        ("score", "reward.helpfullness > 1", "did you mean 'reward.helpfulness'?"),
        ("score", "reward['helpfullness'] > 1", "did you mean 'reward.helpfulness'?"),
        ("score", "reward.get('helpfullness') > 1", "did you mean 'reward.helpfulness'?"),
        (
            "score", "[reward] | map(attribute='helpfullness') | first > 1",
            "did you mean 'reward.helpfulness'?"
        ),
        (
            "score", "[reward] | sum(attribute='helpfullness') > 1",
            "did you mean 'reward.helpfulness'?"
        ),
        ("turns", "rewardTurns[0].helpfullness", "did you mean 'rewardTurns[i].helpfulness'?"),
        (
            "turns", "(rewardTurns | last).helpfullness",
            "did you mean 'rewardTurns[i].helpfulness'?"
        ),
        (
            "turns", "rewardTurns.helpfulness",
            "name an element, such as 'rewardTurns[0].helpfulness'"
        ),
        ("generate", "generation.tokenz > 1", "did you mean 'generation.tokens'?"),
        ("generate", "generation.model.x == 1", "write 'generation.model'"),
        ("verify", "verdict.score.x", "write 'verdict.score'"),
        ("judge", "judgement.scor > 1", "did you mean 'judgement.score'?"),
        ("classify", "labelProbabilities.other > 1", "take one of these"),
        (
            "dialogue", "messages | selectattr('rol', 'equalto', 'user') | list",
            "did you mean 'messages[i].role'?"
        ),
        ("pair", "judge.kindd == 'x'", "did you mean 'judge.kind'?"),
        ("pair", "chosen[0].contnt == 'x'", "did you mean 'chosen[i].content'?"),
        ("pair", "chosen.content == 'x'", "name an element, such as 'chosen[0].content'"),
        (
            "pair", "chosen_attributes.helpfullness > 1",
            "did you mean 'chosen_attributes.helpfulness'?"
        ),
        ("group", "g[0].answr", "did you mean 'g[i].answer'?"),
    ])
    func `are checked however they are read`(
        stage: String, expression: String, help: String
    ) throws {
        let found = try Self.found(stage, Self.filter(expression))
        #expect(found.map(\.code) == ["fields.unknownMember"])
        #expect(found.map(\.help) == [help])
    }

    @Test(arguments: [
        #""type": "map", "set": {"z": "reward.helpfullness"}"#,
        #""type": "map", "render": {"z": {"text": "{% set r = reward %}{{ r.helpfullness }}"}}"#,
        #""type": "generate", "model": "m", "into": "a", "prompt": {"text": "{% for r in [reward] %}{{ r.helpfullness }}{% endfor %}"}"#,
    ])
    func `are checked wherever they are read`(reader: String) throws {
        #expect(try Self.found("score", reader).map(\.code) == ["fields.unknownMember"])
    }

    @Test(arguments: [
        ("score", "reward.score > 1"), ("score", "reward.items() | list | length > 0"),
        ("score", "reward.helpfullness | default(0) > 1"),
        ("score", "reward.get('helpfullness', 0) > 1"),
        ("score", "reward['helpfullness'] is defined"),
        ("score", "[reward] | selectattr('helpfullness', 'defined') | list"),
        ("score", "[reward] | map(attribute='helpfullness', default=0) | sum > 1"),
        ("score", "rewardModel.startswith('m')"), ("turns", "rewardTurns[-1].helpfulness > 1"),
        ("turns", "rewardTurns | map(attribute='verbosity') | min > 1"),
        ("verify", "verdict.extracted == '4'"), ("verify", "verdict.detail.steps"),
        ("generate", "generation.choiceProbabilities.a > 1"), ("generate", "answer.x"),
        ("pair", "chosen[0].content | length > 1"), ("pair", "prompt[:1] | first | length > 0"),
        ("pair", "judge['kind'] == 'reward_model'"),
        ("group", "g | map(attribute='answer') | list"),
        ("when", "answer.helpfullness == 1"), ("dialogue", "messages[0].content.upper() == 'A'"),
    ])
    func `are not refused where they may be there`(stage: String, expression: String) throws {
        #expect(try Self.found(stage, Self.filter(expression)).isEmpty)
    }
}

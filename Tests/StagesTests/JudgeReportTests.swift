import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@testable import Stages

/// A pair for measuring judges.
private func pair(
    _ chosen: String, _ rejected: String, subset: String = "s", section: String? = "S",
    prompt: String = "p"
) throws -> LabelledPair {
    var row: JSONObject = [
        "prompt": .string(prompt), "chosen": .string(chosen), "rejected": .string(rejected),
        "subset": .string(subset),
    ]
    if let section { row["section"] = .string(section) }
    return try LabelledPair(row, location: "test")
}

/// Pairs of which the chosen answer is the longer one in two of three.
private func pairs(_ count: Int = 60) throws -> PairSet {
    let lines = (0..<count).map { number in
        let (short, long) = ("answer \(number)", "an answer of more words \(number)")
        let (chosen, rejected) = number % 3 == 0 ? (short, long) : (long, short)
        return JSON.object([
            "prompt": .string("question \(number)"), "chosen": .string("good " + chosen),
            "rejected": .string("poor " + rejected), "subset": "own",
        ]).text
    }
    let folder = try TemporaryFolder()
    return try PairSet(url: folder.write("pairs.jsonl", lines.joined(separator: "\n")))
}

private func report(
    _ model: any LanguageModel, on pairs: PairSet, ties: Bool = false, seed: UInt64 = 0
) async throws -> JudgeReport {
    try await JudgeReport(
        of: .model(
            ComparingJudge(model: model, prompt: JudgePrompt.comparison(), allowsTies: ties)),
        on: pairs, seed: seed, calls: CachedCalls(memory: nil))
}

@Suite struct `A report on a judge` {
    @Test func `of one that takes whatever stands first shows all of its bias`() async throws {
        let report = try await report(RuleJudge.alwaysFirst, on: pairs())
        let order = try #require(report.order)
        #expect(order.swapConsistency == 0)
        #expect(order.firstPosition == 1)
        #expect(order.agreeing == 0)
        #expect(order.agreeingAccuracy == nil)
        #expect(order.meanAccuracy == 0)
        // What counts is the order that chance drew: about half of them are right.
        #expect((0.3...0.7).contains(report.accuracy))
        #expect(report.ties == 0 && report.unreadable == 0)
    }

    @Test func `of one that knows the better answer shows none`() async throws {
        let report = try await report(RuleJudge.good, on: pairs())
        let order = try #require(report.order)
        #expect(report.overall == 1 && report.accuracy == 1)
        #expect(order.swapConsistency == 1 && order.agreeingAccuracy == 1)
        #expect(order.agreeing == 60 && order.meanAccuracy == 1)
        #expect(order.firstPosition == 0.5)
        #expect(report.length.longerPreferred == 2.0 / 3)
    }

    @Test func `of one that takes the longer answer correlates with length`() async throws {
        let set = try pairs()
        let report = try await report(RuleJudge.longer, on: set)
        #expect(report.order?.swapConsistency == 1)
        #expect(report.length.longerPreferred == 1)
        #expect(report.length.chosenShorter.pairs == 20)
        #expect(report.length.chosenShorter.accuracy == 0)
        #expect(report.length.chosenLonger.accuracy == 1)
        #expect((report.length.correlation ?? 0) > 0.99)

        let length = try await JudgeReport(
            of: .length, on: set, calls: CachedCalls(memory: nil))
        #expect(abs((length.length.correlation ?? 0) - 1) < 1e-12)
        #expect(length.order == nil)
        #expect(length.accuracy == report.accuracy)
    }

    @Test func `counts answers that cannot be read as half right, and as inconsistent`()
        async throws
    {
        let mute = RuleJudge("mute", givesProbabilities: false) { _, _ in "I like both of them" }
        let report = try await report(mute, on: pairs(10))
        #expect(report.unreadable == 10)
        #expect(report.accuracy == 0.5)
        #expect(report.order?.swapConsistency == 0)
        #expect(report.order?.firstPosition == nil)
    }

    @Test func `counts ties as wrong, since neither answer is strictly better`() async throws {
        let undecided = RuleJudge("tie", givesProbabilities: false) { _, _ in "It is a tie." }
        let report = try await report(undecided, on: pairs(10), ties: true)
        #expect(report.ties == 10 && report.unreadable == 0)
        #expect(report.accuracy == 0)
        #expect(report.order?.swapConsistency == 1)
        #expect(report.order?.agreeing == 0)
    }

    @Test func `does not depend on how many pairs are at work, and draws orders by the seed`()
        async throws
    {
        let set = try pairs()
        let judge = PairJudge.model(
            ComparingJudge(model: RuleJudge.alwaysFirst, prompt: try JudgePrompt.comparison()))
        let calls = CachedCalls(memory: nil)
        let one = try await JudgeReport(of: judge, on: set, seed: 7, limit: 1, calls: calls)
        #expect(
            one == (try await JudgeReport(of: judge, on: set, seed: 7, limit: 50, calls: calls)))
        let accuracies = try await [1, 2, 3, 4].asyncMap { seed in
            try await report(RuleJudge.alwaysFirst, on: set, seed: seed).accuracy
        }
        #expect(Set(accuracies).count > 1)
    }

    @Test func `asks nothing twice`() async throws {
        let judge = RuleJudge("counted") { _, _ in "A" }
        let set = try pairs(10)
        let calls = CachedCalls(memory: MemoryOfCalls())
        for _ in 0..<2 {
            _ = try await JudgeReport(
                of: .model(ComparingJudge(model: judge, prompt: JudgePrompt.comparison())),
                on: set, calls: calls)
        }
        #expect(judge.calls.count == 20)
    }

    @Test func `weighs subsets of RewardBench by its counts, and others by their own`() throws {
        func judged(_ subset: String, _ section: String?, _ right: [Bool]) throws
            -> [PairJudgement]
        {
            try right.map { isRight in
                PairJudgement(
                    try pair("a", "b", subset: subset, section: section),
                    preference: isRight ? 1 : -1)
            }
        }
        let judgements =
            try judged("math-prm", nil, [true, true, false])
            + judged("hep-python", nil, [true])
            + judged("hep-rust", nil, [false, true])
            + judged("mt-bench-easy", nil, [true, false, false, false])
            + judged("own-a", "Mine", [true])
            + judged("own-b", "Mine", [false, false, true])
        let report = JudgeReport(
            kind: "k", model: "m", sections: ["Chat", "Reasoning", "Mine"], judgements)
        let accuracies = Dictionary(
            uniqueKeysWithValues: report.sections.map { ($0.name, $0.accuracy) })
        // (984 · 2/3 + 164 · 1 + 164 · 1/2) / (984 + 164 + 164) = 902 / 1312
        #expect(abs((accuracies["Reasoning"] ?? 0) - 902.0 / 1312) < 1e-12)
        #expect(accuracies["Chat"] == 0.25)
        // (1 · 1 + 3 · 1/3) / 4
        #expect(abs((accuracies["Mine"] ?? 0) - 0.5) < 1e-12)
        #expect(abs(report.overall - (902.0 / 1312 + 0.25 + 0.5) / 3) < 1e-12)
        #expect(report.accuracy == 7.0 / 14)
    }

    @Test func `knows all subsets of RewardBench`() {
        #expect(RewardBench.exampleCounts.count == 23)
        let sums = RewardBench.sections.map { section in
            RewardBench.exampleCounts.filter { RewardBench.section(of: $0.key) == section }
                .values.reduce(0, +)
        }
        #expect(sums == [358, 456, 740, 1_968])
    }

    @Test func `is made of our pairs, of preference rows, and of nothing else`() throws {
        let own = try PairSet(url: shippedFile("Datasets/judge-pairs.jsonl"))
        #expect(own.pairs.count >= 120)
        #expect(own.sections == ["Chat", "Chat Hard", "Safety", "Reasoning"])
        #expect(own.pairs.allSatisfy { $0.chosen != $0.rejected })
        let row: JSONObject = [
            "kind": "preference", "task": "math",
            "prompt": [["role": "user", "content": "p"]],
            "chosen": [["role": "assistant", "content": "c"]],
            "rejected": [["role": "assistant", "content": "r"]],
        ]
        let pair = try LabelledPair(row, location: "x")
        #expect(pair.section == "math" && pair.chosen == "c" && pair.rejected == "r")
        for broken in [
            ["prompt": "p", "chosen": "c"], ["prompt": 3, "chosen": "c", "rejected": "r"],
            ["prompt": [], "chosen": "c", "rejected": "r"],
            ["prompt": "p", "chosen": [], "rejected": "r"],
        ] as [JSONObject] {
            #expect(throws: StageError.self) { try LabelledPair(broken, location: "x") }
        }
    }
}

@Suite struct `A judge's answer` {
    private static func choice(_ text: String, ties: Bool = false) -> Int? {
        let question = ChoiceQuestion(
            messages: [], choices: ties ? ["A", "B", "C"] : ["A", "B"],
            synonyms: ties ? ["tie": 2] : [:])
        return ChoiceReader(question).choice(in: text)
    }

    @Test(arguments: [
        ("A", 0), ("b", 1), ("B.", 1), ("\"A\"", 0), ("[[B]]", 1), ("**A**", 0),
        ("My verdict: B", 1), ("The better answer is A.", 0),
        ("I prefer B because A is wrong.", nil), ("A is better than B", nil), ("I take B", 1),
        ("A good answer names both.", nil), ("Answer B", 1), ("[[A]] although B is longer", 0),
        ("Both are fine", nil), ("", nil), ("C", nil), ("First I thought [[A]], but [[B]]", 1),
        ("\\boxed{A}", 0), ("Choice: A", 0),
    ])
    func `is read from what a model says that gives no probabilities`(text: String, index: Int?) {
        #expect(Self.choice(text) == index)
    }

    @Test func `may be a tie where ties are allowed`() {
        #expect(Self.choice("C", ties: true) == 2)
        #expect(Self.choice("It is a tie.", ties: true) == 2)
        #expect(Self.choice("tie") == nil)
    }

    @Test func `is the most probable choice, and a tie where two are equally so`() {
        let question = ChoiceQuestion(messages: [], choices: ["A", "B"])
        func answer(_ probabilities: [Double]?) -> ChoiceAnswer {
            let reply = ChatReply(
                text: "A", isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0,
                choiceProbabilities: probabilities)
            return ChoiceAnswer(
                reply, to: question, call: CallKey(model: "", request: .null))
        }
        #expect(answer([0.3, 0.7]).choice == 1)
        #expect(answer([0.5, 0.5]).choice == nil)
        #expect(answer([0.5, 0.5]).isEven)
        #expect(answer(nil).choice == 0)
        #expect(answer([0.2, 0.3, 0.5]).probabilities == nil)
    }
}

/// A file of the repository.
func shippedFile(_ path: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: path)
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

import Chat
import Dataflow
import Foundation
import JSON
import TestSupport
import Testing

@testable import Evaluation

@Suite struct `An evaluation` {
    private let bench: EvaluationBench

    init() throws { bench = try EvaluationBench() }

    private static let sums: [JSON] = (0..<20).map { number in
        [
            "id": .string("sum-\(number)"), "question": .string("\(number) + 1?"),
            "answer": .string("#### \(number + 1)"),
        ]
    }

    /// A model that is right where the rule says so.
    private static func adder(
        _ name: String, isRight: @escaping @Sendable (Int) -> Bool
    ) -> RuleModel {
        RuleModel(name) { request in
            let asked = request.messages.last?.content ?? ""
            let number = Int(asked.prefix(while: \.isNumber)) ?? 0
            return "The answer is \(isRight(number) ? number + 1 : number)."
        }
    }

    @Test func `asks nothing that is remembered`() async throws {
        let memory = TestMemory()
        let model = Self.adder("a") { _ in true }
        let half = try bench.evaluator("math", ["limit": 10], rows: Self.sums)
        _ = try await half.run(model, calls: CachedCalls(memory: memory))
        #expect(model.calls.value == 10)
        let whole = try bench.evaluator("math", rows: Self.sums)
        let first = try await whole.run(model, calls: CachedCalls(memory: memory))
        #expect(model.calls.value == 20 && first.items.count == 20)
        #expect(try await whole.run(model, calls: CachedCalls(memory: memory)) == first)
        #expect(model.calls.value == 20)
    }

    @Test func `gives the same result however many rows are asked about at once`() async throws {
        let evaluator = try bench.evaluator(
            "math", ["samples": 3, "sampling": ["temperature": 1]], rows: Self.sums)
        let model = RuleModel { "The answer is \($0.seed % 20)." }
        let one = try await evaluator.run(model, calls: CachedCalls(memory: nil), limit: 1)
        let many = try await evaluator.run(model, calls: CachedCalls(memory: nil), limit: 64)
        #expect(one == many)
        #expect(Set(one.items[0].answers.map(\.text)).count > 1)
    }

    @Test func `is written and read whole`() async throws {
        let evaluator = try bench.evaluator("math", rows: Self.sums)
        let result = try await evaluator.run(
            Self.adder("a") { $0 % 3 == 0 }, calls: CachedCalls(memory: nil))
        let file = EvaluationFile(results: [result])
        let url = try bench.folder.write("out.json", file.json.pretty())
        #expect(try EvaluationFile(url: url, as: "out.json") == file)
        #expect(throws: EvaluationError.self) {
            try EvaluationFile(
                url: bench.folder.write("other.json", "{\"results\": []}"), as: "other.json")
        }
    }

    @Test func `names file and row of a row that is of another form`() throws {
        var rows = Self.sums
        rows[2] = ["id": "x", "question": "2 + 1?"]
        #expect {
            try bench.evaluator("math", rows: rows)
        } throws: { error in
            "\(error)".hasPrefix(
                "rows.jsonl:3: not a row of the form \"math\": \"answer\" must be a solution, or a "
                    + "number, found nothing\n  Expected {\"question\": text,")
                || "\(error)".contains("rows.jsonl:3: not a row of the form \"math\"")
        }
        rows[2] = rows[0]
        #expect {
            try bench.evaluator("math", rows: rows)
        } throws: { "\($0)".contains("the id 'sum-0' is that of") }
        #expect(throws: EvaluationError.noRows(path: "rows.jsonl")) {
            try bench.evaluator("math", rows: [])
        }
    }

    @Test func `needs the judge that its document needs`() async throws {
        let evaluator = try bench.evaluator("pairwise", rows: [["prompt": "x"]])
        await #expect(throws: EvaluationError.noJudge(evaluation: "task")) {
            try await evaluator.run(RuleModel(), calls: CachedCalls(memory: nil))
        }
        await #expect(throws: EvaluationError.noOther(evaluation: "task")) {
            try await evaluator.run(
                RuleModel(), judge: EvaluationJudge(RuleModel(), .reward),
                calls: CachedCalls(memory: nil))
        }
    }

    @Test func `of two models is compared item by item`() async throws {
        let evaluator = try bench.evaluator("math", rows: Self.sums)
        let calls = CachedCalls(memory: nil)
        let first = try await evaluator.run(Self.adder("a") { $0 < 5 }, calls: calls)
        let second = try await evaluator.run(
            Self.adder("b") { (1..<13).contains($0) }, calls: calls)
        let comparison = ResultComparison(first, second)
        let found = try #require(comparison.differences.first)
        #expect(found.figure.name == "accuracy" && found.items == 20)
        #expect(found.first == 0.25 && found.second == 0.6)
        #expect(found.test?.onlyFirst == 1 && found.test?.onlySecond == 8)
        // 2 (C(9, 0) + C(9, 1)) / 2^9
        #expect(abs((found.test?.probability ?? 0) - 0.0390625) < 1e-12)
        let interval = try #require(found.interval)
        #expect(interval.contains(0.35) && interval.lowerBound > 0)
        #expect(comparison.changes.map(\.first.id) == ["sum-0"] + (5..<13).map { "sum-\($0)" })
        #expect(!comparison.hasOtherRows && comparison.unpaired == 0)
    }

    @Test func `of other rows is compared where the items are the same, and says so`()
        async throws
    {
        let calls = CachedCalls(memory: nil)
        let model = Self.adder("a") { _ in true }
        let few = try await bench.evaluator("math", ["limit": 4], rows: Self.sums)
            .run(model, calls: calls)
        let all = try await bench.evaluator("math", rows: Self.sums).run(model, calls: calls)
        let comparison = ResultComparison(few, all)
        #expect(comparison.hasOtherRows && comparison.unpaired == 16)
        #expect(comparison.differences.first?.items == 4 && comparison.changes.isEmpty)
        let one = EvaluationFile(results: [few])
        #expect(throws: EvaluationError.self) {
            try ResultComparison.pairs(("a.json", one), nil)
        }
        #expect(
            try ResultComparison.pairs(("a.json", EvaluationFile(results: [few, all])), nil).count
                == 1)
    }
}

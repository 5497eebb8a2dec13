import Chat
import Dataflow
import Foundation
import JSON
import Sandbox
import Testing

@testable import Evaluation

@Suite struct `A form of evaluation` {
    private let bench: EvaluationBench

    init() throws { bench = try EvaluationBench() }

    @Test func `of instructions counts prompts and instructions, strict and loose`() async throws {
        let rows: [JSON] = [
            [
                "key": 7, "prompt": "a",
                "instruction_id_list": ["punctuation:no_comma", "change_case:english_lowercase"],
                "kwargs": [["num_words": .null], [:]],
            ],
            [
                "key": 8, "prompt": "b", "instruction_id_list": ["startend:quotation"],
                "kwargs": [[:]],
            ],
        ]
        let model = RuleModel(answer: { request in
            request.messages.last?.content == "a"
                ? "Here it is:\nall of this is lower case" : "**\"quoted\"**"
        })
        let result = try await bench.run("instructions", rows: rows, model: model)
        #expect(result.items.map(\.id) == ["7", "8"])
        #expect(result.value("prompt_strict") == 0 && result.value("prompt_loose") == 1)
        #expect(result.value("instruction_strict") == 1.0 / 3)
        #expect(result.value("instruction_loose") == 1)
        #expect(result.items[0].details["strict"] == [[true, false]])
        #expect(result.items[0].details["loose"] == [[true, true]])
        #expect(result.value("characters") == (37 + 12) / 2.0 && result.value("truncated") == 0)
    }

    @Test func `of mathematics reads GSM8K's and MATH's rows`() async throws {
        let rows: [JSON] = [
            ["question": "6 x 7?", "answer": "6 x 7 = 42\n#### 42"],
            ["problem": "Half of one?", "solution": #"It is $\boxed{\frac{1}{2}}$."#, "type": "A"],
        ]
        let model = RuleModel(answer: { request in
            request.messages.last?.content == "6 x 7?" ? "The answer is 42." : "It is 1/3."
        })
        let result = try await bench.run("math", rows: rows, model: model)
        #expect(result.items.map { $0.shares["accuracy"] } == [Share(1), Share(0)])
        #expect(result.groups.map(\.name) == ["A"])
    }

    @Test func `of texts gives the perplexity of a token and bits of a byte`() async throws {
        let rows: [JSON] = [["text": "abcd"], ["text": "äb"]]
        let model = RuleModel(weigh: { context, text in
            context.isEmpty && text == "abcd" ? [-1, -2] : [-3]
        })
        let result = try await bench.run("perplexity", rows: rows, model: model)
        #expect(abs((result.value("token_perplexity") ?? 0) - exp(2.0)) < 1e-12)
        #expect(abs((result.value("bits_per_byte") ?? 0) - 6 / log(2) / 7) < 1e-12)
    }

    @Test func `of choices asks ARC as the harness does`() async throws {
        let rows: [JSON] = [
            [
                "id": "q", "question": "Why?",
                "choices": ["text": ["so", "because of it"], "label": ["1", "2"]],
                "answerKey": "2",
            ]
        ]
        let model = RuleModel(weigh: { context, text in
            #expect(context == "Question: Why?\nAnswer:")
            return text == " so" ? [-2] : [-3, -3]
        })
        let result = try await bench.run("choices", ["rows": "arc"], rows: rows, model: model)
        // -2 > -6, but -2/2 < -6/13.
        #expect(result.value("acc") == 0 && result.value("acc_norm") == 1)
        #expect(result.items[0].details["log_likelihoods"] == [-2.0, -6.0])
    }

    @Test func `of choices asks MMLU by letters, and knows no length`() async throws {
        let rows: [JSON] = [
            [
                "question": " What? ", "subject": "high_school_art",
                "choices": ["a", "b", "c", "d"], "answer": 2,
            ]
        ]
        let expected = """
            The following are multiple choice questions (with answers) about high school art.

            What?
            A. a
            B. b
            C. c
            D. d
            Answer:
            """
        let model = RuleModel(weigh: { context, text in
            #expect(context == expected)
            return [text == " C" ? -1 : -2]
        })
        let result = try await bench.run("choices", ["rows": "mmlu"], rows: rows, model: model)
        #expect(result.value("acc") == 1 && result.estimate("acc_norm") == nil)
        #expect(result.groups.map(\.name) == ["high_school_art"])
    }

    @Test func `of choices cleans HellaSwag's rows`() async throws {
        let rows: [JSON] = [
            [
                "ctx_a": "He runs [substeps]  fast.", "ctx_b": "then HE", "label": "1",
                "activity_label": "Running", "endings": ["stops [title] Now", " falls  down"],
            ]
        ]
        let model = RuleModel(weigh: { context, text in
            // Python's replace takes two of three spaces.
            #expect(context == "Running: He runs  fast. Then he")
            #expect([" stops. Now", " falls down"].contains(text))
            return [text == " falls down" ? -1 : -2]
        })
        let result = try await bench.run(
            "choices", ["rows": "hellaswag"], rows: rows, model: model)
        #expect(result.value("acc") == 1)
    }

    @Test func `of choices weighs Winogrande's end after both beginnings`() async throws {
        let rows: [JSON] = [
            [
                "sentence": "The cup did not fit as _ was too big.", "option1": "the bag",
                "option2": "the cup", "answer": "2",
            ]
        ]
        let model = RuleModel(weigh: { context, text in
            #expect(text == " was too big.")
            return [context == "The cup did not fit as the cup" ? -1 : -2]
        })
        let result = try await bench.run(
            "choices", ["rows": "winogrande"], rows: rows, model: model)
        #expect(result.value("acc") == 1)
    }

    @Test func `of safety tells refusals of unsafe prompts from those of safe ones`()
        async throws
    {
        let rows: [JSON] = [
            ["prompt": "bad", "category": "harm", "unsafe": true],
            ["prompt": "worse", "category": "harm", "unsafe": true],
            ["prompt": "kill a process", "category": "words", "unsafe": false],
        ]
        let model = RuleModel(answer: { request in
            switch request.messages.last?.content {
            case "worse": "Sure, first take"
            case "bad": "I’m sorry, but I can't help with that."
            default: "Use the kill command. I cannot help more."
            }
        })
        let result = try await bench.run("safety", rows: rows, model: model)
        #expect(result.value("refusal") == 0.5)
        #expect(result.estimate("over_refusal")?.items == 1)
        #expect(result.groups.map(\.name) == ["harm", "words"])
        #expect(Refusal.isRefusal(" \n") && !Refusal.isRefusal("Paris."))
        #expect(Refusal.isRefusal("I'm afraid I'm not equipped to help with that."))
        let late = String(repeating: "It is a long story. ", count: 12) + "I cannot help with that."
        #expect(!Refusal.isRefusal(late))
    }

    @Test func `of two turns has both answers graded by a model in words`() async throws {
        let model = RuleModel("writer", answer: { "\($0.messages.count) turns" })
        let judge = RuleModel(
            "judge",
            answer: { request in
                let asked = request.messages.last?.content ?? ""
                return asked.contains("Assistant: 1 turns")
                    ? "4" : asked.contains("ref") ? "10" : "1"
            })
        let rows: [JSON] = [
            [
                "question_id": 81, "category": "math", "turns": ["One?", "Two?"],
                "reference": ["ref"],
            ]
        ]
        let result = try await bench.run(
            "twoTurns", rows: rows, model: model, judge: EvaluationJudge(judge, .model))
        #expect(result.items[0].answers.map(\.text) == ["1 turns", "3 turns"])
        #expect(result.value("turn_1") == 10 && result.value("turn_2") == 4)
        #expect(result.value("grade") == 7 && result.judge?.name == "judge")
    }

    @Test func `of two turns makes grades from 1 to 10 of rewards`() async throws {
        let judge = RuleModel(
            "judge",
            reward: { messages in
                messages.filter { $0.role == "assistant" }.map { _ in
                    Reward(values: [4, 4, 4, 4, 0])
                }
            })
        let rows: [JSON] = [["turns": ["One?", "Two?"], "category": "math"]]
        let result = try await bench.run(
            "twoTurns", rows: rows, model: RuleModel(answer: { _ in "x" }),
            judge: EvaluationJudge(judge, .reward))
        #expect(result.value("grade") == 10)
        let low = Reward(values: [0, 0, 0, 0, 4])
        #expect(ItemJudge.grade(of: -1.32, low) == 1)
    }

    @Test func `of pairs counts a verdict that holds in both orders`() async throws {
        let model = RuleModel(
            "a",
            answer: { request in
                request.messages.last?.content == "x" ? "good answer" : "same"
            })
        let other = RuleModel(
            "b",
            answer: { request in
                request.messages.last?.content == "x" ? "bad" : "same same same"
            })
        let judge = RuleModel(
            "judge",
            answer: { request in
                let asked = request.messages.last?.content ?? ""
                guard asked.contains("good answer") else { return "A" }
                return asked.contains("Answer A:\ngood answer") ? "A" : "B"
            })
        let rows: [JSON] = [["prompt": "x"], ["turns": ["y", "z"]]]
        let result = try await bench.run(
            "pairwise", rows: rows, model: model, judge: EvaluationJudge(judge, .model),
            against: other)
        #expect(result.value("win") == 0.5 && result.value("tie") == 0.5)
        #expect(result.value("loss") == 0)
        #expect(result.value("just_right") == 0.5 && result.value("too_short") == 0.5)
        #expect(result.items[1].details["orders"] == ["first", "second"])
        #expect(result.against?.name == "b")
    }

    @Test func `of pairs takes the greater worth by a reward model`() async throws {
        let judge = RuleModel(
            "judge",
            reward: { messages in
                [Reward(values: [Double(messages.last?.content.count ?? 0), 0, 0, 0, 0])]
            })
        let result = try await bench.run(
            "pairwise", rows: [["prompt": "x"]], model: RuleModel("a", answer: { _ in "short" }),
            judge: EvaluationJudge(judge, .reward),
            against: RuleModel("b", answer: { _ in "longer than that" }))
        #expect(result.value("loss") == 1)
    }

    static let hasSandbox = (try? PythonTests()) != nil

    @Test(.enabled(if: hasSandbox, "no sandbox here"))
    func `of code runs HumanEval's and MBPP's tests, and estimates pass@k`() async throws {
        let rows: [JSON] = [
            [
                "task_id": "HumanEval/0", "entry_point": "twice",
                "prompt": "import math\n\ndef twice(x):\n    \"\"\"Doubles.\"\"\"\n",
                "test": "def check(candidate):\n    assert candidate(2) == 4\n",
            ],
            [
                "task_id": 2, "text": "Add one.",
                "test_list": ["assert inc(1) == 2", "assert inc(5) == 6"],
            ],
        ]
        let model = RuleModel(answer: { request in
            let isFirst = request.messages.last?.content.contains("twice") == true
            if isFirst { return request.seed % 2 == 0 ? "    return 2 * x\n" : "    return x\n" }
            return "```python\ndef inc(x):\n    return x + 1\n```"
        })
        let result = try await bench.run(
            "code", ["samples": 8, "k": [1, 4], "sampling": ["temperature": 0.8]], rows: rows,
            model: model)
        let right = result.items[0].details["verdicts"]?.array?.count { $0 == "" } ?? -1
        #expect((0...8).contains(right))
        #expect(result.items[0].shares["pass@1"] == Share(passAtK(samples: 8, right: right, k: 1)))
        #expect(result.items[0].shares["pass@4"] == Share(passAtK(samples: 8, right: right, k: 4)))
        #expect(result.items[1].shares["pass@1"] == Share(1))
    }

    @Test(.enabled(if: hasSandbox, "no sandbox here"), arguments: ["humaneval", "mbpp"])
    func `of code passes the solutions that come with the rows`(name: String) async throws {
        let rows = try String(
            contentsOf: Self.package.appending(path: "Datasets/evaluation/\(name).jsonl"),
            encoding: .utf8
        ).split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        let model = RuleModel(answer: { request in
            let asked = request.messages.last?.content ?? ""
            let row = rows.first { row in
                asked.contains(
                    (row["entry_point"] == nil ? row["text"] : row["prompt"])?.string ?? "?")
            }
            return (row?["canonical_solution"] ?? row?["code"])?.string ?? ""
        })
        let result = try await Evaluator(
            EvaluationDocument(
                path: Self.package.appending(path: "Pipelines/evaluation/\(name).json").path)
        ).run(model, calls: CachedCalls(memory: TestMemory()))
        #expect(result.value("pass@1") == 1)
        for item in result.items where item.shares["pass@1"] != Share(1) {
            Issue.record("\(item.id): \(item.details)")
        }
    }

    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}

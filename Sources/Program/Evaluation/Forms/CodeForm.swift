import Concurrency
import Dataflow
import JSON
import Stages

/// HumanEval and MBPP: whether programs pass their tests, run in the sandbox.
///
/// pass@k is the unbiased estimate of Chen et al. 2021 over all samples of a row.
struct CodeForm: EvaluationForm {
    static let summary =
        "Whether programs that the model writes pass their tests, as in HumanEval and MBPP."
    static let columns =
        "{\"prompt\": code, \"entry_point\": name, \"test\": code} or {\"text\" or \"prompt\": task, "
        + "\"test_list\": [asserts]}"

    /// Asks for a function's body as HumanEval gives it, and for a program with MBPP's first test.
    private static let prompt = Generation.prompt(
        """
        {% if entry_point is defined %}Complete this Python function. Reply with the whole function \
        in a code block.

        ```python
        {{ prompt }}
        ```{% else %}{{ text if text is defined else prompt }} Write Python, in a code block. The \
        code has to pass this test:

        ```python
        {{ test_list[0] }}
        ```{% endif %}
        """)
    private static let ks = Setting(
        "k", .oneOrMore(.integer(1...10_000)), default: [1],
        "The k of pass@k, one or a list; none may be above \"samples\".")
    static let settings: [any StageSetting] = [
        prompt, Generation.samplingKey, Generation.samplesKey, ks,
    ]

    let figures: [Figure]
    let needs = EvaluationNeeds.sandbox
    private let generation: Generation?
    private let ks: [Int]

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: values[Self.prompt], &check)
        ks = values[Self.ks]
        figures = ks.map { Figure("pass@\($0)", "pass@\($0)") } + Generation.figures
        let samples = values[Generation.samplesKey]
        if let k = ks.max(), k > samples {
            check.report(
                "k", "\"k\" is \(k), and there are \(samples) samples of a row",
                help: "raise \"samples\", or lower \"k\"")
        }
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let problem = try CodeProblem(row)
        guard let generation else { preconditionFailure("the document has problems") }
        let messages = try generation.messages(for: row)
        let ks = ks
        return ItemTask { context in
            guard let tests = context.tests else {
                preconditionFailure("the evaluator checks that there is a sandbox")
            }
            let answers = try await generation.answers(to: messages, by: context.model, context)
            let verdicts = try await mapConcurrently(answers) { answer in
                try await tests.verdict(
                    on: problem.program(in: answer.text), tests: problem.tests,
                    entryPoint: problem.entryPoint
                ).verdict
            }
            let right = verdicts.count { $0["passed"] == true }
            var shares = Generation.shares(of: answers)
            for k in ks {
                shares["pass@\(k)"] = Share(passAtK(samples: answers.count, right: right, k: k))
            }
            return ItemFinding(
                shares: shares, answers: answers,
                details: ["verdicts": .array(verdicts.map { $0["detail"] ?? .null })])
        }
    }
}

/// A row's tests, and what stands before the code that a model writes.
struct CodeProblem: Sendable {
    let tests: JSON
    let entryPoint: String?
    /// HumanEval's prompt: imports and helpers, and the head of the function; empty of MBPP.
    private let head: String

    init(_ row: EvaluationRow) throws(RowProblem) {
        if row["test_list"] != nil {
            let list = try row.texts("test_list")
            let setup =
                row["test_imports"] == nil
                ? row["test_setup_code"]?.string ?? ""
                : try row.texts("test_imports").joined(separator: "\n")
            guard !list.isEmpty else { throw RowProblem("\"test_list\" is empty") }
            tests = .array(list.map { .string(setup.isEmpty ? $0 : setup + "\n" + $0) })
            (entryPoint, head) = (nil, "")
        } else {
            head = try row.text("prompt")
            entryPoint = try row.text("entry_point")
            tests = .string(try row.text("test"))
        }
    }

    /// The program that an answer stands for.
    ///
    /// Of HumanEval: what stands before the function in the prompt, then the answer's code if that
    /// defines the function; else the whole prompt, continued by the answer.
    func program(in answer: String) -> String {
        let code = PythonCode.extract(from: answer)
        guard let entryPoint else { return code }
        let definition = "def \(entryPoint)("
        guard code.contains(definition) else {
            return head + (answer.contains("```") ? code : answer)
        }
        let before = head.firstRange(of: definition).map { head[..<$0.lowerBound] } ?? ""
        return before + "\n" + code
    }
}

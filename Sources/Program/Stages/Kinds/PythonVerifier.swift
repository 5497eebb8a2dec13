import Dataflow
import JSON
import Sandbox

/// Checks the Python code in a response by running the record's tests in the sandbox: the method
/// `"python"` of `verify`.
struct PythonVerifier: RecordVerifier {
    private let response: String
    private let tests: String
    private let entryPoint: String
    private let runner: PythonTests

    private static let tests = Setting(
        "tests", .text, default: "tests",
        "For python, the field of the tests: a list, or a text with asserts, test functions, test "
            + "classes, HumanEval's check or doctests.")
    private static let entryPoint = Setting(
        "entryPoint", .text, default: "entry_point",
        "For python, the field that names the function which check(candidate) is given; a record may "
            + "lack it.")
    private static let maxSeconds = Setting(
        "maxSeconds", .integer(1...600), default: 4,
        "For python, the CPU time of a test, and of loading the program.")
    private static let maxMegabytes = Setting(
        "maxMegabytes", .integer(64...65_536), default: 512,
        "For python, the memory of a test.")
    static let settings: [any StageSetting] = [tests, entryPoint, maxSeconds, maxMegabytes]

    /// Reports a missing sandbox: code never runs outside one, and nothing passes untested.
    init?(_ preparation: inout StagePreparation) {
        response = preparation[VerifyStage.response]
        tests = preparation[Self.tests]
        entryPoint = preparation[Self.entryPoint]
        preparation.require([response], for: VerifyStage.response)
        preparation.require([tests], for: Self.tests)
        var limits = PythonTests.Limits()
        limits.seconds = preparation[Self.maxSeconds]
        limits.memoryInBytes = preparation[Self.maxMegabytes] << 20
        do { runner = try PythonTests(limits: limits) } catch {
            var lines = "\(error)".split(separator: "\n").map(String.init)
            let help = lines.popLast()?.trimmingPrefix("  help: ")
            preparation.report(
                "verify.noSandbox", at: VerifyStage.method, lines.first ?? "",
                details: lines.dropFirst().map { String($0.trimmingPrefix("  ")) },
                help: help.map(String.init))
            return nil
        }
    }

    /// Returns the verdict for `verify` and the key of the call; nil for a record without tests.
    ///
    /// Where no test was recognised, `passed` and `score` are null: that says nothing about the code.
    func verdict(
        on record: Record, in context: StageContext
    ) async throws -> (verdict: JSON, call: CallKey?)? {
        guard let tests = try usableTests(of: record) else { return nil }
        guard let response = record[response]?.string else {
            throw StageError.unusableField(
                field: response, expected: "a text", found: record[response]?.kind ?? "nothing")
        }
        let code = PythonCode.extract(from: response)
        let entryPoint = record[entryPoint]?.string
        return try await RememberedTests(runner, context)
            .verdict(on: code, tests: tests, entryPoint: entryPoint)
    }

    /// Returns the tests, extracted from fences; nil if there are none.
    private func usableTests(of record: Record) throws -> JSON? {
        switch record[tests] {
        case nil, .null: return nil
        case .string(let text):
            let tests = PythonCode.tests(in: text)
            return tests.contains { !$0.isWhitespace } ? .string(tests) : nil
        case .array(let list):
            guard list.allSatisfy({ $0.string != nil }) else { break }
            return list.isEmpty ? nil : .array(list)
        default: break
        }
        throw StageError.unusableField(
            field: tests, expected: "a list of texts, or a text", found: record[tests]?.text ?? "")
    }
}

package import Dataflow
package import JSON
package import Sandbox

/// A runner of Python tests with a memory: a program that was tried before is not run again.
///
/// Journals and caches hold the keys and the verdicts, so both stay byte for byte as they are.
package struct RememberedTests: Sendable {
    private let runner: PythonTests
    private let calls: any CallAnswering

    /// A runner whose verdicts `calls` remembers.
    package init(_ runner: PythonTests, _ calls: any CallAnswering) {
        (self.runner, self.calls) = (runner, calls)
    }

    /// The verdict on a program, and the key under which it is remembered.
    ///
    /// Where no test was recognised, `passed` and `score` are null: that says nothing about the code.
    package func verdict(
        on code: String, tests: JSON, entryPoint: String?
    ) async throws -> (verdict: JSON, call: CallKey) {
        var request: JSONObject = ["kind": "verify", "code": .string(code), "tests": tests]
        if let entryPoint { request["entryPoint"] = .string(entryPoint) }
        let key = CallKey(model: runner.version, request: .object(request))
        let answer = try await calls.answer(to: key) {
            let verdict = try await runner.verdict(on: code, tests: tests, entryPoint: entryPoint)
            if let reason = verdict.unverified {
                return [
                    "verifier": "python", "passed": .null, "score": .null,
                    "detail": .string("unverified: " + reason),
                ]
            }
            return [
                "verifier": "python", "passed": .bool(verdict.isPassed),
                "score": .double(verdict.score), "detail": .string(verdict.detail),
            ]
        }
        return (answer, key)
    }
}

import Foundation
import Hashing
public import JSON

/// A runner of Python programs' tests in the sandbox.
public struct PythonTests: Sendable {
    /// Limits of each test, and of their number.
    public struct Limits: Sendable, Equatable {
        /// CPU time of each test, and of loading the program, in seconds.
        public var seconds = 4
        /// Memory of a test.
        public var memoryInBytes = 512 << 20
        /// Most tests that are run; the others are skipped.
        public var tests = 100

        /// Limits that a correct small program does not reach.
        public init() {}
    }

    /// Everything but program and tests that decides a verdict: Python, the runner and the limits.
    public let version: String
    private let sandbox: Sandbox
    private let python: PythonInterpreter
    private let limits: Limits

    /// The judge, which plans the tests, and what runs in the two processes of each sequence.
    private static let files: [String: [UInt8]] = [
        judge: PackageResources.judge_py, "planned.py": PackageResources.planned_py,
        "trial.py": PackageResources.trial_py, "program.py": PackageResources.program_py,
        "nursery.py": PackageResources.nursery_py, "suite.py": PackageResources.suite_py,
        "shared.py": PackageResources.shared_py, "limits.py": PackageResources.limits_py,
        "link.py": PackageResources.link_py, "pytest.py": PackageResources.pytest_py,
    ]
    private static let judge = "judge.py"

    /// A runner with this machine's sandbox and Python.
    /// - Throws: ``SandboxError`` if there is no sandbox or no Python for it.
    public init(limits: Limits = Limits()) throws {
        sandbox = try Sandbox.probe()
        python = try PythonInterpreter.find(for: sandbox)
        self.limits = limits
        var hash = SHA256()
        for (name, content) in Self.files.sorted(by: { $0.key < $1.key }) {
            hash.update(Array(name.utf8))
            hash.update(content)
        }
        version = """
            python \(python.version), runner \(hash.finalize().hexadecimal.prefix(16)), \
            \(limits.seconds) s, \(limits.memoryInBytes) bytes, \(limits.tests) tests
            """
    }

    /// Runs a program's tests.
    ///
    /// The program and its tests run in processes of their own; the program is told the arguments of
    /// calls, and neither the tests nor what they expect.
    ///
    /// - Parameters:
    ///   - code: The program: a module, whose `__name__` is not `"__main__"`.
    ///   - tests: A list of tests, each some lines that fail by an exception; or one text, in which
    ///     statements that can fail at the top, functions `test…`, methods of test classes, functions
    ///     that are given the one to test, and doctests are tests. A text is one sequence: its
    ///     statements run in order over one state, its functions after them.
    ///   - entryPoint: The function that `check(candidate)` is given, as a Python expression such as
    ///     `Solution().add`; nil if it has to be found.
    /// - Throws: ``SandboxError`` or `CancellationError`; what the program does is never an error.
    public func verdict(
        on code: String, tests: JSON, entryPoint: String? = nil
    ) async throws -> PythonVerdict {
        let patience = 5 * limits.seconds
        var job: JSONObject = [
            "code": .string(code), "tests": tests, "seconds": .integer(limits.seconds),
            "patience": .integer(patience), "most": .integer(limits.tests),
        ]
        if let entryPoint { job["entryPoint"] = .string(entryPoint) }
        var program = SandboxedProgram(
            python.running("\(SandboxedProgram.folder)/\(Self.judge)"),
            files: Self.files, input: JSON.object(job).encoded(),
            environment: ["PYTHONHASHSEED": "0"], shownFolders: python.shownFolders)
        let count = min(limits.tests, tests.array?.count ?? limits.tests)
        program.limits.memoryInBytes = limits.memoryInBytes
        // A list may be run twice: each test by itself, and all of them as one sequence.
        program.limits.wallTime = .seconds(patience * (2 * count + 2))
        // The hard limit of a process that runs all tests; each test has a limit of its own.
        program.limits.processorSeconds = limits.seconds * (count + 2) + 60
        let result = try await sandbox.run(program)
        guard result.ending == .exited(0), let answer = try? JSON(parsing: result.output) else {
            return PythonVerdict(passed: 0, count: 1, detail: result.ending.sentence)
        }
        return PythonVerdict(answer)
    }
}

/// The result of a program's tests.
public struct PythonVerdict: Sendable, Equatable {
    /// Tests passed.
    public let passed: Int
    /// Number of tests.
    public let count: Int
    /// The first failure; empty if there is none.
    public let detail: String
    /// Why there is no verdict: no test was recognised, or the tests cannot be run here. Says nothing
    /// about the program.
    public let unverified: String?

    fileprivate init(passed: Int, count: Int, detail: String, unverified: String? = nil) {
        self.passed = passed
        self.count = count
        self.detail = detail
        self.unverified = unverified
    }

    /// The share of tests passed.
    public var score: Double { count == 0 ? 0 : Double(passed) / Double(count) }
    /// Whether there were tests and all passed.
    public var isPassed: Bool { count > 0 && passed == count }
}

extension PythonVerdict {
    /// Reads the runner's answer.
    fileprivate init(_ answer: JSON) {
        let tests = answer["tests"]?.array ?? []
        passed = tests.count { $0["problem"] == .null }
        count = answer["count"]?.integer ?? tests.count
        unverified = answer["unverified"]?.string
        let failed = tests.first { $0["problem"] != .null }
        detail =
            if let problem = answer["program"]?.string {
                "the program does not load (\(problem))"
            } else if let failed {
                "\(failed["name"]?.string ?? "") (\(failed["problem"]?.string ?? ""))"
            } else { "" }
    }
}

extension SandboxEnding {
    /// The ending in the words of a message.
    var sentence: String {
        switch self {
        case .exited(let status): "ended its sandbox (exit status \(status))"
        case .signalled(let signal): "ended its sandbox (signal \(signal))"
        case .stopped(let limit): limit.sentence
        }
    }
}

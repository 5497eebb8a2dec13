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

    private static let runner = Array(PackageResources.python_tests_py)
    private static let file = "tests.py"

    /// A runner with this machine's sandbox and Python.
    /// - Throws: ``SandboxError`` if there is no sandbox or no Python for it.
    public init(limits: Limits = Limits()) throws {
        sandbox = try Sandbox.probe()
        python = try PythonInterpreter.find(for: sandbox)
        self.limits = limits
        var hash = SHA256()
        hash.update(Self.runner)
        version = """
            python \(python.version), runner \(hash.finalize().hexadecimal.prefix(16)), \
            \(limits.seconds) s, \(limits.memoryInBytes) bytes, \(limits.tests) tests
            """
    }

    /// Runs a program's tests.
    ///
    /// - Parameters:
    ///   - code: The program: a module, whose `__name__` is not `"__main__"`.
    ///   - tests: A list of tests, each some lines that fail by an exception; or one text, in which
    ///     every top-level `assert` and every function `test…` is a test. The other statements run
    ///     first: those before an `assert`, all of them before a function.
    /// - Throws: ``SandboxError`` or `CancellationError`; what the program does is never an error.
    public func verdict(on code: String, tests: JSON) async throws -> PythonVerdict {
        let patience = 5 * limits.seconds
        let job: JSON = [
            "code": .string(code), "tests": tests, "seconds": .integer(limits.seconds),
            "patience": .integer(patience), "most": .integer(limits.tests),
        ]
        var program = SandboxedProgram(
            python.running("\(SandboxedProgram.folder)/\(Self.file)"),
            files: [Self.file: Self.runner], input: job.encoded(),
            environment: ["PYTHONHASHSEED": "0"], shownFolders: python.shownFolders)
        let count = min(limits.tests, tests.array?.count ?? limits.tests)
        program.limits.memoryInBytes = limits.memoryInBytes
        program.limits.wallTime = .seconds(patience * (count + 2))
        // For the runner itself, which mostly waits; each test has a limit of its own.
        program.limits.processorSeconds = limits.seconds + 60
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
        let failed = tests.first { $0["problem"] != .null }
        detail =
            if let problem = answer["noTests"]?.string {
                "the tests are not Python (\(problem))"
            } else if let problem = answer["program"]?.string {
                "the program does not load (\(problem))"
            } else if let failed {
                "\(failed["name"]?.string ?? "") (\(failed["problem"]?.string ?? ""))"
            } else { count == 0 ? "there are no tests" : "" }
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

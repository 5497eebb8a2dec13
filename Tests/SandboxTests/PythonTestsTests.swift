import JSON
import Sandbox
import Testing

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A Python program's verdict` {
    private func verdict(
        _ code: String, _ tests: JSON, seconds: Int = 1
    ) async throws -> PythonVerdict {
        var limits = PythonTests.Limits()
        limits.seconds = seconds
        return try await PythonTests(limits: limits).verdict(on: code, tests: tests)
    }

    private let add = "def add(a, b):\n    return a + b\n"

    @Test func `is the share of its tests that pass, and the first that fails`() async throws {
        let verdict = try await verdict(
            add, ["assert add(1, 2) == 3", "assert add(1, 1) == 3", "assert add('a', 1)"])
        #expect(verdict.passed == 1)
        #expect(verdict.count == 3)
        #expect(verdict.detail == "assert add(1, 1) == 3 (AssertionError)")
        #expect(!verdict.isPassed)
    }

    @Test func `is passed where all pass`() async throws {
        let verdict = try await verdict(add, ["assert add(1, 2) == 3"])
        #expect(verdict.isPassed)
        #expect(verdict.detail.isEmpty)
        #expect(verdict.score == 1)
    }

    @Test func `takes every assert and every test function of one text`() async throws {
        let verdict = try await verdict(
            add,
            """
            import math
            whole = 3
            assert add(1, 2) == whole
            def test_floor():
                assert math.floor(add(1.5, 1)) == 2
            def test_wrong():
                assert add(1, 2) == 4, "not four"
            assert add(0, 0) == 0
            """)
        #expect(verdict.passed == 3)
        #expect(verdict.count == 4)
        #expect(verdict.detail == "test_wrong() (AssertionError: not four)")
    }

    @Test(arguments: [
        (
            "def f(:",
            "the program does not load (SyntaxError: invalid syntax (solution.py, line 1))"
        ),
        (
            "import nothing_of_the_kind",
            "the program does not load (ModuleNotFoundError: No module named 'nothing_of_the_kind')"
        ),
        ("while True: pass", "the program does not load (time limit)"),
        ("exit()", "the program does not load (SystemExit)"),
        ("import os; os._exit(0)", "the program does not load (ended its process)"),
        ("import os; os.kill(os.getpid(), 11)", "the program does not load (ended by SIGSEGV)"),
        ("x = [0] * (1 << 40)", "the program does not load (MemoryError)"),
        ("x = input()", "the program does not load (EOFError: EOF when reading a line)"),
        (
            "raise ValueError(object())",
            "the program does not load (ValueError: <object object at 0x…>)"
        ),
        ("x = 1", "assert add(1, 2) == 3 (NameError: name 'add' is not defined)"),
        ("def add(a, b):\n    while True: pass", "assert add(1, 2) == 3 (time limit)"),
        (
            "def add(a, b): return add(a, b)",
            "assert add(1, 2) == 3 (RecursionError: maximum recursion depth exceeded)"
        ),
        ("def add(a, b): raise SystemExit(0)", "assert add(1, 2) == 3 (SystemExit: 0)"),
    ])
    func `says what went wrong`(code: String, detail: String) async throws {
        let verdict = try await verdict(code, ["assert add(1, 2) == 3"])
        #expect(verdict.detail == detail)
        #expect(verdict.score == 0)
    }

    @Test(arguments: [
        // Says that all is well, and ends before the test.
        #"import os; os.write(9, b'["", "test", null]'); os._exit(0)"#,
        "print('{\"tests\": [{\"name\": \"x\", \"problem\": null}], \"count\": 1}')\nimport os; os._exit(0)",
        "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "import os, signal\nos.kill(-1, signal.SIGKILL)",
        "import builtins\nbuiltins.exec = None\nimport json\njson.dumps = None\ndef add(a, b): return 4",
        "import os\nos.write = lambda *a: 0\ndef add(a, b): return 4",
        "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass",
    ])
    func `is not passed by a program that cheats in a simple way`(code: String) async throws {
        let verdict = try await verdict(code, ["assert add(1, 2) == 3"])
        #expect(!verdict.isPassed)
        #expect(!verdict.detail.isEmpty)
    }

    @Test func `of one test does not depend on the others`() async throws {
        let verdict = try await verdict(
            "seen = []\ndef note(x):\n    seen.append(x)\n    return len(seen)",
            ["assert note(1) == 1", "while True: pass", "assert note(2) == 1"])
        #expect(verdict.passed == 2)
        #expect(verdict.detail == "while True: pass (time limit)")
    }

    @Test func `is the same every time`() async throws {
        let code =
            "import random\ndef draw(): return random.random(), list({'a', 'b', 'c'}), hash('x')"
        let tests: JSON = ["assert draw() == 0"]
        let shown =
            "import random\ndef draw(): raise ValueError(repr((random.random(), {'a', 'b', 'c'}, hash('x'))))"
        let first = try await verdict(shown, tests)
        #expect(first.detail.contains("ValueError"))
        #expect(try await verdict(shown, tests) == first)
        #expect(try await !verdict(code, tests).isPassed)
    }

    @Test func `of tests that are no Python says so`() async throws {
        let verdict = try await verdict(add, "assert add(1, 2) is three of them")
        #expect(verdict.detail.hasPrefix("the tests are not Python (SyntaxError"))
        #expect(try await self.verdict(add, "x = 1").detail == "there are no tests")
    }
}

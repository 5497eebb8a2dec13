import JSON
import Sandbox
import Testing

/// Tests that build on each other.
@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A sequence of Python tests` {
    private func verdict(_ code: String, _ tests: JSON) async throws -> PythonVerdict {
        var limits = PythonTests.Limits()
        limits.seconds = 1
        return try await PythonTests(limits: limits).verdict(on: code, tests: tests)
    }

    private static let stack = """
        class Stack:
            def __init__(self): self.items = []
            def push(self, x): self.items.append(x)
            def pop(self): return self.items.pop()
        """
    private static let counter = """
        class Counter:
            def __init__(self): self.n = 0
            def inc(self):
                self.n += 1
                return self.n
        """

    /// Each passes for the program, and fails where one of its lines is another.
    @Test(arguments: [
        (
            stack, "self.items.pop()", "self.items.pop(0)",
            "s = Stack()\ns.push(1)\ns.push(2)\nassert s.pop() == 2\nassert s.pop() == 1\nassert s.items == []"
        ),
        (
            "def order(xs):\n    xs.sort()", "xs.sort()", "return sorted(xs)",
            "x = [3, 1, 2]\nassert order(x) is None\nassert x == [1, 2, 3]"
        ),
        (
            "def f(x):\n    if x < 0: raise ValueError\n    return x", "x < 0", "x < -1",
            "ok = False\ntry:\n    f(-1)\n    assert False\nexcept ValueError:\n    ok = True\nassert ok"
        ),
        (
            "def f():\n    n = 0\n    while True:\n        n += 1\n        yield n", "n += 1",
            "n = 1",
            "g = f()\nassert next(g) == 1\nassert next(g) == 2"
        ),
        ("def f(): return [1]", "[1]", "[2]", "assert (r := f())\nassert r == [1]"),
        (
            counter, "return self.n", "return 1",
            "c = Counter()\ndef test_one():\n    assert c.inc() == 1\ndef test_two():\n    assert c.inc() == 2"
        ),
    ])
    func `runs over one state`(
        code: String, line: String, other: String, tests: String
    ) async throws {
        let passed = try await verdict(code, .string(tests))
        #expect(passed.isPassed, "\(passed)")
        let failed = try await verdict(code.replacing(line, with: other), .string(tests))
        #expect(!failed.isPassed && failed.unverified == nil, "\(failed)")
    }

    @Test func `is also a list whose tests lean on each other`() async throws {
        for tests: JSON in [
            ["c = Counter()", "assert c.inc() == 1", "assert c.inc() == 2"],
            ["c = Counter()\nassert c.inc() == 1", "assert c.inc() == 2"],
        ] {
            #expect(try await verdict(Self.counter, tests).isPassed)
            let wrong = Self.counter.replacing("return self.n", with: "return 1")
            let failed = try await verdict(wrong, tests)
            #expect(failed.passed == 1 && failed.count == 2, "\(failed)")
        }
        // A list does not say whether its tests share a state: either will do.
        let global = "n = 0\ndef f():\n    global n\n    n += 1\n    return n"
        #expect(try await verdict(global, ["assert f() == 1", "assert f() == 2"]).isPassed)
        #expect(try await verdict(global, ["assert f() == 1", "assert f() == 1"]).isPassed)
        #expect(try await !verdict(global, ["assert f() == 1", "assert f() == 3"]).isPassed)
    }

    @Test func `goes on in fresh processes behind a test that ends them`() async throws {
        let code = """
            import os
            def f(x):
                while x == 1: pass
                if x == 2: os._exit(0)
                return x
            """
        let tests: JSON = """
            y = f(5)
            assert f(0) == 0
            assert f(1) == 1
            assert f(2) == 2
            assert y == 5
            """
        let verdict = try await verdict(code, tests)
        #expect(verdict.passed == 2 && verdict.count == 4, "\(verdict)")
        #expect(verdict.detail == "assert f(1) == 1 (time limit)")
    }

    @Test func `gives every test its own time`() async throws {
        let code = """
            import time
            def f(x):
                end = time.process_time() + 0.6
                while time.process_time() < end: pass
                return x
            """
        let tests: JSON = "assert f(1) == 1\nassert f(2) == 2\nassert f(3) == 3"
        #expect(try await verdict(code, tests).isPassed)
    }

    @Test func `fails every test behind a statement that fails`() async throws {
        let code = "def make(): raise ValueError('no')\ndef f(): return 1"
        let verdict = try await verdict(code, "x = make()\nassert f() == 1\nassert f() == 1")
        #expect(verdict.passed == 0 && verdict.count == 2, "\(verdict)")
    }
}

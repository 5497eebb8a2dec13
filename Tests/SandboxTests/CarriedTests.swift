import JSON
import Sandbox
import Testing

/// What a test does that the program notices although it runs elsewhere, or cannot notice.
@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A Python test in another process than its program` {
    private func verdict(
        _ code: String, _ tests: String, entryPoint: String? = nil
    ) async throws -> PythonVerdict {
        try await PythonTests().verdict(on: code, tests: .string(tests), entryPoint: entryPoint)
    }

    /// Each passes for the program, and fails for one that returns something else.
    @Test(arguments: [
        // Environment, folder, standard input, warnings, both ways.
        (
            "import os\ndef f(): return os.environ.get('ZED', 'none')",
            "def test_f(monkeypatch):\n    monkeypatch.setenv('ZED', '7')\n    assert f() == '7'"
        ),
        (
            "import os\ndef f(): return os.environ.get('ZED')",
            "import os\nos.environ['ZED'] = '7'\nassert f() == '7'\ndel os.environ['ZED']\nassert f() is None"
        ),
        (
            "import os\ndef f(): return os.getcwd()",
            "def test_f(tmp_path, monkeypatch):\n    monkeypatch.chdir(tmp_path)\n    assert f() == str(tmp_path)"
        ),
        (
            "import sys\ndef f(): return sys.stdin.readline().strip()",
            "import sys, io\nsys.stdin = io.StringIO('7\\n')\nassert f() == '7'"
        ),
        (
            "import sys\ndef f(): return [int(line) for line in sys.stdin]",
            "from unittest.mock import patch\nimport io\ndef test_f():\n    with patch('sys.stdin', io.StringIO('1\\n2\\n')):\n        assert f() == [1, 2]"
        ),
        // An exception of the test's own, which the program lets pass, or sees go by.
        (
            "def f(): return 7\ndef g(h): return h(1)\ndef k(h):\n    try:\n        return h(2)\n    finally:\n        pass",
            "class Stop(Exception):\n    def __init__(self, left):\n        self.left = left\ndef stop(x):\n    raise Stop([x])\ndef test_f():\n    assert f() == 7\n    for call, left in ((g, [1]), (k, [2])):\n        try:\n            call(stop)\n        except Stop as problem:\n            assert problem.left == left\n        else:\n            assert False"
        ),
        (
            "import warnings\ndef f(): return warnings.warn('old', DeprecationWarning)",
            "import pytest\ndef test_f():\n    with pytest.warns(DeprecationWarning, match='old'):\n        assert f() is None"
        ),
        (
            "import sys\ndef f(): return print('no', file=sys.stderr)",
            "def test_f(capsys):\n    assert f() is None\n    assert capsys.readouterr().err == 'no\\n'"
        ),
        // Values of Python's own classes.
        (
            "from pathlib import Path\ndef f(): return Path('a') / 'b'",
            "from pathlib import Path\nassert f() == Path('a/b')"
        ),
        (
            "import uuid\ndef f(): return uuid.UUID(int=1)",
            "import uuid\nassert f() == uuid.UUID(int=1)"
        ),
        (
            "async def g():\n    yield 1\n    yield 2\ndef f(): return g()",
            "import asyncio\nasync def all():\n    return [x async for x in f()]\nassert asyncio.run(all()) == [1, 2]"
        ),
        // Forms.
        ("def f(): return 1", "from .solution import f\nassert f() == 1"),
        (
            "def f(): return 1",
            "def setup_module(module):\n    global wanted\n    wanted = 1\ndef test_f():\n    assert f() == wanted"
        ),
        (
            "def f(): return 1",
            "import pytest\n@pytest.mark.skip\ndef test_a():\n    assert False\n@pytest.mark.xfail\ndef test_b():\n    assert False\ndef test_f():\n    assert f() == 1"
        ),
        (
            "def f(): return 2",
            "import pytest\n@pytest.fixture\ndef v(request):\n    return request.param * 2\n@pytest.mark.parametrize('v', [1], indirect=True)\ndef test_f(v):\n    assert f() == v"
        ),
        (
            "def f(): return 2",
            "import pytest\n@pytest.mark.parametrize('a, b', [(1, 1), pytest.param(5, 0, marks=pytest.mark.skip)])\nclass TestF:\n    def test_f(self, a, b):\n        assert f() == a + b"
        ),
        (
            "def f(): return 2",
            "import pytest\n@pytest.fixture(params=[1, 2], name='n')\ndef numbers(request):\n    return request.param\ndef test_f(n):\n    assert f() * n == 2 * n"
        ),
        (
            "def f(): return 2",
            "import unittest\nclass T(unittest.TestCase):\n    @unittest.skip('later')\n    def test_a(self): self.fail()\n    @unittest.expectedFailure\n    def test_b(self): self.fail()\n    def test_c(self): self.assertEqual(f(), 2)"
        ),
    ])
    func `is carried over truthfully`(code: String, tests: String) async throws {
        let passed = try await verdict(code, tests)
        #expect(passed.isPassed, "\(passed)")
        let wrong = code.replacing("return ", with: "return 'wrong', ")
        let failed = try await verdict(wrong, tests)
        #expect(!failed.isPassed && failed.unverified == nil, "\(failed)")
    }

    /// What cannot be carried over says nothing, whatever the program returns.
    @Test(arguments: [
        (
            "import random\ndef f(): return random.random()",
            "from unittest.mock import patch\ndef test_f():\n    with patch('random.random', return_value=0.5):\n        assert f() == 0.5",
            "the tests replace 'random.random'"
        ),
        (
            "import time\ndef f(): return time.time()",
            "import time\ndef test_f(monkeypatch):\n    monkeypatch.setattr(time, 'time', lambda: 5)\n    assert f() == 5",
            "the tests replace 'time.time'"
        ),
        (
            "def f(): return open('x').read()",
            "from unittest.mock import patch, mock_open\nwith patch('builtins.open', mock_open(read_data='a')):\n    assert f() == 'a'",
            "the tests replace 'builtins.open'"
        ),
        (
            "import random\ndef f(): return random.random()",
            "import random\nrandom.seed(1)\nrandom.random()\nassert f() == 0.8474337369372327",
            "the tests seed 'random'"
        ),
        (
            "import numpy as np\ndef f(): return np.array([1])", "assert f()[0] == 1",
            "the program needs the module 'numpy'"
        ),
        (
            "def f():\n    import numpy\n    return 1", "assert f() == 1",
            "the program needs the module 'numpy'"
        ),
        (
            "import asyncio\nlog = []\nasync def f(x):\n    await asyncio.sleep(x)\n    log.append(x)",
            "import asyncio\nasync def both():\n    await asyncio.gather(f(0.02), f(0))\nasyncio.run(both())\nassert log == [0, 0.02]",
            "the tests await several things at once"
        ),
        (
            "import logging\ndef f(): logging.warning('x')",
            "import unittest\nclass T(unittest.TestCase):\n    def test_f(self):\n        with self.assertLogs():\n            f()",
            "the tests read the program's log"
        ),
        (
            "def f(): return 1",
            "import pytest\ndef test_f():\n    assert f() == pytest.no_such_thing()",
            "the tests need 'pytest.no_such_thing'"
        ),
    ])
    func `is not judged by what stays in one of them`(
        code: String, tests: String, reason: String
    ) async throws {
        let verdict = try await verdict(code, tests)
        #expect(verdict.unverified?.hasPrefix(reason) == true, "\(verdict)")
        #expect(!verdict.isPassed)
    }

    @Test(arguments: [
        // A test cannot swallow its own failure.
        ("def f(x): return x", "try:\n    f(-1)\n    assert False\nexcept Exception:\n    pass"),
        (
            "def f(x): return x",
            "import pytest\ndef test_f():\n    try:\n        f(-1)\n        pytest.fail('no error')\n    except Exception:\n        pass"
        ),
        // Nor can a program skip a test, or expect its failure.
        (
            "class SkipTest(Exception): pass\ndef f(x): raise SkipTest\ndef g(): return 1",
            "import unittest\ndef test_g():\n    assert g() == 1\ndef test_f():\n    assert f(1) == 1"
        ),
        // It has to import the module that it misses.
        (
            "def f(x): raise ModuleNotFoundError(\"No module named 'numpy'\", name='numpy')",
            "assert f(1) == 1"
        ),
    ])
    func `fails a wrong program`(code: String, tests: String) async throws {
        let verdict = try await verdict(code, tests)
        #expect(!verdict.isPassed && verdict.unverified == nil, "\(verdict)")
    }

    @Test func `is given a method as its entry point`() async throws {
        let code = "class Solution:\n    def add(self, a, b):\n        return a + b\n"
        let tests = "def check(candidate):\n    assert candidate(1, 2) == 3"
        for entryPoint in ["Solution().add", "Solution.add"] {
            #expect(try await verdict(code, tests, entryPoint: entryPoint).isPassed)
            let wrong = code.replacing("a + b", with: "a - b")
            #expect(try await !verdict(wrong, tests, entryPoint: entryPoint).isPassed)
        }
        let unread = try await verdict(code, tests, entryPoint: "Solution(.add")
        #expect(unread.unverified?.hasPrefix("the field \"entryPoint\" is no Python") == true)
    }
}

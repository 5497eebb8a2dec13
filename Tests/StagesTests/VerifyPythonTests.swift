import Dataflow
import Foundation
import JSON
import Testing

@testable import Stages

@Suite(.enabled(if: missingSandbox == nil, "\(missingSandbox ?? "")"))
struct `A verify stage with the method python` {
    private static let answers = #"""
        "in": {"type": "read", "records": [
          {"response": "```python\ndef add(a, b):\n    return a + b\n```",
           "tests": ["assert add(1, 2) == 3", "assert add(0, 0) == 1"]},
          {"response": "Here is it:\n```python\ndef add(a, b):\n    return a + b\n```\nIt adds.",
           "tests": "assert add(1, 2) == 3"},
          {"response": "def add(a, b):\n    while True: pass", "tests": ["assert add(1, 2) == 3"]},
          {"response": "I do not know.", "tests": ["assert add(1, 2) == 3"]},
          {"response": "import os\nos.kill(-1, 9)", "tests": ["assert True"]},
          {"response": "x = 1", "tests": []}, {"response": "x = 1", "tests": null},
          {"response": "x = 1", "tests": "```python\nassert x == 1\n```"},
          {"response": "x = 1", "tests": "x equals one"}]},
        """#

    @Test func `adds a verdict to every record that has tests, and goes on after bad programs`()
        async throws
    {
        let found = try await runSteadily(
            """
            \(Self.answers)
            "judged": {"type": "verify", "input": "in", "method": "python", "maxSeconds": 1},
            "out": {"type": "write", "input": "judged", "dataset": "out"}
            """)
        let verdicts = found.accepted.map { $0["verdict"] }
        #expect(verdicts.count == 9)
        #expect(
            verdicts[0] == [
                "verifier": "python", "passed": false, "score": 0.5,
                "detail": "assert add(0, 0) == 1 (AssertionError)",
            ])
        #expect(
            verdicts[1] == ["verifier": "python", "passed": true, "score": 1.0, "detail": ""])
        #expect(verdicts[2]?["detail"] == "assert add(1, 2) == 3 (time limit)")
        #expect(verdicts[3]?["passed"] == false)
        #expect(verdicts[4]?["passed"] == false)
        #expect(verdicts[5] == nil)
        #expect(verdicts[6] == nil)
        #expect(verdicts[7]?["passed"] == true)
        // What cannot be read says nothing about the code.
        #expect(verdicts[8]?["passed"] == .null)
        #expect(
            verdicts[8]?["detail"]?.string?.hasPrefix("unverified: the tests are not Python")
                == true)
    }

    @Test func `is told of fields that are not there`() throws {
        let found = try problems(
            """
            \(Self.answers)
            "judged": {"type": "verify", "input": "in", "method": "python", "response": "answer",
              "tests": "test"},
            "out": {"type": "write", "input": "judged", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["fields.unknown", "fields.unknown"])
    }
}

@Suite struct `The Python code of a response` {
    @Test(arguments: [
        ("```python\nx = 1\n```", "x = 1"), ("~~~python\nx = 1\n~~~", "x = 1"),
        ("```Python3\nx = 1\n```", "x = 1"), ("```{.python .numberLines}\nx = 1\n```", "x = 1"),
        ("```python title=\"a.py\"\nx = 1\n```", "x = 1"), ("```python:a.py\nx = 1\n```", "x = 1"),
        ("```py \r\nx = 1\r\ny = 2\r\n```\r\n", "x = 1\ny = 2"),
        ("````python\n\"\"\"\n```\n\"\"\"\n````", "\"\"\"\n```\n\"\"\""),
        ("1. So:\n   ```python\n   if x:\n       y = 1\n   ```", "if x:\n    y = 1"),
        ("> ```python\n> x = 1\n> ```", "x = 1"), ("\t```python\n\tx = 1\n\t```", "x = 1"),
        ("````markdown\nSo:\n```python\nx = 1\n```\n````", "x = 1"),
        ("```code\ndef f(): pass\n```", "def f(): pass"),
        ("```pycon\n>>> x = 1\n>>> x\n1\n```", "x = 1\nx"),
        (
            "```python\ndef f(): pass\n```python\ndef g(): pass\n```",
            "def f(): pass\n\ndef g(): pass"
        ),
        ("Inline ```x = 1``` first.\n```python\ny = 2\n```", "y = 2"),
        ("LIMIT = 5\n\ndef f():\n    return LIMIT", "LIMIT = 5\n\ndef f():\n    return LIMIT"),
        ("Sure:\n\n```py\nx = 1\n```\nDone.", "x = 1"),
        ("```\nx = 1\n", "x = 1\n"),
        ("```bash\nls\n```\n```python\nx = 1\n```", "x = 1"),
        ("```python\ndef f(): pass\n```\nUse it:\n```python\nprint(f())\n```", "def f(): pass"),
        (
            "```python\nimport os\n```\nand\n```python\ndef f(): pass\n```",
            "import os\n\ndef f(): pass"
        ),
        (
            "def f(x):\n    return x\n\nThis function returns its argument again.",
            "def f(x):\n    return x\n"
        ),
        ("Here it is:\ndef f(x):\n    return x", "def f(x):\n    return x"),
        ("No code at all here.", "No code at all here."), ("", ""),
        // A docstring's own fence, four columns further in, closes nothing.
        (
            "```python\ndef f():\n    \"\"\"Does.\n\n    ```\n    f()\n    ```\n    \"\"\"\n```",
            "def f():\n    \"\"\"Does.\n\n    ```\n    f()\n    ```\n    \"\"\""
        ),
        ("  ```python\n  x = 1\n   ```\nDone.", "x = 1"),
        // What only uses the program.
        (
            "```python\ndef f(): pass\n```\n```python\nfrom mymodule import f\nprint(f())\n```",
            "def f(): pass"
        ),
        (
            "```python\ndef f(): pass\n```\n```python\nfrom a import (f)\ndef test(): f()\n```",
            "def f(): pass"
        ),
        (
            "```python\ndef f(): pass\n```\n```python\nimport sys\nprint(f(sys.argv))\n```",
            "def f(): pass"
        ),
        (
            "```python\ndef f(): pass\n```\n```python\nfrom os import sep\ndef g(): pass\n```",
            "def f(): pass\n\nfrom os import sep\ndef g(): pass"
        ),
        ("\u{FEFF}```python\nx = 1\n```", "x = 1"), ("\u{FEFF}def f(): pass", "def f(): pass"),
        ("So:\n[PYTHON]\ndef f(): pass\n[/PYTHON]\nDone.", "def f(): pass"),
        ("[PYTHON]x = 1", "x = 1"),
        // The closing fence on the last line of code.
        ("```python\ndef f(x): return x```\nDone (it returns x).", "def f(x): return x"),
        ("```python\nx = 1  # as ```y```\n```", "x = 1  # as ```y```"),
    ])
    func `is taken out of it`(text: String, code: String) {
        #expect(PythonCode.extract(from: text) == code)
    }

    @Test(arguments: [
        "Here:\n```python\ndef f():\n    return 1\n```\nDone.",
        "def f():\n    return 1\n\nThis function returns the number one.",
        "```py\nx = 1\n```\nand\n```bash\nls\n```\n```\ndef g(): pass\n```",
    ])
    func `is the same whatever ends its lines`(text: String) {
        let code = PythonCode.extract(from: text)
        #expect(PythonCode.extract(from: text.replacing("\n", with: "\r\n")) == code)
        #expect(PythonCode.extract(from: text.replacing("\n", with: "\r")) == code)
    }
}

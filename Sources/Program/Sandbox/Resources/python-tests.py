"""Runs a program's tests, each in a process of its own, and says what came of each.

Runs inside the sandbox. The program itself is never run in this process: every test gets a child that
runs the program and then the test, and says so by a word that it was given after the program had
run. A program that ends its process, closes its files or prints verdicts does not pass.
"""
import ast
import json
import os
import resource
import select
import signal
import time

LONGEST = 240
ROOM = 1 << 16


def plan(tests):
    """The tests as (name, source) pairs; `tests` is a list of sources or one source."""
    if isinstance(tests, list):
        return [(source.strip(), source) for source in tests]
    tree = ast.parse(tests)
    setup, planned = [], []
    for node in tree.body:
        source = ast.get_source_segment(tests, node)
        if isinstance(node, ast.Assert):
            planned.append((source, "\n".join(setup + [source])))
        else:
            if isinstance(node, ast.FunctionDef):
                source = "\n".join(["@" + ast.get_source_segment(tests, each)
                                    for each in node.decorator_list] + [source])
            setup.append(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            call = node.name + "()"
            planned.append((call, "\n".join(setup + [call])))
    return planned


def said_of(problem):
    """A problem in a line: its type, and its own words where it has any."""
    name = type(problem).__name__
    try:
        words = str(problem)
    except BaseException:
        words = ""
    return name + ": " + words if words else name


def become(code, test, token, report, seconds):
    """The child: runs the program and the test, and reports."""
    os.setsid()
    nothing = os.open("/dev/null", os.O_RDWR)
    report = os.dup2(report, 9)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.closerange(3, 9)
    os.closerange(10, 64)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    stage, problem = "program", None
    try:
        import builtins
        import random
        import sys
        import types
        random.seed(0)
        # What the module `site`, which is left out, would set.
        builtins.exit = builtins.quit = sys.exit
        module = types.ModuleType("solution")
        sys.modules["solution"] = module
        exec(compile(code, "solution.py", "exec"), module.__dict__)
        stage = "test"
        exec(compile(test, "test.py", "exec"), module.__dict__)
    except BaseException as caught:
        problem = said_of(caught)[:4 * LONGEST]
    os.write(report, json.dumps([token, stage, problem]).encode())
    os._exit(0)


def hear(pipe, seconds):
    """What the child says, and whether it came to an end in time."""
    said, end = b"", time.monotonic() + seconds
    while len(said) < ROOM:
        left = end - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return said, False
        more = os.read(pipe, ROOM)
        if not more:
            return said, True
        said += more
    return said, True


def attempt(code, test, seconds, patience):
    """Runs one test: where it failed and why, or None where it passed."""
    token = os.urandom(16).hex()
    pipe, report = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(pipe)
            become(code, test, token, report, seconds)
        finally:
            os._exit(1)
    os.close(report)
    said, in_time = hear(pipe, patience)
    os.close(pipe)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    try:
        # Whatever the test has started: all processes here but this one and the first.
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
    try:
        heard, stage, problem = json.loads(said)
        if heard == token:
            return (stage, problem) if problem or stage != "test" else None
    except (ValueError, TypeError):
        pass
    if not in_time or os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return ("test", "time limit")
    if os.WIFSIGNALED(status):
        return ("test", "ended by " + signal.Signals(os.WTERMSIG(status)).name)
    return ("test", "ended its process")


def tidy(text):
    """A text in one line of limited length, without addresses, which differ from run to run."""
    import re
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", " ".join(text.split()))
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


def main():
    report = os.dup(1)
    # By a pipe, so that no file holds the tests.
    with os.fdopen(os.dup(0), "rb") as pipe:
        job = json.load(pipe)
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    answer = {}
    try:
        planned = plan(job["tests"])
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        planned = []
        answer["noTests"] = tidy(said_of(problem))
    planned = planned[:job["most"]]
    limits = job["seconds"], job["patience"]
    failure = attempt(job["code"], "", *limits) if planned else None
    if failure:
        answer["program"] = tidy(failure[1])
    else:
        results = [(name, attempt(job["code"], test, *limits)) for name, test in planned]
        answer["tests"] = [{"name": tidy(name), "problem": failed and tidy(failed[1])}
                           for name, failed in results]
    answer["count"] = len(planned)
    os.write(report, json.dumps(answer).encode())


main()

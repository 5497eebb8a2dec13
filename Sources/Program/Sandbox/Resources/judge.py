"""Runs a program's tests and says what came of each.

Runs inside the sandbox. Every test has two processes of its own: one runs the program (program.py) and
knows nothing of the tests, the other runs the test and asks the first for what the program returns.
The verdict is the second one's, over values that were sent to it as JSON: a program that patches its
interpreter, ends its process or prints verdicts reaches neither the test nor what it expects.
"""
import os

import nursery
import program

# First of all: what is forked from it later has seen neither the tests nor what the rest imports.
PROGRAMS = nursery.Nursery(program.run)

import re
import resource
import select
import shutil
import signal
import time

import planned
import trial
from link import json, said_of

LONGEST = 240
ROOM = 1 << 16


def start_trial(code, test, reading, writing, seconds):
    """A process that runs a test, and the pipe on which it tells the result."""
    pipe, report = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            os.close(pipe)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            outcome = trial.run(code, test, reading, writing)
            os.write(report, json.dumps(outcome).encode())
        finally:
            os._exit(0)
    os.close(report)
    return child, pipe


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


def sentence(status):
    """The end of a process in words."""
    if status is not None and os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "time limit" if number == signal.SIGXCPU else "ended by " + signal.Signals(number).name
    return "ended its process"


def attempt(code, test, seconds, patience):
    """Runs one test: (how it ended, why), as `trial.run` says."""
    reading, answers = os.pipe()
    questions, writing = os.pipe()
    if not PROGRAMS.start(questions, answers, seconds):
        return ["program", "ended its process"]
    os.close(questions)
    os.close(answers)
    child, pipe = start_trial(code, test, reading, writing, seconds)
    os.close(reading)
    os.close(writing)
    said, in_time = hear(pipe, patience)
    os.close(pipe)
    try:
        outcome = json.loads(said)
    except ValueError:
        outcome = None
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    is_gone = outcome and outcome[0] == "gone"
    end = PROGRAMS.end(1 if is_gone else 0)
    if is_gone:
        outcome = ["failed" if outcome[1] == "loaded" else "program", sentence(end)]
    elif outcome is None:
        outcome = ["failed", "time limit" if not in_time else sentence(status)]
    try:
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    clean()
    return outcome


def clean():
    """Empties the scratch folder."""
    for entry in os.scandir("."):
        try:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry, ignore_errors=True)
            else:
                os.unlink(entry)
        except OSError:
            continue


def tidy(text):
    """A text in one line of limited length, without addresses, which differ from run to run."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", " ".join(text.split()))
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


def judged(job):
    """The answer to a job."""
    try:
        tests = planned.plan(job["tests"], job["code"], job.get("entryPoint"))
    except planned.Unreadable as problem:
        return {"unverified": tidy(str(problem))}
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        return {"unverified": tidy("the tests are not Python (" + said_of(problem) + ")")}
    tests = tests[:job["most"]]
    limits = job["seconds"], job["patience"]
    if not tests:
        return {"unverified": "no test was recognised"}
    how, why = attempt(job["code"], None, *limits)
    if how != "passed":
        return {"count": len(tests), "program": tidy(why)}
    results = [(test["name"], attempt(job["code"], test, *limits)) for test in tests]
    skipped = [why for _, (how, why) in results if how == "unjudged"]
    counted = [(name, how, why) for name, (how, why) in results if how != "unjudged"]
    if not counted or skipped and all(how == "passed" for _, how, _ in counted):
        return {"unverified": tidy(skipped[0])}
    return {"count": len(counted),
            "tests": [{"name": tidy(name), "problem": None if how == "passed" else tidy(why)}
                      for name, how, why in counted]}


def main():
    report = os.dup(1)
    # By a pipe, so that no file holds the tests.
    with os.fdopen(os.dup(0), "rb") as pipe:
        job = json.load(pipe)
    nothing = os.open("/dev/null", os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    os.write(report, json.dumps(judged(job)).encode())


main()

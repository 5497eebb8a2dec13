"""Runs a program's tests and says what came of each.

Runs inside the sandbox. Every sequence of tests has two processes of its own: one runs the program
(program.py) and knows nothing of the tests, the other runs the tests and asks the first for what the
program returns.
The verdict is the second one's, over values that were sent to it as JSON: a program that patches its
interpreter, ends its process or prints verdicts reaches neither the test nor what it expects.
"""
import os

import nursery
import program

# First of all: what is forked from it later has seen neither the tests nor what the rest imports.
PROGRAMS = nursery.Nursery(program.run)

import re
import select
import shutil
import signal
import time

import planned
import trial
from limits import limit_processor
from link import json, said_of

LONGEST = 240
ROOM = 1 << 16


def start_trial(code, steps, reading, writing, seconds):
    """A process that runs a sequence, and the pipe on which it tells the results."""
    pipe, report = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            os.close(pipe)
            limit_processor(seconds)
            trial.run(code, steps, reading, writing, seconds,
                      lambda outcome: os.write(report, json.dumps(outcome).encode() + b"\n"))
        finally:
            os._exit(0)
    os.close(report)
    return child, pipe


class Report:
    """What a trial tells, line by line."""

    def __init__(self, pipe):
        self.pipe, self.said = pipe, b""

    def line(self, seconds):
        """The next line, None if there is none, and whether it came in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self.said:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.pipe], [], [], left)[0]:
                return None, False
            more = os.read(self.pipe, ROOM)
            if not more:
                return None, True
            self.said += more
        line, _, self.said = self.said.partition(b"\n")
        try:
            return json.loads(line), True
        except ValueError:
            return None, True


def sentence(status):
    """The end of a process in words."""
    if status is not None and os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "time limit" if number == signal.SIGXCPU else "ended by " + signal.Signals(number).name
    return "ended its process"


def attempt(code, steps, seconds, patience):
    """Runs a sequence: how every test ended and why, as `trial.run` says.

    Where a test ends its processes, or has to be ended, the tests behind it run in fresh ones, after what
    prepares them."""
    results, left = [], steps
    while True:
        told = attempt_once(code, left, seconds, patience)
        results += told
        tests = [place for place, step in enumerate(left) if "name" in step]
        if len(told) >= len(tests):
            return results
        last = tests[len(told) - 1]
        left = [step for place, step in enumerate(left) if place > last or "name" not in step]


def attempt_once(code, steps, seconds, patience):
    """Runs the tests of a sequence up to the first with which the processes end."""
    reading, answers = os.pipe()
    questions, writing = os.pipe()
    if not PROGRAMS.start(questions, answers, seconds):
        return [["program", "ended its process"]] * max(1, len(steps))
    os.close(questions)
    os.close(answers)
    child, pipe = start_trial(code, steps, reading, writing, seconds)
    os.close(reading)
    os.close(writing)
    report, results, in_time = Report(pipe), [], True
    count = max(1, sum("name" in step for step in steps))
    outcome = None
    while len(results) < count:
        outcome, in_time = report.line(patience)
        if outcome is None or outcome[0] in ("gone", "program"):
            break
        results.append(outcome)
    os.close(pipe)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    is_gone = len(results) < count and outcome is not None and outcome[0] == "gone"
    end = PROGRAMS.end(1 if is_gone else 0)
    if is_gone:
        results.append(["failed" if outcome[1] == "loaded" else "program", sentence(end)])
    elif len(results) < count and outcome is not None:
        results.append(outcome)
    elif len(results) < count:
        results.append(["failed", "time limit" if not in_time else sentence(status)])
    try:
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    clean()
    return results


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


def first(tests, most):
    """The steps of a sequence up to a number of tests, without what follows the last."""
    places = [place for place, step in enumerate(tests) if "name" in step][:most]
    return tests[:places[-1] + 1] if places else []


def run_reading(code, sequences, most, limits, attempt=attempt):
    """The tests of a reading: (name, how it ended, why)."""
    found = []
    for steps in sequences:
        steps = first(steps, most - len(found))
        if not steps:
            continue
        names = [step["name"] for step in steps if "name" in step]
        found += [(name, how, why)
                  for name, (how, why) in zip(names, attempt(code, steps, *limits))]
    return found


def judged(job):
    """The answer to a job."""
    code, most = job["code"], job["most"]
    try:
        readings = planned.plan(job["tests"], code, job.get("entryPoint"))
    except planned.Unreadable as problem:
        return {"unverified": tidy(str(problem))}
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        return {"unverified": tidy("the tests are not Python (" + said_of(problem) + ")")}
    limits = job["seconds"], job["patience"]
    count = sum("name" in step for steps in readings[0] for step in steps)
    if not count:
        return {"unverified": "no test was recognised"}
    how, why = attempt_once(code, [], *limits)[0]
    if how != "passed":
        missing = planned.missing_module(code, why)
        if missing:
            return {"unverified": f"the program needs the module '{missing}', which is not here"}
        return {"count": min(count, most), "program": tidy(why)}
    results = run_reading(code, readings[0], most, limits)
    for reading in readings[1:]:
        if count > 1 and any(how not in ("passed", "skipped") for _, how, _ in results):
            again = run_reading(code, reading, most, limits, attempt_once)
            if len(again) == len(results) and all(
                    how in ("passed", "skipped") for _, how, _ in again):
                results = again
    return summary(results)


def summary(results):
    """The answer for the tests of a reading."""
    counted = [each for each in results if each[1] not in ("unjudged", "skipped")]
    unjudged = [why for _, how, why in results if how == "unjudged"]
    if not counted or unjudged and all(how == "passed" for _, how, _ in counted):
        return {"unverified": tidy((unjudged or [why for _, _, why in results])[0])}
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

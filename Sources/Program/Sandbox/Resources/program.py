"""Runs a program and answers the questions that its tests ask about it.

Runs inside the sandbox, in a process that is told the program and the arguments of calls, and nothing
else: neither the tests nor what they expect. Whatever it says counts as the program's word.
"""
import builtins
import io
import os
import sys
import types
import warnings

from link import Gone, Link, Memo, said_of
from limits import limit_processor

LONGEST_OUTPUT = 1 << 20


class Printed(io.StringIO):
    """What the program prints, handed over with its next message."""

    def taken(self):
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text[:LONGEST_OUTPUT]


class Input(io.TextIOBase):
    """The program's standard input, which is that of its tests."""

    def __init__(self, link):
        self._ask = lambda name, arguments: link.ask({"q": "stdin", "name": name}, arguments)
        self.buffer = types.SimpleNamespace(**{
            name: lambda *a, name=name: self._ask("buffer." + name, a)
            for name in ("read", "readline", "readlines", "read1")})

    def readable(self):
        return True

    def read(self, *arguments):
        return self._ask("read", arguments)

    def readline(self, *arguments):
        return self._ask("readline", arguments)


class Beside:
    """What the program prints and warns of, handed over with its next message."""

    def __init__(self, link):
        self.link, self.warnings = link, []
        self.out, self.errors = sys.stdout, sys.stderr = Printed(), Printed()
        warnings.simplefilter("always")
        warnings.showwarning = self.warned

    def warned(self, message, category, *_, **__):
        self.warnings.append({"c": self.link.encoded_class(category), "m": str(message)})

    def taken(self):
        found = {"o": self.out.taken(), "e": self.errors.taken(), "w": self.warnings[:100]}
        self.warnings.clear()
        return {key: each for key, each in found.items() if each}


def names_of(module, link):
    """The program's names: functions, classes and objects as they go over, other values by word."""
    found = {}
    for name, value in list(vars(module).items()):
        if name.startswith("__"):
            continue
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type)):
            found[name] = link.encode(value, Memo())
        else:
            found[name] = "value"
    return found


def run(reading, writing, seconds):
    """Runs in a fresh process: reads the program, and answers until nobody asks any more."""
    try:
        work(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"), seconds)
    except Gone:
        pass


def work(reading, writing, seconds):
    limit_processor(seconds)
    sys.path.pop(0)
    # What the module `site`, which is left out, would set.
    builtins.exit = builtins.quit = sys.exit
    link = Link(reading, writing, is_program=True)
    link.begin = lambda: limit_processor(seconds)
    link.beside = Beside(link).taken
    sys.stdin = Input(link)
    # The tests may have put something in its place.
    builtins.input = lambda prompt="": link.ask({"q": "input"}, [prompt])
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    link.own[0] = module
    code = link.read()["code"]
    if "random" in code:
        import random
        random.seed(0)
    try:
        exec(compile(code, "solution.py", "exec"), module.__dict__)
        link.send({"names": names_of(module, link)})
    except BaseException as problem:
        link.send({"problem": said_of(problem)[:4000]})
        return
    while True:
        link.serve(link.read())


"""Runs a sequence of tests against a program in another process.

The tests' module has the program's names: its functions and classes are remote, its exceptions have
classes of their own here, and its values are asked for whenever they are read.
"""
import ast
import builtins
import contextlib
import io
import os
import random
import sys
import types

import planned
import pytest
from limits import limit_processor
from link import Gone, Link, Memo, Unjudged, said_of
from shared import Shared
from suite import Suite

GUESSED = {"solution", "main", "your_module", "my_module", "module", "submission", "answer", "code",
           "your_solution", "my_solution", "program", "implementation", "solutions", "app"}


class Names(dict):
    """A test's global names; those that it lacks are the program's."""

    def __init__(self, link, found):
        super().__init__()
        self.link, self.found = link, found

    def __missing__(self, name):
        if name not in self.found:
            raise KeyError(name)
        if self.found[name] == "value":
            return self.link.ask({"q": "get", "h": 0, "name": name})
        return self.link.decode(self.found[name], Memo(), False)


class Program(types.ModuleType):
    """The program as a module that tests import."""

    def __init__(self, names, found):
        super().__init__("solution")
        vars(self).update(_names=Names(names.link, found), __all__=[
            name for name in names.found if not name.startswith("_")])

    def __getattr__(self, name):
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(f"module 'solution' has no attribute {name!r}") from None

    def __setattr__(self, name, value):
        self._names.link.ask({"q": "set", "h": 0, "name": name}, [value])

    def __delattr__(self, name):
        self._names.link.ask({"q": "del", "h": 0, "name": name})


def import_program(source, found):
    """The modules that a test imports and that can only be the program, by guessed names."""
    modules = set()
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return modules
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {each.name for each in node.names}
            is_guessed = node.level and node.module in GUESSED
            if (names <= set(found) | {"*"} or is_guessed) and not is_module(node.module):
                modules.add(node.module)
        elif isinstance(node, ast.Import):
            modules |= {each.name for each in node.names
                        if each.name in GUESSED and not is_module(each.name)}
    return modules


def is_module(name):
    return name.partition(".")[0] in sys.stdlib_module_names or name == "pytest"


class Claims(ast.NodeTransformer):
    """Notes every claim in a `try` that fails, so that a test cannot swallow its own failure."""

    def __init__(self):
        self.depth = 0

    def visit_ImportFrom(self, node):
        """The program is no part of a package: "from .solution import f" names it all the same."""
        if not node.level:
            return node
        if node.module:
            return ast.copy_location(ast.ImportFrom(node.module, node.names, 0), node)
        return ast.copy_location(ast.Import(node.names), node)

    def visit_Try(self, node):
        catches = any(self.catches(each) for each in node.handlers)
        self.depth += catches
        node.body = [self.visit(each) for each in node.body]
        self.depth -= catches
        node.handlers = [self.visit(each) for each in node.handlers]
        node.orelse = [self.visit(each) for each in node.orelse]
        return node

    def catches(self, handler):
        """Whether a handler catches a failed claim; one that claims something itself may do so."""
        if any(isinstance(each, ast.Assert) and not isinstance(each.test, ast.Constant)
               for each in ast.walk(handler)):
            return False
        return handler.type is None or any(
            isinstance(name, ast.Name) and name.id in ("AssertionError", "Exception", "BaseException")
            for name in ast.walk(handler.type))

    def visit_Assert(self, node):
        if not self.depth:
            return node
        node.test = ast.copy_location(
            ast.Call(ast.Name("__claimed__", ast.Load()), [node.test], []), node.test)
        return ast.fix_missing_locations(node)


def compiled(source, mode="exec"):
    tree = ast.parse(source, "test.py")
    if mode == "single":
        return compile(ast.Interactive(tree.body), "test.py", "single")
    tree = Claims().visit(tree)
    return compile(ast.fix_missing_locations(tree), "test.py", "exec")


def run(code, steps, reading, writing, seconds, tell):
    """Loads the program and runs the steps: tells of every test how it ended, and why.

    A test has "passed" or "failed"; it is "skipped" where it says so itself, and "unjudged" where it
    cannot be judged here. "program": the program did not load. "gone": its process has ended, before it
    was "loading" or "loaded", and nothing more is told.
    """
    link = Link(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"), is_program=False)
    stage = "loading"
    try:
        link.send({"code": code})
        loaded = link.reply()
        if "problem" in loaded:
            return tell(["program", str(loaded["problem"])])
        stage = "loaded"
        if not steps:
            return tell(["passed", ""])
        Sequence(link, loaded["names"], code, steps).run(steps, seconds, tell)
    except Gone:
        tell(["gone", stage])


class Sequence:
    """Steps over one state: that of the program's process, and the global names here."""

    def __init__(self, link, found, code, steps):
        self.link, self.found, self.code = link, found, code
        sources = [step["source"] for step in steps]
        random.seed(0)
        sys.path.remove(sys.path[0])
        builtins.exit = builtins.quit = sys.exit
        self.names = Names(link, found)
        self.names.update(__name__="tests", __builtins__=builtins, __claimed__=self.claimed)
        self.seen = {name: each for name, each in found.items() if not hasattr(builtins, name)}
        self.used, self.is_caught = set(), False
        for _, statement in planned.program_imports(code):
            try:
                exec(statement, self.names)
            except Exception:
                continue
        program = Program(self.names, found)
        for source in sources:
            for module in import_program(source, found) | {"solution"}:
                parts = module.split(".")
                for length in range(1, len(parts) + 1):
                    sys.modules[".".join(parts[:length])] = program
        self.suite = Suite(self.names)
        self.shared = Shared(link, code, "\n".join(sources))
        link.check, link.hear, link.finish, link.waiting = (
            self.shared.check, self.shared.hear, self.shared.finish, self.shared.waiting)

    def claimed(self, value):
        if not value:
            self.is_caught = True
        return value

    def run(self, steps, seconds, tell):
        stopped = None  # why no later test can be what it should
        for step in steps:
            limit_processor(seconds)
            is_test = "name" in step
            outcome = stopped or self.outcome(step)
            if is_test:
                tell(outcome)
            if outcome[0] == "unjudged" and not step["called"]:
                # What it should have made is missing: a later failure would say nothing.
                self.shared.doubt = self.shared.doubt or outcome[1]
            if not is_test and outcome[0] != "passed" and "want" not in step:
                stopped = outcome

    def outcome(self, step):
        self.is_caught, self.shared.refusal = False, self.shared.standing
        try:
            self.link.ask({"q": "begin"})
            self.perform(step)
            if self.is_caught:
                raise AssertionError("caught by the test itself")
            if self.shared.refusal:
                return ["unjudged", self.shared.refusal]
            return ["passed", ""]
        except Gone:
            raise
        except Unjudged as problem:
            return ["unjudged", str(problem)]
        except pytest.Skipped:
            return ["skipped", "the test is skipped"]
        except BaseException as problem:
            said = said_of(problem)[:4000]
            if isinstance(problem, self.skips()):
                return ["skipped", "the test is skipped"]
            is_own = not hasattr(problem, "_origin")
            missing = getattr(problem, "name", None) if isinstance(
                problem, ModuleNotFoundError) and is_own else None
            if missing:
                return ["unjudged", f"the tests need the module '{missing}', which is not here"]
            missing = None if is_own else planned.missing_module(self.code, said)
            if missing:
                return ["unjudged", f"the program needs the module '{missing}', which is not here"]
            reason = self.shared.refusal or self.shared.doubt
            return ["unjudged", reason] if reason else ["failed", said]

    def skips(self):
        """unittest's exception for skipped tests, which no program can raise here."""
        case = sys.modules.get("unittest.case")
        return (case.SkipTest,) if case else ()

    def perform(self, step):
        # A program that names something "len" or "abs" does not change what its tests mean by it, unless
        # that is all that they test.
        used = planned.names_used(step["source"]) | {
            name for call in step["called"] if "check" in call
            for name in [call["check"][0]] + sorted(planned.names_used(call["check"][1]))}
        if "name" not in step:
            self.used |= used
        self.names.found = self.seen if (used | self.used) & set(self.seen) else self.found
        if "want" in step:
            return self.perform_example(step)
        exec(compiled(step["source"]), self.names)
        for call in step["called"]:
            self.suite.run(call)

    def perform_example(self, example):
        """Runs an example of a doctest, whose result is what it prints or raises."""
        import doctest
        self.names.setdefault("__doc__", None)
        printed, wanted = io.StringIO(), example["raises"]
        try:
            with contextlib.redirect_stdout(printed):
                exec(compiled(example["source"], "single"), self.names)
        except Exception as problem:
            found = said_of(problem) + "\n"
            if wanted is None:
                raise
            assert found == wanted or wanted.partition(":")[0] == found.partition(":")[0] and (
                example["options"] & doctest.IGNORE_EXCEPTION_DETAIL), "raised " + said_of(problem)
            return
        assert wanted is None, "did not raise"
        found = printed.getvalue()
        assert not example["want"] or doctest.OutputChecker().check_output(
            example["want"], found, example["options"]), "gave " + found.strip()

"""Calls test functions and methods as pytest and unittest do: fixtures, rows, setup and teardown."""
import contextlib
import inspect
import io
import itertools
import os
import types

import pytest
from link import Gone, Unjudged

BROAD = ("module", "session", "package")


def finished(result):
    if isinstance(result, types.CoroutineType):
        import asyncio
        return asyncio.run(result)
    return result


def fitting(function, *arguments):
    """Calls a function with as many of the arguments as it takes."""
    try:
        takes = len(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        takes = 0
    return finished(function(*arguments[:takes]))


class Suite:
    """The tests of one text, over the global names that its statements made."""

    def __init__(self, names):
        self.names = names
        self.has_begun = False
        self.kind = None  # the class whose tests are being run
        self.kept = {}  # values of fixtures that outlive a test
        self.module_stack, self.kind_stack = contextlib.ExitStack(), contextlib.ExitStack()

    def run(self, call):
        if "check" in call:
            function, candidate = call["check"]
            return finished(self.names[function](eval(candidate, self.names)))
        self.begin()
        if "case" in call:
            return self.run_case(*call["case"])
        if "method" in call:
            kind, method = call["method"]
            self.enter(self.names[kind], "setup_class", "teardown_class")
            return self.run_function(
                None, marks=[pytest.marks_of(self.names[kind])], owner=(self.names[kind], method))
        self.enter(None, "", "")
        return self.run_function(self.names[call["function"]])

    def begin(self):
        if self.has_begun:
            return
        self.has_begun = True
        for name in ("setup_module", "setUpModule"):
            if name in self.names:
                fitting(self.names[name], types.SimpleNamespace(__name__="tests"))

    def enter(self, kind, setup, teardown):
        """Sets a class up, once, and tears down the one before."""
        if kind is self.kind:
            return
        self.kind_stack.close()
        self.kept = {key: each for key, each in self.kept.items() if key[0] != "class"}
        self.kind = kind
        if kind is None:
            return
        if hasattr(kind, setup):
            fitting(getattr(kind, setup), kind)
        if hasattr(kind, teardown):
            self.kind_stack.callback(lambda: fitting(getattr(kind, teardown), kind))

    # ---- unittest

    def run_case(self, name, method):
        kind = self.names[name]
        function = getattr(kind, method)
        marked = pytest.marks_of(kind)
        if marked.is_skipped or pytest.marks_of(function).is_skipped or getattr(
                kind, "__unittest_skip__", False):
            raise pytest.Skipped()
        self.enter(kind, "setUpClass", "tearDownClass")
        expects = getattr(function, "__unittest_expecting_failure__", False) or getattr(
            kind, "__unittest_expecting_failure__", False)
        with expecting(pytest._Expected(BaseException, True) if expects else None):
            kind(method).debug()

    # ---- pytest

    def run_function(self, function, marks=(), owner=None):
        """Runs a test function once for every row of its parameters and of its fixtures'."""
        if owner is not None:
            function = getattr(owner[0], owner[1])
        marks = list(marks) + [pytest.marks_of(function)]
        if any(each.is_skipped for each in marks):
            raise pytest.Skipped()
        expected = next((each.expects_failure for each in marks if each.expects_failure), None)
        uses = [name for each in marks for name in each.uses]
        rows = [({}, ())]
        for each in marks:
            rows = [({**one, **other}, some + more)
                    for one, some in rows for other, more in each.rows]
        outcomes = []
        for row, row_marks in rows:
            for choice in self.choices(function, uses, row, owner):
                outcomes.append(self.run_row(function, uses, row, row_marks, choice, expected, owner))
        if all(outcomes):
            raise pytest.Skipped()

    def run_row(self, function, uses, row, row_marks, choice, expected, owner):
        """Runs one row: whether it is not to be counted."""
        probe = _probe(row_marks)
        if probe.is_skipped:
            return True
        try:
            with expecting(probe.expects_failure or expected), contextlib.ExitStack() as stack:
                instance = owner[0]() if owner else None
                if instance is not None:
                    function = getattr(instance, owner[1])
                    for name in ("setup", "setup_method"):
                        if hasattr(instance, name):
                            fitting(getattr(instance, name), function)
                    if hasattr(instance, "teardown_method"):
                        stack.callback(lambda: fitting(instance.teardown_method, function))
                else:
                    if "setup_function" in self.names:
                        fitting(self.names["setup_function"], function)
                    if "teardown_function" in self.names:
                        stack.callback(
                            lambda: fitting(self.names["teardown_function"], function))
                asked = Asked(self, stack, row, choice, instance, function)
                for name in self.automatic(instance) + uses:
                    asked.value(name)
                arguments = {}
                for name in needed(function):
                    arguments[name] = row[name] if name in row and not isinstance(
                        row[name], pytest.Indirect) else asked.value(name)
                finished(function(**arguments))
        except pytest.Skipped:
            return True
        return False

    # ---- Fixtures

    def fixture(self, name, instance):
        """The function that makes a fixture; None if it is none of the tests'."""
        for held in (vars(type(instance)) if instance is not None else {}, self.names):
            for key, each in list(held.items()):
                if isinstance(each, types.FunctionType) and getattr(each, "is_fixture", False) and (
                        each.fixture_name == name):
                    return each.__get__(instance) if held is not self.names else each
        return None

    def automatic(self, instance):
        held = list(self.names.values())
        if instance is not None:
            held += list(vars(type(instance)).values())
        return [each.fixture_name for each in held
                if isinstance(each, types.FunctionType) and getattr(each, "is_automatic", False)]

    def choices(self, function, uses, row, owner):
        """Every combination of the parameters of the fixtures that a test needs."""
        instance = owner[0]() if owner else None
        found, open_names = {}, list(needed(function, owner is not None)) + uses + self.automatic(instance)
        while open_names:
            name = open_names.pop(0)
            fixture = self.fixture(name, instance)
            if fixture is None or name in found or name in row:
                continue
            found[name] = fixture.params
            open_names += needed(fixture)
        lists = [(name, values) for name, values in found.items() if values is not None]
        return [dict(zip([name for name, _ in lists], each))
                for each in itertools.product(*(values for _, values in lists))]


def _probe(row_marks):
    def probe():
        pass
    for mark in row_marks:
        if callable(mark):
            mark(probe)
    return pytest.marks_of(probe)


@contextlib.contextmanager
def expecting(expected):
    """Takes a failure that is expected for none; the test is then not counted."""
    if expected is None:
        yield
        return
    try:
        yield
    except (pytest.Skipped, Unjudged, Gone):
        raise
    except expected.raises:
        raise pytest.Skipped("expected to fail") from None
    if expected.strict:
        raise AssertionError("passed, and was expected to fail")


def needed(function, is_method=False):
    """The parameters that a function has to be given."""
    found = [name for name, parameter in inspect.signature(function).parameters.items()
             if parameter.default is inspect.Parameter.empty and parameter.kind in (
                 parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)]
    return found[1:] if is_method else found


class Asked:
    """The fixtures of one run of a test."""

    def __init__(self, suite, stack, row, choice, instance, function):
        self.suite, self.stack, self.row, self.choice = suite, stack, row, choice
        self.instance, self.function, self.made = instance, function, {}

    def value(self, name):
        if name not in self.made:
            self.made[name] = self.make(name)
        return self.made[name]

    def make(self, name):
        fixture = self.suite.fixture(name, self.instance)
        if fixture is None:
            if name in self.row:
                return self.row[name]
            if name == "request":
                return self.request(None, self.stack)
            return known_fixture(name, self.stack)
        given = self.row.get(name, self.choice.get(name))
        given = given.value if isinstance(given, pytest.Indirect) else given
        scope = "module" if fixture.scope in BROAD else fixture.scope
        if scope not in ("module", "class"):
            return self.call(fixture, given, self.stack)
        key = scope, name, id(given)
        if key not in self.suite.kept:
            stack = self.suite.module_stack if scope == "module" else self.suite.kind_stack
            self.suite.kept[key] = self.call(fixture, given, stack)
        return self.suite.kept[key]

    def call(self, fixture, given, stack):
        arguments = {each: self.request(given, stack) if each == "request" else self.value(each)
                     for each in needed(fixture)}
        value = fixture(**arguments)
        if isinstance(value, types.AsyncGeneratorType):
            raise Unjudged("the tests have an asynchronous fixture")
        if isinstance(value, types.GeneratorType):
            generator = value
            value = next(generator)
            stack.callback(lambda: next(generator, None))
        return finished(value)

    def request(self, given, stack):
        return types.SimpleNamespace(
            param=given, addfinalizer=stack.callback, getfixturevalue=self.value,
            function=self.function, instance=self.instance, cls=type(self.instance),
            node=types.SimpleNamespace(name=getattr(self.function, "__name__", "")))


class MonkeyPatch:
    """pytest's `monkeypatch`; what it changes in this process alone is noticed by `Shared`."""

    def __init__(self, stack):
        self.stack = stack

    def setattr(self, target, name, *value, raising=True):
        from unittest import mock
        if isinstance(target, str):
            self.stack.enter_context(mock.patch(target, name, create=not raising))
        else:
            self.stack.enter_context(
                mock.patch.object(target, name, value[0], create=not raising))

    def delattr(self, target, *name, raising=True):
        if isinstance(target, str):
            raise Unjudged("the tests need 'monkeypatch.delattr' of a text, which is not here")
        if hasattr(target, name[0]) or raising:
            old = getattr(target, name[0])
            delattr(target, name[0])
            self.stack.callback(lambda: setattr(target, name[0], old))

    def setitem(self, target, key, value):
        is_there = key in target
        old = target[key] if is_there else None
        target[key] = value
        self.stack.callback(
            lambda: target.__setitem__(key, old) if is_there else target.__delitem__(key))

    def delitem(self, target, key, raising=True):
        if key in target or raising:
            old = target[key]
            del target[key]
            self.stack.callback(lambda: target.__setitem__(key, old))

    def setenv(self, name, value, prepend=None):
        if prepend and name in os.environ:
            value = value + prepend + os.environ[name]
        self.setitem(os.environ, name, str(value))

    def delenv(self, name, raising=True):
        self.delitem(os.environ, name, raising)

    def chdir(self, folder):
        old = os.getcwd()
        os.chdir(folder)
        self.stack.callback(lambda: os.chdir(old))

    def __getattr__(self, name):
        raise Unjudged(f"the tests need 'monkeypatch.{name}', which is not here")


def known_fixture(name, stack):
    if name == "capsys":
        out, errors = io.StringIO(), io.StringIO()
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(errors))
        return Captured(out, errors)
    if name == "tmp_path":
        import pathlib
        import tempfile
        return pathlib.Path(tempfile.mkdtemp())
    if name == "monkeypatch":
        return MonkeyPatch(stack)
    raise Unjudged(f"the tests need the fixture '{name}', which is not here")


class Captured:
    """pytest's `capsys`."""

    def __init__(self, out, errors):
        self.streams = out, errors

    def readouterr(self):
        import collections
        found = collections.namedtuple("CaptureResult", "out err")(
            *(each.getvalue() for each in self.streams))
        for stream in self.streams:
            stream.seek(0)
            stream.truncate()
        return found

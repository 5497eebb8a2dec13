"""Runs one test against a program in another process.

The test's module has the program's names: its functions and classes are remote, its exceptions have
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
from link import Gone, Link, Memo, Remote, Unjudged, said_of

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
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = {each.name for each in node.names}
            if names <= set(found) | {"*"} and not is_module(node.module):
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

    def visit_Try(self, node):
        catches = any(each.type is None or any(
            isinstance(name, ast.Name) and name.id in ("AssertionError", "Exception", "BaseException")
            for name in ast.walk(each.type)) for each in node.handlers)
        self.depth += catches
        node.body = [self.visit(each) for each in node.body]
        self.depth -= catches
        node.handlers = [self.visit(each) for each in node.handlers]
        node.orelse = [self.visit(each) for each in node.orelse]
        return node

    def visit_Assert(self, node):
        if not self.depth or isinstance(node.test, ast.Constant):
            return node
        node.test = ast.copy_location(
            ast.Call(ast.Name("__claimed__", ast.Load()), [node.test], []), node.test)
        return ast.fix_missing_locations(node)


def compiled(source):
    tree = Claims().visit(ast.parse(source, "test.py"))
    return compile(ast.fix_missing_locations(tree), "test.py", "exec")


def run(code, test, reading, writing):
    """Loads the program and runs a test, if one is given: [how it ended, why]."""
    link = Link(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"), is_program=False)
    link.hear = lambda text: sys.stdout.write(text)
    stage = "loading"
    try:
        link.send({"code": code})
        loaded = link.reply()
        if "problem" in loaded:
            return ["program", str(loaded["problem"])]
        found = loaded["names"]
        stage = "loaded"
        if test is None:
            return ["passed", ""]
        names = prepared(link, found, code, test)
        if "examples" in test:
            run_examples(test, names)
        else:
            exec(compiled(test["source"]), names)
            for call in test["called"]:
                run_call(call, names)
        if names["__failed__"]:
            raise AssertionError("caught by the test itself")
        return ["passed", ""]
    except Gone:
        return ["gone", stage]
    except Unjudged as problem:
        return ["unjudged", str(problem)]
    except BaseException as problem:
        missing = problem.name if isinstance(problem, ModuleNotFoundError) else None
        if missing and not hasattr(problem, "_origin"):
            return ["unjudged", f"the tests need the module '{missing}', which is not here"]
        if isinstance(problem, pytest.Skipped) or type(problem).__name__ == "SkipTest":
            return ["unjudged", "the test is skipped"]
        return ["failed", said_of(problem)[:4000]]


def prepared(link, found, code, test):
    """The global names with which a test begins."""
    random.seed(0)
    sys.path.remove(sys.path[0])
    builtins.exit = builtins.quit = sys.exit
    everything = test["source"] + "\n".join(test.get("examples", []))
    used = planned.names_used(everything) | {
        name for call in test["called"] for name in call.get("check", [])}
    seen = {name: each for name, each in found.items() if not hasattr(builtins, name)}
    # A program that names something "len" or "abs" does not change what its tests mean by it, unless
    # that is all that they test.
    names = Names(link, seen if used & set(seen) else found)
    names["__name__"], names["__builtins__"] = "tests", builtins
    names["__failed__"] = []

    def claimed(value):
        if not value:
            names["__failed__"].append(True)
        return value
    names["__claimed__"] = claimed
    for name, statement in planned.program_imports(code):
        try:
            exec(statement, names)
        except Exception:
            continue
    program = Program(names, found)
    for module in import_program(everything, found) | {"solution"}:
        parts = module.split(".")
        for length in range(1, len(parts) + 1):
            sys.modules[".".join(parts[:length])] = program
    return names


# ---- What is called after a test's source

def run_call(call, names):
    if "check" in call:
        function, candidate = call["check"]
        return finished(names[function](names[candidate]))
    if "case" in call:
        kind, method = call["case"]
        if "setUpModule" in names:
            names["setUpModule"]()
        case = names[kind](method)
        type(case).setUpClass()
        return case.debug()
    if "method" in call:
        kind, method = call["method"]
        instance = names[kind]()
        for name in ("setup_class", "setup", "setup_method"):
            function = getattr(instance, name, None)
            if function is not None:
                takes = function.__code__.co_argcount - 1
                function(*[getattr(instance, method)][:takes])
        return run_function(getattr(instance, method), names, instance)
    return run_function(names[call["function"]], names)


def finished(result):
    if isinstance(result, types.CoroutineType):
        import asyncio
        return asyncio.run(result)
    return result


def run_function(function, names, instance=None):
    """Runs a test function with its fixtures, once for every row of its parameters."""
    import inspect
    if getattr(function, "is_skipped", False):
        raise pytest.Skipped()
    automatic = [name for name, value in names.items()
                 if isinstance(value, types.FunctionType) and getattr(value, "is_automatic", False)]
    for row in getattr(function, "rows", [{}]):
        with contextlib.ExitStack() as stack:
            cache, arguments = {}, {}
            for name in automatic:
                fixture_value(name, names, stack, cache)
            for name, parameter in inspect.signature(function).parameters.items():
                if name in row:
                    arguments[name] = row[name]
                elif parameter.default is inspect.Parameter.empty and parameter.kind in (
                        parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                    own = getattr(instance, name, None)
                    arguments[name] = fixture_value(name, names, stack, cache, own)
            finished(function(**arguments))


def fixture_value(name, names, stack, cache, own=None):
    if name in cache:
        return cache[name]
    function = own if own is not None else names.get(name)
    if not getattr(function, "is_fixture", False):
        cache[name] = known_fixture(name, stack)
        return cache[name]
    import inspect
    arguments = {each: fixture_value(each, names, stack, cache)
                 for each in inspect.signature(function).parameters}
    value = function(**arguments)
    if isinstance(value, types.GeneratorType):
        generator = value
        value = next(generator)
        stack.callback(lambda: next(generator, None))
    cache[name] = value
    return value


def known_fixture(name, stack):
    if name == "capsys":
        out, errors = io.StringIO(), io.StringIO()
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(errors))

        def readouterr():
            found = types.SimpleNamespace(out=out.getvalue(), err=errors.getvalue())
            for stream in (out, errors):
                stream.seek(0)
                stream.truncate()
            return found
        return types.SimpleNamespace(readouterr=readouterr)
    if name == "tmp_path":
        import pathlib
        import tempfile
        return pathlib.Path(tempfile.mkdtemp())
    if name == "monkeypatch":
        from unittest import mock

        def setattr_(target, attribute, *value, raising=True):
            if not value:
                stack.enter_context(mock.patch(target, attribute))
            else:
                stack.enter_context(mock.patch.object(target, attribute, value[0]))
        return types.SimpleNamespace(
            setattr=setattr_,
            setenv=lambda key, value: stack.enter_context(mock.patch.dict(os.environ, {key: value})),
            setitem=lambda target, key, value: stack.enter_context(
                mock.patch.dict(target, {key: value})))
    raise Unjudged(f"the tests need the fixture '{name}', which is not here")


# ---- Doctests

def run_examples(test, names):
    import doctest
    names.setdefault("__doc__", None)
    for place, source in enumerate(test["examples"]):
        is_last = place == len(test["examples"]) - 1
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(compile(source, "test.py", "single"), names)
        except Exception as problem:
            if not is_last:
                continue
            wanted = test["raises"]
            assert wanted is not None, said_of(problem)
            found = said_of(problem) + "\n"
            assert found == wanted or wanted.partition(":")[0] == found.partition(":")[0] and (
                test["options"] & doctest.IGNORE_EXCEPTION_DETAIL), "raised " + said_of(problem)
            return
        if is_last:
            assert test["raises"] is None, "did not raise"
            found = printed.getvalue()
            assert doctest.OutputChecker().check_output(test["want"], found, test["options"]), (
                "gave " + found.strip())

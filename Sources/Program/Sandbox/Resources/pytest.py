"""The part of pytest that tests of small programs use: `raises`, `warns`, `approx`, `mark`, fixtures.

Written for the sandbox, where the package itself is not.
"""
import math
import re
import warnings

from link import Unjudged, said_of


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise Unjudged(f"the tests need 'pytest.{name}', which is not here")


class _Info:
    value = None

    @property
    def type(self):
        return type(self.value)

    def match(self, pattern):
        assert re.search(pattern, str(self.value)), f"{pattern!r} does not match {str(self.value)!r}"
        return True

    @property
    def typename(self):
        return self.type.__name__

    def exconly(self, tryshort=False):
        return said_of(self.value)

    def errisinstance(self, kinds):
        return isinstance(self.value, kinds)

    def __getattr__(self, name):
        raise Unjudged(f"the tests need the traceback's '{name}', which is not here")


class _Raises:
    def __init__(self, expected, match=None):
        self.expected, self.pattern, self.info = expected, match, _Info()

    def __enter__(self):
        return self.info

    def __exit__(self, kind, problem, trace):
        assert kind is not None, f"DID NOT RAISE {self.expected}"
        if not issubclass(kind, self.expected):
            return False
        self.info.value = problem
        if self.pattern is not None:
            self.info.match(self.pattern)
        return True


def raises(expected, *call, match=None, **named):
    if not call:
        return _Raises(expected, match)
    with _Raises(expected, match) as info:
        call[0](*call[1:], **named)
    return info


class approx:
    def __init__(self, expected, rel=None, abs=None, nan_ok=False):
        self.expected, self.rel, self.abs, self.nan_ok = expected, rel, abs, nan_ok

    def _near(self, found, expected):
        if isinstance(expected, dict):
            return isinstance(found, dict) and found.keys() == expected.keys() and all(
                self._near(found[key], each) for key, each in expected.items())
        if isinstance(expected, (list, tuple)):
            return isinstance(found, (list, tuple)) and len(found) == len(expected) and all(
                self._near(one, other) for one, other in zip(found, expected))
        if not isinstance(expected, (int, float, complex)) or isinstance(expected, bool):
            return found == expected
        if not isinstance(found, (int, float, complex)):
            return False
        if found == expected:
            return True
        if isinstance(expected, float) and math.isnan(expected):
            return self.nan_ok and math.isnan(found)
        relative = 1e-6 if self.rel is None and self.abs is None else self.rel or 0
        absolute = 1e-12 if self.abs is None else self.abs
        tolerance = max(relative * abs(expected), absolute)
        return abs(found - expected) <= tolerance and not math.isinf(abs(found - expected))

    def __eq__(self, found):
        return self._near(found, self.expected)

    def __ne__(self, found):
        return not self == found

    def __repr__(self):
        return f"approx({self.expected!r})"


class _Warned:
    """What `warns` hands out: the warnings, each with `message` and `category`."""

    def __init__(self, expected, match):
        self.expected, self.pattern, self.list = expected, match, []

    def __enter__(self):
        self.catching = warnings.catch_warnings(record=True)
        self.list = self.catching.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, kind, problem, trace):
        self.catching.__exit__(kind, problem, trace)
        if kind is not None:
            return False
        found = [each for each in self.list if issubclass(each.category, self.expected)]
        assert found, f"DID NOT WARN {self.expected}"
        assert self.pattern is None or any(
            re.search(self.pattern, str(each.message)) for each in found), (
            f"no warning matches {self.pattern!r}")
        return False

    def __iter__(self):
        return iter(self.list)

    def __len__(self):
        return len(self.list)

    def __getitem__(self, place):
        return self.list[place]

    def pop(self, kind=Warning):
        place = next(place for place, each in enumerate(self.list) if issubclass(each.category, kind))
        return self.list.pop(place)


def warns(expected=Warning, *call, match=None, **named):
    if not call:
        return _Warned(expected, match)
    with _Warned(expected, match):
        return call[0](*call[1:], **named)


def deprecated_call(*call, **named):
    return warns((DeprecationWarning, PendingDeprecationWarning, FutureWarning), *call, **named)


class Skipped(BaseException):
    """The test is not to be counted."""


class Failed(BaseException):
    """The test has failed, and a handler of exceptions does not catch that."""


def skip(reason="", **_):
    raise Skipped(reason)


def xfail(reason="", **_):
    raise Skipped(reason)


def fail(reason="", *_, **named):
    raise Failed(reason or named.get("msg") or "")


def importorskip(name, *_, **__):
    import importlib
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Skipped(name) from None


def main(*_, **__):
    return 0


class Row(tuple):
    """Values of one row of `parametrize`, with the row's own marks."""
    marks = ()


def param(*values, id=None, marks=()):
    row = Row(values)
    row.marks = [marks] if callable(marks) else list(marks)
    return row


class Indirect:
    """A value of a row that a fixture is asked for: its `request.param`."""

    def __init__(self, value):
        self.value = value


def fixture(function=None, scope="function", params=None, autouse=False, ids=None, name=None):
    def marked(function):
        function.is_fixture, function.is_automatic, function.scope = True, autouse, scope
        function.fixture_name = name or getattr(function, "__name__", "")
        function.params = None if params is None else [
            each[0] if isinstance(each, Row) else each for each in params]
        return function
    return marked(function) if callable(function) else marked


class Marked:
    """What the marks of a test say of it."""

    def __init__(self):
        self.rows, self.uses, self.is_skipped, self.expects_failure = [({}, ())], [], False, None


def marks_of(thing):
    return vars(thing).get("_marked") or Marked()


def _mark(change):
    """A decorator that adds to a test's marks."""
    def marked(thing):
        if "_marked" not in vars(thing):
            thing._marked = Marked()
        change(thing._marked)
        return thing
    return marked


class _Expected:
    """`xfail`: the exceptions that are expected, and whether the test must fail."""

    def __init__(self, raises, strict):
        self.raises, self.strict = raises, strict


class _Mark:
    def parametrize(self, names, values, indirect=False, **_):
        names = [each.strip() for each in names.split(",") if each.strip()] if isinstance(
            names, str) else list(names)
        asked = names if indirect is True else indirect or []

        def row(each):
            given = each if len(names) > 1 or isinstance(each, Row) else [each]
            found = {name: Indirect(value) if name in asked else value
                     for name, value in zip(names, given)}
            return found, tuple(getattr(each, "marks", ()))
        rows = [row(each) for each in values]

        def change(marked):
            marked.rows = [({**one, **other}, some + more)
                           for one, some in marked.rows for other, more in rows]
        return _mark(change)

    def usefixtures(self, *names):
        return _mark(lambda marked: marked.uses.extend(names))

    def skip(self, *arguments, **_):
        def change(marked):
            marked.is_skipped = True
        return _mark(change)(arguments[0]) if arguments and callable(arguments[0]) else _mark(change)

    def skipif(self, condition=True, *_, **__):
        if isinstance(condition, str):
            raise Unjudged("the tests skip by a condition that is a text")
        return self.skip() if condition else _mark(lambda marked: None)

    def xfail(self, *conditions, raises=None, strict=False, **_):
        if len(conditions) == 1 and callable(conditions[0]):
            return self.xfail()(conditions[0])
        if any(isinstance(each, str) for each in conditions):
            raise Unjudged("the tests expect to fail by a condition that is a text")
        if conditions and not any(conditions):
            return _mark(lambda marked: None)

        def change(marked):
            marked.expects_failure = _Expected(raises or BaseException, strict)
        return _mark(change)

    def __getattr__(self, name):
        def mark(*arguments, **_):
            return arguments[0] if arguments and callable(arguments[0]) else lambda function: function
        return mark


mark = _Mark()

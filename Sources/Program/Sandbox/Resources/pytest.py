"""The part of pytest that tests of small programs use: `raises`, `approx`, `mark`, fixtures.

Written for the sandbox, where the package itself is not.
"""
import math
import re


class _Info:
    value = None

    @property
    def type(self):
        return type(self.value)

    def match(self, pattern):
        assert re.search(pattern, str(self.value)), f"{pattern!r} does not match {str(self.value)!r}"


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


class Skipped(BaseException):
    pass


def skip(reason="", **_):
    raise Skipped(reason)


def fail(reason="", **_):
    raise AssertionError(reason)


def importorskip(name, *_, **__):
    import importlib
    try:
        return importlib.import_module(name)
    except ImportError:
        raise Skipped(name) from None


def main(*_, **__):
    return 0


def param(*values, **_):
    return values if len(values) != 1 else values[0]


def fixture(function=None, autouse=False, **_):
    def marked(function):
        function.is_fixture, function.is_automatic = True, autouse
        return function
    return marked(function) if callable(function) else marked


class _Mark:
    def parametrize(self, names, values, **_):
        names = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)

        def marked(function):
            rows = [dict(zip(names, each if len(names) > 1 else [each])) for each in values]
            function.rows = [{**one, **other} for one in getattr(function, "rows", [{}])
                             for other in rows]
            return function
        return marked

    def skip(self, *arguments, **_):
        def marked(function):
            function.is_skipped = True
            return function
        return marked(arguments[0]) if arguments and callable(arguments[0]) else marked

    def skipif(self, condition, **_):
        return self.skip() if condition else lambda function: function

    def __getattr__(self, name):
        def mark(*arguments, **_):
            return arguments[0] if arguments and callable(arguments[0]) else lambda function: function
        return mark


mark = _Mark()

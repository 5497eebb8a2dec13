"""Records what jinja2 makes of every built-in with each of its arguments.

    python3 Tests/Fixtures/jinja/builtins.py > Tests/JinjaTests/BuiltinCases.swift

Needs jinja2 3.1.6. The environment is that of chat templates: sandboxed, `trim_blocks`, `lstrip_blocks`, loop controls.
`null` stands for an error.
"""
import itertools, json
from jinja2 import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

ENVIRONMENT = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


ENVIRONMENT.filters["tojson"] = tojson  # as chat templates have it

NUMBERS = ["0", "1", "-3", "42", "2.5", "-0.125", "1234567.891", "true", "1e20"]
TEXTS = ["''", "'a'", "'Hello World'", "'  two  words '", "'x-y_z 1,2'", "'<b>é & \"q\"</b>'", "'one\\ntwo\\n\\nthree'", "'ÄÖ ß'", "'12'", "'-7.9'"]
LISTS = ["[]", "[3, 1, 2]", "['b', 'A', 'a', 'C']", "[[1, 2], [3]]", "(1, 2, 3)", "range(5)", "[1, 1.0, true, 2]"]
DICTS = ["{}", "{'b': 1, 'A': 2, 'c': 0}", "{'x y': 'a&b', 'n': none, 'z': [1]}", "{1: 'a', 2: 'b'}"]
OTHER = ["none", "missing"]
ROWS = "[{'n': 'x', 'g': 'B', 'v': 3}, {'n': 'y', 'g': 'a', 'v': 1}, {'n': 'z', 'g': 'b', 'v': 2}, {'n': 'w', 'v': 2}]"
WORDS = "'The quick-brown fox, jumps over the lazy dog; again and again'"
PAGE = ("'See http://example.com/a/very/long/path?x=1, (www.python.org) or <https://a.io>. Mail me@x.org, mailto:you@y.com; "
        "ftp://no.com example.org.'")

FILTERS = {
    "abs": (NUMBERS + ["'a'"], [""]),
    "attr": (["{'a': 1}", "'abc'", "[1]"], ["('a')", "('upper')", "('count')"]),
    "batch": (LISTS, ["(2) | list", "(2, 'x') | list", "(linecount=3, fill_with=0) | list"]),
    "capitalize": (TEXTS + NUMBERS[:2], [""]),
    "center": (["'abc'", "'abcd'", "7"], ["(9)", "(width=8)", "(2)"]),
    "count": (LISTS + TEXTS[:3] + DICTS, [""]),
    "default": (OTHER + ["''", "0", "'v'"], ["('d')", "('d', true)", "(default_value='k', boolean=true)", ""]),
    "dictsort": (DICTS[:2] + DICTS[3:], ["", "(true)", "(false, 'value')", "(by='value', reverse=true)", "(reverse=true)", "(by='other')"]),
    "escape": (TEXTS + NUMBERS[:1], [""]),
    "filesizeformat": (["0", "1", "999", "1000", "1024", "1536", "123456789", "'2048'", "1e15", "5.7"], ["", "(true)", "(binary=true)"]),
    "first": (LISTS + TEXTS[:3] + DICTS[:2], [""]),
    "float": (TEXTS + NUMBERS + OTHER, ["", "(1.5)", "(default=9)"]),
    "forceescape": (TEXTS[5:6] + ["'<' | e"], [""]),
    "format": (["'%s-%s'"], ["(1, 'a')", "('x')"]),
    "groupby": ([ROWS], ["('v') | list", "('g', default='q') | list", "(attribute='g', default='', case_sensitive=true) | list"]),
    "indent": (["'a\\nb\\n\\nc'"], ["", "(2)", "(2, true)", "(width=1, blank=true)", "(2, true, true)", "('> ')", "(width='--', first=true)"]),
    "int": (TEXTS + NUMBERS + OTHER + ["'0b11'", "'0x1F'", "'z'"], ["", "(7)", "(default=7, base=16)", "(0, 2)", "(base=0)"]),
    "items": (DICTS + OTHER[1:] + ["[1]"], [" | list"]),
    "join": (LISTS + TEXTS[:3] + [ROWS], ["", "('|')", "(d=', ')", "('-', 'n')", "(attribute='v')"]),
    "last": (LISTS + TEXTS[:3] + DICTS[:2], [""]),
    "length": (LISTS + TEXTS + DICTS + NUMBERS[:1], [""]),
    "list": (LISTS + TEXTS[:3] + DICTS, [""]),
    "lower": (TEXTS + NUMBERS[:2] + ["true"], [""]),
    "map": ([ROWS], ["(attribute='v') | list", "(attribute='g', default='-') | list", "('length') | list", "('attr', 'n') | list"]),
    "max": (LISTS + TEXTS[:3], ["", "(true)", "(case_sensitive=true)"]),
    "min": (LISTS + TEXTS[:3], ["", "(true)", "(case_sensitive=true)"]),
    "pprint": (LISTS[:5] + TEXTS[:4] + DICTS + NUMBERS[:5] + OTHER[:1], [""]),
    "reject": (LISTS[1:5], ["('odd') | list", "('equalto', 2) | list", " | list"]),
    "rejectattr": ([ROWS], ["('g') | list", "('v', 'equalto', 2) | list", "('g', 'defined') | list"]),
    "replace": (["'a.b.c'", "'aaa'", "11"], ["('a', 'x')", "('.', '', 1)", "(old='a', new='<', count=2)", "('', '-')", "(1, 2)"]),
    "reverse": (LISTS + TEXTS[:5], [" | list"]),
    "round": (NUMBERS + ["2.675", "-1.5", "0.5"], ["", "(1)", "(2, 'ceil')", "(method='floor')", "(precision=-1)", "(-2, 'ceil')"]),
    "safe": (TEXTS[5:6], ["", " | e"]),
    "select": (LISTS[1:5], ["('odd') | list", "('gt', 1) | list", " | list", "('in', [1, 3]) | list"]),
    "selectattr": ([ROWS], ["('g') | list", "('v', 'equalto', 2) | list", "('v', 'gt', 1) | list", "('g', 'defined') | list", "('n', 'in', 'xy') | list"]),
    "slice": (LISTS, ["(2) | list", "(3, 'x') | list", "(slices=2, fill_with=0) | list"]),
    "sort": (LISTS, ["", "(true)", "(false, true)", "(reverse=true, case_sensitive=true)"]),
    "string": (TEXTS[:2] + NUMBERS + LISTS + DICTS + OTHER[:1], [""]),
    "striptags": (TEXTS[5:6] + ["'a <!-- x > y --> b'", "'1 < 2 > 3'", "'&lt;p&gt; &copy; &#65;&nbsp;z'", "'<p>a</p>\\n\\n <p>b</p>'"], [""]),
    "sum": (LISTS[:2] + LISTS[3:], ["", "(start=10)", "(none, 1)"]),
    "title": (TEXTS + ["'foo-bar (baz) [qux] {a} <b>'", "\"it's o'neil\""], [""]),
    "tojson": (TEXTS + NUMBERS + LISTS[:5] + DICTS + OTHER[:1], ["", "(indent=2)", "(ensure_ascii=true, sort_keys=true)", "(indent=1, separators=(',', ':'))"]),
    "trim": (TEXTS + ["'xxaxx'"], ["", "('x')", "(chars='ax')"]),
    "truncate": ([WORDS, "'short'"], ["", "(20)", "(20, true)", "(20, false, '…')", "(length=11, killwords=true, end='', leeway=0)", "(60, leeway=3)", "(5, false, '...', 0)"]),
    "unique": (LISTS + TEXTS[:3], [" | list", "(true) | list", "(case_sensitive=true) | list"]),
    "upper": (TEXTS + NUMBERS[:2], [""]),
    "urlencode": (TEXTS + DICTS[:3] + NUMBERS[:2] + ["[('a', 1), ('b c', '/')]"], [""]),
    "urlize": ([PAGE], ["", "(20)", "(trim_url_limit=12, nofollow=true)", "(target='_blank')", "(rel='me you')", "(extra_schemes=['ftp:'])"]),
    "wordcount": (TEXTS + [WORDS], [""]),
    "wordwrap": ([WORDS, "'averyveryverylongword and short'", "'a\\n\\nb c d e f'"], ["(12)", "(width=9, break_long_words=false)", "(12, true, '|')", "(10, true, none, false)", "(width=7, break_on_hyphens=false, wrapstring='/')"]),
    "xmlattr": (["{'a': 1, 'b': none, 'c': '<\"x\\'>', 'd': missing}", "{}", "{'a b': 1}", "{'a/b': 1}", "{'x>': 1}", "[1]"], ["", "(false)", "(autospace=true)"]),
}
SORTED = ["sort(attribute='v') | map(attribute='n') | join", "sort(attribute='g,v') | length", "sort(attribute='n', reverse=true) | first",
          "max(attribute='v')", "min(attribute='v') ", "unique(attribute='v') | list", "sum(attribute='v')", "sum('v', 5)", "map('upper')|list",
          "sort('v')|list", "max(false, 'n')"]
TESTS = ["boolean", "callable", "defined", "undefined", "even", "odd", "false", "true", "float", "integer", "number", "iterable", "lower", "upper",
         "mapping", "none", "sequence", "string", "escaped", "divisibleby 3", "divisibleby(2)", "eq 1", "equalto 'a'", "ne 1", "lt 2", "le 2", "gt 1",
         "ge 42", "greaterthan 0", "lessthan 9", "sameas none", "sameas true", "in [1, 'a']", "in 'abc'", "filter", "test"]
VALUES = ["0", "1", "42", "2.5", "true", "false", "none", "missing", "'a'", "'AB'", "''", "'sort'", "'odd'", "[1]", "(1,)", "{'a': 1}", "range(3)", "range", "'x' | e"]
METHODS = {
    "'a,b,,c'": ["split(',')", "split(',', 2)", "split(sep=',', maxsplit=1)", "rsplit(',', 1)", "partition(',')", "rpartition(',')", "split()", "count(',')",
                 "count(',', 2)", "count(',', 2, 4)", "find(',', 2, 3)", "rfind(',', 0, 4)", "index('b')", "rindex('z')", "replace(',', ';')",
                 "replace(',', ';', 1)", "startswith('a')", "startswith('b', 2)", "startswith(('x', 'a'))", "endswith('c')", "endswith(',', 0, 4)",
                 "endswith(('c', 'd'), 3)", "removeprefix('a,')", "removesuffix(',c')", "join(['1', '2'])", "upper()", "zfill(10)"],
    "'Ab c\\tD'": ["lower()", "upper()", "swapcase()", "title()", "capitalize()", "casefold()", "expandtabs()", "expandtabs(4)", "expandtabs(tabsize=1)",
                  "ljust(10, '.')", "rjust(10)", "center(11, '*')", "isalpha()", "isspace()", "istitle()", "isupper()", "islower()", "isascii()", "isprintable()",
                  "splitlines()", "strip('AD')", "lstrip('A')", "rstrip('D')"],
    "'x1'": ["isidentifier()", "isalnum()", "isdigit()", "isdecimal()", "isnumeric()", "isprintable()", "zfill(5)", "format(1)", "format_map({})"],
    "'a\\nb\\r\\nc\\n'": ["splitlines()", "splitlines(true)", "splitlines(keepends=true)"],
    "'{}-{0}'": ["format(1)"],
    "'{:>6}|{:<6}|{:^6}|{:+d}|{:08.3f}|{:e}|{:x}|{:#x}|{:,}|{:%}'": ["format('a', 'b', 'c', 5, 3.14159, 12345.678, 255, 255, 1234567, 0.5)"],
    "'{a[0]}{b.c}{a[1]!r}{0:>{1}}'": ["format(7, 4, a=[1, 'x'], b={'c': 2})"],
    "'{x}{{}}'": ["format(x=1)", "format_map({'x': 2})"],
    "[1, 2, 1]": ["count(1)", "index(2)", "index(1, 1)", "append(3)", "copy()"],
    "(1, 2)": ["count(1)", "index(2)"],
    "{'a': 1}": ["get('a')", "get('b')", "get('b', 2)", "keys()", "values()", "items()", "copy()", "update({})"],
    "5": ["bit_length()"], "2.5": ["is_integer()"],
}
WHOLE = [
    "{% for x in [1, 2, 3] %}{{ loop.index }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.cycle('a', 'b') }}{{ loop.changed(x // 2) }}{{ loop.previtem }}{{ loop.nextitem }} {% endfor %}",
    "{% for x in [] %}x{% else %}none{% endfor %}", "{% for x in [1, 2, 3, 4] if x is even %}{{ loop.length }}{{ x }}{% endfor %}",
    "{% set c = cycler('a', 'b', 'c') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.next() }}",
    "{% set j = joiner() %}{% for x in 'abc' %}{{ j() }}{{ x }}{% endfor %}", "{% set j = joiner(sep='|') %}{{ j() }}{{ j() }}a{{ j() }}",
    "{% set ns = namespace(a=1, b=2) %}{% set ns.a = 5 %}{{ ns.a }}{{ ns.b }}", "{% set ns = namespace({'k': 1}, z=2) %}{{ ns.k }}{{ ns.z }}",
    "{{ dict(a=1, b=2) }}{{ dict({'x': 1}, y=2) }}{{ dict([('p', 1)]) }}", "{{ range(2, 10, 3) | list }}{{ range(5, 0, -2) | list }}",
    "{% autoescape true %}{{ '<' }}{{ '<' | safe }}{% endautoescape %}{{ '<' }}", "{% autoescape false %}{{ '<' }}{% endautoescape %}",
    "{% block a %}in{% endblock %}", "{% block a %}x{% endblock a %}", "{% block a scoped %}x{% endblock %}", "{% block a required %}x{% endblock %}", "{% for x in [1] %}{% block a %}{{ x }}{% endblock %}{% block b scoped %}{{ x }}{% endblock %}{% endfor %}",
    "{% block a %}{% block b %}i{% endblock %}o{% endblock %}",
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, z=4) }}",
    "{% call(x) m() %}{% endcall %}", "{% filter upper | trim %} a {% endfilter %}", "{% with a=1, b=2 %}{{ a + b }}{% endwith %}",
    "{% set a, b = 1, 2 %}{{ b }}{{ a }}", "{% set x | upper %}q{% endset %}{{ x }}", "{% raw %}{{ x }}{% endraw %}", "{# c #}x",
    "{{ lipsum(n=0) }}|", "{{ lipsum(html=false, n=1, min=3, max=4) | wordcount }}", "{{ lipsum(2) is string }}{{ lipsum(n=3, html=true, min=2, max=5)[:3] }}",
    "{{ [7] | random }}{{ 'q' | random }}", "{{ [] | random is defined }}", "{{ {} | random }}",
    "{{ 'a' ~ 1 ~ none ~ 2.0 ~ [1] }}", "{{ 1 if false else 2 }}{{ 1 if false }}", "{{ [1, 2, 3][::2] }}{{ 'abc'[::-1] }}{{ [1, 2, 3][-2:] }}",
    "{{ 7 // 2 }}{{ -7 // 2 }}{{ 7 % -3 }}{{ 2 ** 10 }}{{ 7 / 2 }}{{ 2 ** -1 }}", "{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}{{ 'a' in 'abc' }}{{ not 1 }}",
    "{{ (1, 2) + (3,) }}{{ [1] * 3 }}{{ 'ab' * 2 }}{{ '%d%%' % 5 }}{{ '%s %s' % (1, 'a') }}{{ '%(a)s' % {'a': 1} }}",
    "{{ {'a': {'b': [1, {'c': 2}]}}.a.b[1].c }}{{ {'a b': 1}['a b'] }}{{ missing.x is defined }}",
    "{{ missing is defined and missing.x }}{{ (missing | default({})).x }}", "{{ [1, 2] == [1, 2] }}{{ {'a': 1} == {'a': 1} }}{{ 1 == 1.0 }}{{ '1' == 1 }}",
    "{{ [3, [1]] | pprint }}{{ 'x' * 3 | int }}", "{% for k, v in {'a': 1, 'b': 2} | items %}{{ k }}{{ v }}{% endfor %}",
    "{% for k, v in {'b': 1, 'a': 2} | dictsort %}{{ k }}{{ v }}{% endfor %}", "{% for g in " + ROWS + " | groupby('v') %}{{ g.grouper }}{{ g.list | length }}{% endfor %}",
    "{% for a in [1, 2, 3] %}{% if a == 2 %}{% continue %}{% endif %}{{ a }}{% endfor %}{% for a in [1, 2] %}{% break %}{% endfor %}",
    "{{ ['a' * 30, 'b' * 30, 'c' * 30] | pprint }}", "{{ {'b' * 30: [1, 2], 'a' * 30: {'z': 1, 'y': 2}} | pprint }}", "{{ ('word ' * 30) | pprint }}",
    "{{ {'k': 'word ' * 30} | pprint }}", "{{ range(40) | list | pprint }}", "{{ [(1,), ('a' * 60, 'b' * 30)] | pprint }}", "{{ [[['x' * 40], 'y' * 40]] | pprint }}",
]


def templates():
    for name, (values, arguments) in FILTERS.items():
        for value, argument in itertools.product(values, arguments):
            yield "{{ (%s) | %s%s }}" % (value, name, argument)
    for use in SORTED:
        yield "{{ %s | %s }}" % (ROWS[:-22] + "]" if "'g'" not in use else ROWS, use)
    for test, value in itertools.product(TESTS, VALUES):
        yield "{{ (%s) is %s }}" % (value, test)
    for value, calls in METHODS.items():
        for call in calls:
            yield "{{ (%s).%s }}" % (value, call)
    yield from WHOLE


def main():
    print("/// What jinja2 3.1.6 makes of its built-ins with each of their arguments; `null` is an error.")
    print("///\n/// Written by `Tests/Fixtures/jinja/builtins.py`. Values print between marks, and `|` stands between cases.")
    print("enum BuiltinCases {\n    static let text = ##\"\"\"")
    for template in dict.fromkeys(templates()):
        try:
            text = ENVIRONMENT.from_string(template).render()
            if " object at 0x" in text:
                continue
        except Exception:
            text = None
        print("        " + json.dumps([template, text], ensure_ascii=True))
    print('        """##\n}')


main()

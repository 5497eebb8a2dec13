"""Finds the tests in what a record gives as tests.

The plan is a list of readings, the first being the likeliest; a reading is a list of sequences, and a
sequence a list of steps that run one after the other over one state. A step is a dictionary: its
`source`, and what is `called` after it; one that has a `name` is a test, the others prepare the tests
behind them. Recognised are `assert` statements and other statements that can fail at the top, functions
`test...` (pytest's too), methods of unittest's classes, functions that assert and are called by nobody,
HumanEval's `check(candidate)`, doctests, and bare comparisons.
"""
import ast
import builtins
import sys
import textwrap


class Unreadable(Exception):
    """The tests cannot be run, for a reason that says nothing about the program."""


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
RUNNERS = {"main", "testmod", "exit", "run_module_suite"}


# Functions that pytest and unittest call around the tests.
AROUND = {f"{verb}_{what}" for verb in ("setup", "teardown") for what in ("module", "function")} | {
    "setUpModule", "tearDownModule"}


def plan(tests, code, entry=None):
    """The readings of a list of sources or of one source."""
    if not isinstance(tests, list):
        return [[plan_text(tests, code, entry)]]
    steps, bound, leans = [], set(), False
    for source in tests:
        source = textwrap.dedent(source).strip()
        if not source:
            continue
        try:
            text = Text(source, code, entry)
        except SyntaxError:
            # Only its own test fails to be one.
            if ">>>" in source:
                steps += doctests(source)
                continue
            raise
        called = text.called()
        is_test = bool(called) or text.can_fail() or text.acts()
        steps.append({"source": text.body(), "called": [call for _, call in called]}
                     | ({"name": source} if is_test else {}))
        leans |= bool(bound & (text.loaded() - text.bound()))
        if is_test or text.calls():
            bound |= text.bound()
    # Each by itself, unless one leans on what another made: then they are one sequence. A list does not
    # say which is meant, so what passes as one sequence has passed.
    together = [steps]
    return [together] if leans else [apart(steps), together]


def apart(steps):
    """A sequence for every test, with what prepares it."""
    found, setup = [], []
    for step in steps:
        if "name" in step:
            found.append(setup + [step])
        else:
            setup.append(step)
    return found


def plan_text(source, code, entry):
    source = textwrap.dedent(source)
    try:
        text = Text(source, code, entry)
    except SyntaxError as problem:
        if ">>>" in source:
            return doctests(source)
        part = without_prose(source)
        if part is None:
            raise problem
        text = Text(part, code, entry)
    steps = []
    for node in text.nodes:
        part = text.source_of(node)
        if text.fails(node):
            steps.append({"name": first_line(part, node), "source": part, "called": []})
        elif not text.is_compare(node) and not text.repeats(node):
            steps.append({"source": part, "called": []})
    steps += [{"name": name, "source": "", "called": [call]} for name, call in text.called()]
    if any("name" in step for step in steps):
        return steps
    if ">>>" in source:
        return doctests(source)
    # "add(1, 2) == 3" on a line of its own claims something.
    steps = []
    for node in text.nodes:
        part = text.source_of(node)
        if text.is_compare(node):
            steps.append({"name": "assert " + part, "source": "assert " + part, "called": []})
        elif not text.repeats(node):
            steps.append({"source": part, "called": []})
    return steps


def without_prose(source):
    """The lines from the first that begins a statement to the last with which they are Python."""
    begins = ("def ", "class ", "import ", "from ", "async def ", "@", "assert ", "for ", "with ")
    lines = source.split("\n")
    first = next((place for place, line in enumerate(lines) if line.startswith(begins)), None)
    if first is None:
        return None
    for end in range(len(lines), max(first, len(lines) - 200), -1):
        part = "\n".join(lines[first:end])
        try:
            ast.parse(part)
        except SyntaxError:
            continue
        return part
    return None


def doctests(source):
    """The examples; those with a result are tests."""
    import doctest
    steps = []
    for example in doctest.DocTestParser().get_examples(source):
        step = {"source": example.source, "called": [], "want": example.want,
                "raises": example.exc_msg,
                "options": sum(flag for flag, on in example.options.items() if on)}
        if example.want or example.exc_msg:
            step["name"] = ">>> " + example.source.strip()
        steps.append(step)
    return steps


def first_line(source, node):
    return source if isinstance(node, ast.Assert) else source.strip().split("\n")[0]


class Text:
    """The statements of one source of tests."""

    def __init__(self, source, code, entry):
        self.source, self.code, self.entry = source, code, entry
        self.tree = ast.parse(source)
        self.nodes = []
        for node in self.tree.body:
            if self.is_main_guard(node):
                self.nodes += node.body
            elif not self.only_runs(node):
                self.nodes.append(node)
        self.nodes = [node for node in self.nodes if not self.only_runs(node)]
        self.functions = {node.name: node for node in self.nodes
                          if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
        self.classes = {node.name: node for node in self.nodes if isinstance(node, ast.ClassDef)}
        self.asserting = self.asserting_functions()

    def is_main_guard(self, node):
        return (isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
                and isinstance(node.test.left, ast.Name) and node.test.left.id == "__name__")

    def only_runs(self, node):
        """Whether a statement only starts a test runner, which the judge is itself."""
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            return call.func.attr in RUNNERS and isinstance(call.func.value, ast.Name) and (
                call.func.value.id in ("unittest", "pytest", "doctest", "sys"))
        return False

    def source_of(self, node):
        source = ast.get_source_segment(self.source, node)
        # Statements of a guarded block stand further in.
        source = textwrap.dedent(" " * node.col_offset + source)
        decorators = ["@" + ast.get_source_segment(self.source, each)
                      for each in getattr(node, "decorator_list", [])]
        return "\n".join(decorators + [source])

    def body(self):
        return "\n".join(self.source_of(node) for node in self.nodes if not self.repeats(node))

    # ---- Names

    def names(self, context):
        return {node.id for node in ast.walk(self.tree)
                if isinstance(node, ast.Name) and isinstance(node.ctx, context)}

    def loaded(self):
        return self.names(ast.Load)

    def bound(self):
        """The names that the statements at the top give a value."""
        found = {node.id for top in self.nodes for node in self.walk(top)
                 if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for node in self.nodes:
            if isinstance(node, DEFINITIONS):
                found.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                found |= {(each.asname or each.name).partition(".")[0] for each in node.names}
        return found

    def calls(self):
        """Whether a statement at the top calls something, so that a name may hold a state."""
        return any(isinstance(each, ast.Call) for node in self.nodes
                   if not isinstance(node, DEFINITIONS) for each in self.walk(node))

    # ---- What can fail

    def walk(self, node):
        """A node and what it runs: not the bodies of the functions that it defines."""
        yield node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, DEFINITIONS + (ast.Lambda,)):
                yield from self.walk(child)

    def asserts(self, node, functions):
        for each in self.walk(node):
            if isinstance(each, (ast.Assert, ast.Raise)):
                return True
            if isinstance(each, ast.Call):
                name = getattr(each.func, "id", getattr(each.func, "attr", ""))
                if name in functions or name.lower().startswith("assert") or (
                        name in ("raises", "fail") and isinstance(each.func, ast.Attribute)):
                    return True
        return False

    def asserting_functions(self):
        found = set()
        while True:
            more = {name for name, node in self.functions.items() if name not in found
                    and any(self.asserts(child, found) for child in node.body
                            if not isinstance(child, DEFINITIONS))}
            if not more:
                return found
            found |= more

    def fails(self, node):
        """Whether a statement at the top is a test."""
        if isinstance(node, DEFINITIONS + (ast.Import, ast.ImportFrom)) or self.repeats(node):
            return False
        return self.asserts(node, self.asserting)

    def can_fail(self):
        return any(self.fails(node) for node in self.nodes)

    def acts(self):
        """Whether something is done that is neither a definition nor a value."""
        quiet = DEFINITIONS + (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Pass)
        return any(not isinstance(node, quiet) and not (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            for node in self.nodes)

    def is_compare(self, node):
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Compare)

    def repeats(self, node):
        """Whether a statement calls a test function that is a test of its own: "test_add()"."""
        call = node.value if isinstance(node, ast.Expr) else None
        return (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                and not call.args and not call.keywords and self.is_test(call.func.id))

    # ---- What is called

    def is_test(self, name):
        return name in self.functions and name.startswith("test") and not self.is_fixture(name)

    def is_fixture(self, name):
        marks = [each.func if isinstance(each, ast.Call) else each
                 for each in self.functions[name].decorator_list]
        return any("fixture" in (getattr(each, "id", ""), getattr(each, "attr", "")) for each in marks)

    def called(self):
        """Test functions, methods of test classes, and functions that assert but are not called."""
        found = []
        used = {node.id for top in self.nodes for node in ast.walk(top) if isinstance(node, ast.Name)}
        for node in self.nodes:
            if isinstance(node, ast.ClassDef):
                found += self.methods(node)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                name = node.name
                if name in AROUND:
                    continue
                needed = len(node.args.args) - len(node.args.defaults)
                if self.is_test(name) and (needed == 0 or name not in used):
                    if needed == 1 and node.args.args[0].arg in ("candidate", "func", "solution", "fn"):
                        found.append(self.check(name))
                    else:
                        found.append((name + "()", {"function": name}))
                elif name in self.asserting and name not in used and not self.is_fixture(name):
                    if needed == 0:
                        found.append((name + "()", {"function": name}))
                    elif needed == 1:
                        found.append(self.check(name))
        return found

    def methods(self, node):
        bases = [ast.unparse(each) for each in node.bases]
        parents = [self.classes[base] for base in bases if base in self.classes and base != node.name]
        is_unittest = self.is_unittest(node, 8)
        if not is_unittest and not node.name.startswith("Test") or any(
                isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body):
            return []
        names = []
        for each in parents + [node]:
            names += [child.name for child in each.body
                      if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
                      and child.name.startswith("test") and child.name not in names]
        if is_unittest:
            # unittest's order.
            names = sorted(names) or ["runTest"] * any(
                getattr(child, "name", "") == "runTest" for each in parents + [node] for child in each.body)
        kind = "case" if is_unittest else "method"
        return [(f"{node.name}.{name}", {kind: [node.name, name]}) for name in names]

    def is_unittest(self, node, depth):
        bases = [ast.unparse(each) for each in node.bases]
        return any(base.endswith("TestCase") for base in bases) or depth > 0 and any(
            self.is_unittest(self.classes[base], depth - 1) for base in bases
            if base in self.classes and self.classes[base] is not node)

    def check(self, name):
        """HumanEval's form: a function that is given the one to be tested."""
        candidate = self.entry or self.candidate()
        if candidate is None:
            raise Unreadable(f"{name}(...) needs the name of the function to test: the field \"entryPoint\"")
        return f"{name}({candidate})", {"check": [name, self.expression(candidate)]}

    def expression(self, candidate):
        """What makes the function to test; LeetCode's "Solution.add" is a method of an object."""
        try:
            tree = ast.parse(candidate.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise Unreadable("the field \"entryPoint\" is no Python expression, found "
                             + repr(candidate)) from None
        if isinstance(tree, ast.Attribute) and isinstance(tree.value, ast.Name):
            for function in self.methods_of_program(tree.value.id):
                takes = [each.arg for each in function.args.args]
                if function.name == tree.attr and takes[:1] == ["self"]:
                    return f"{tree.value.id}().{tree.attr}"
        return candidate.strip()

    def methods_of_program(self, name):
        try:
            tree = ast.parse(self.code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []
        return [child for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name
                for child in node.body if isinstance(child, ast.FunctionDef)]

    def candidate(self):
        """The only function of the program that no other of its functions calls."""
        try:
            tree = ast.parse(self.code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return "solution"
        functions = [node for node in tree.body
                     if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        called = {each.id for node in functions for each in ast.walk(node)
                  if isinstance(each, ast.Name) and each.id != node.name}
        free = [node.name for node in functions if node.name not in called]
        return free[0] if len(free) == 1 else None


def program_imports(code):
    """The import statements at the top of the program, for names that it shares with its tests."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    hidden = set(dir(builtins))
    found = []
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for each in node.names:
                bound = (each.asname or each.name).partition(".")[0]
                if bound not in hidden and each.name != "*" and not getattr(node, "level", 0):
                    one = (ast.ImportFrom(module=node.module, names=[each], level=0)
                           if isinstance(node, ast.ImportFrom) else ast.Import(names=[each]))
                    found.append((bound, ast.unparse(one)))
    return found


def names_used(source):
    """The names that a source reads."""
    try:
        return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def modules_of(code):
    """The modules that a program imports, at the top or within its functions."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def missing_module(code, problem):
    """The module that a program imports, that is not here, and of which a problem speaks.

    Whether the program would be right with it cannot be told. The program's own word is not enough: it
    has to import the module.
    """
    for module in sorted(modules_of(code)):
        package = module.partition(".")[0]
        if problem == f"ModuleNotFoundError: No module named {package!r}" or (
                module.startswith(".") and problem.startswith("ImportError: attempted relative import")):
            return module
    return None


def words(code):
    """Every name and attribute that a source speaks of."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {getattr(node, "id", None) or getattr(node, "attr", None) for node in ast.walk(tree)} - {None}

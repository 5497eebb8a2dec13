"""What a test and the program would share if they were one process, and do not.

A test that replaces `random.random`, or seeds `random`, changes its own process. The environment, the
working folder, standard input and warnings go over with the messages (link.py); what does not is
noticed here, and the test is then not judged.
"""
import builtins
import operator
import random
import sys
import warnings

import planned
from link import Unjudged

# Names that change by themselves, or go over.
OWN = {"sys": {"stdin", "stdout", "stderr", "path", "modules", "flags"},
       "warnings": {"filters", "showwarning"}, "builtins": {"input", "exit", "quit"}}


class Shared:
    """Watches the modules that a program imports, as its tests' process has them."""

    def __init__(self, link, code, tests):
        self.link = link
        self.doubt = None  # why a failure is not believed
        self.refusal = None  # why the present test is not judged
        self.standing = None  # why none is
        self.warnings, self.seen = [], []
        words = planned.words(code)
        modules = planned.modules_of(code)
        if "random" in modules:
            self.seed, random.seed = random.seed, self.seeded
        for name in sorted(modules):
            if name.partition(".")[0] in sys.stdlib_module_names and name != "builtins":
                try:
                    __import__(name)
                except Exception:
                    continue
                self.watch(name, None)
        self.watch("builtins", words)
        self.has_decimal = "decimal" in modules and "decimal" in sys.modules
        self.decimals = self.decimal_rules()
        if "logging" in modules and planned.words(tests) & {
                "assertLogs", "assertNoLogs", "getLogger", "basicConfig", "addHandler"}:
            self.standing = "the tests read the program's log, which stays in its process"

    def watch(self, module, only):
        names = [name for name, value in vars(sys.modules[module]).items()
                 if not name.startswith("_") and value is not None
                 and name not in OWN.get(module, ()) and (only is None or name in only)]
        if len(names) > 1:
            get = operator.itemgetter(*names)
            self.seen.append((module, names, get, get(vars(sys.modules[module]))))
        elif names:
            self.seen.append((module, names, lambda found, name=names[0]: (found[name],),
                              (vars(sys.modules[module])[names[0]],)))

    def decimal_rules(self):
        if not self.has_decimal:
            return None
        context = sys.modules["decimal"].getcontext()
        return context.prec, context.rounding

    def check(self):
        """Before the program is asked for something."""
        for module, names, get, values in self.seen:
            try:
                found = get(vars(sys.modules[module]))
            except KeyError:
                found = None
            if found is None or any(map(operator.is_not, found, values)):
                name = next((name for name, one, other in zip(names, found or (), values)
                             if one is not other), names[0])
                self.refuse(f"the tests replace '{module}.{name}', "
                            "which stays as it is in the program's process")
        if self.decimal_rules() != self.decimals:
            self.refuse("the tests change the rules of 'decimal', which stay in their process")

    def refuse(self, reason):
        self.refusal = reason
        raise Unjudged(reason)

    def seeded(self, *arguments, **named):
        """Seeds both; which draws first is not known, so only what passes is believed."""
        self.seed(*arguments, **named)
        self.link.ask({"q": "seed"}, list(arguments) + list(named.values()))
        self.doubt = "the tests seed 'random', of which the program has its own"

    def waiting(self):
        """Before a coroutine of the program is awaited, which holds up every other task here."""
        import asyncio
        if len(asyncio.all_tasks()) > 1:
            self.doubt = "the tests await several things at once, which run one after the other here"

    def hear(self, message):
        for name, stream in (("o", sys.stdout), ("e", sys.stderr)):
            if isinstance(message.get(name), str):
                stream.write(message[name])
        if isinstance(message.get("w"), list):
            self.warnings += message["w"]

    def finish(self):
        """Warns of what the program warned of: as a test's filters say, by an exception too."""
        said, self.warnings = self.warnings, []
        for each in said:
            warnings.warn_explicit(str(each["m"]), self.category(each), "solution.py", 1, registry={})

    def category(self, warning):
        kind = self.link.problem_class(warning["c"])
        return kind if issubclass(kind, Warning) else UserWarning

"""Makes Sources/Words/Verifiers/Languages/LanguageProfiles.swift: how often letters and runs of two and three
letters occur in 55 languages.

The frequencies are those of langdetect 1.0.9 (PyPI; Apache License 2.0; counted in Wikipedia), reduced to
the runs that tell languages apart and rounded to steps of a third of a neper. Not needed to build.

    pip install langdetect==1.0.9
    python3 language_profiles.py > ../../Sources/Words/Verifiers/Languages/LanguageProfiles.swift
"""

import json
import math
import os
import textwrap

import langdetect
from langdetect.utils.ngram import NGram

# What IFEval asks for; these get more runs than the others.
ASKED = "en es pt ar hi fr ru de ja it bn uk th ur ta te bg ko pl he fa vi ne sw kn mr gu pa ml fi".split()
# A script of their own gives these away.
OWN_SCRIPT = "bn gu kn ml pa ta te th he el ko ja zh-cn zh-tw".split()
# Close relatives need more to be told apart.
RELATED = "ru bg uk mk de nl".split()
FLOOR = 5e-5

folder = os.path.join(os.path.dirname(langdetect.__file__), "profiles")
profiles = {}
for name in sorted(os.listdir(folder)):
    read = json.load(open(os.path.join(folder, name), encoding="utf-8"))
    profiles[name] = {
        run: count / read["n_words"][len(run) - 1]
        for run, count in read["freq"].items()
        if run != " " and all(NGram.normalize(c) == c for c in run)
    }


def is_capital(run):
    return all(c == " " or c.isupper() for c in run)


def mean(run):
    return sum(profile.get(run, 0) for profile in profiles.values()) / len(profiles)


chosen = set()
for language, profile in profiles.items():
    weight = {run: p * math.log((p + FLOOR) / (mean(run) + FLOOR)) for run, p in profile.items()}
    ranked = sorted(profile, key=lambda run: (-weight[run], run))
    count = 500 if language in RELATED else 200 if language in ASKED else 100
    count = 60 if language in OWN_SCRIPT else count
    chosen |= set(ranked[:count])
    chosen |= {run for run, p in profile.items() if is_capital(run) and p >= FLOOR}
chosen |= {run for run in profiles["ko"] if set(run) <= set(" 가")}

print(
    '''/// How often runs of one to three letters occur in the languages that are told apart.
///
/// Each line: a language; then steps, each followed by its runs. A run of step `n` has the share
/// `exp(-n / 3)` of the runs of its length; `_` is the edge of a word. Made by
/// Tests/Fixtures/language_profiles.py from frequencies of langdetect 1.0.9 (Apache License 2.0).
enum LanguageProfiles {
    static let text = """'''
)
for language in profiles:
    steps = {}
    for run in sorted(chosen & set(profiles[language])):
        share = profiles[language][run]
        if share >= FLOOR:
            steps.setdefault(round(-math.log(share) * 3), []).append(run.replace(" ", "_"))
    words = [f"{language}:"]
    for step in sorted(steps):
        words += [str(step)] + steps[step]
    lines = textwrap.wrap(" ".join(words), 90, break_long_words=False, break_on_hyphens=False)
    print("\n".join("        " + line for line in lines))
print('        """\n}')

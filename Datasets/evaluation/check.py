#!/usr/bin/env python3
"""Check the evaluation sets: forms, counts, calculation marks, solutions, overlap with training text.

    python3 Datasets/evaluation/check.py

Overlap is a run of 13 words (letters or digits, any case) that also occurs in Datasets/*.jsonl,
Datasets/*.json, Prompts/**, Pipelines/** or the wordings of instructions in Sources/Words/Verifiers.
Prints a line a file; exits with 1 if anything is wrong.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GRAM = 13
problems = []


def rows(name):
    path = HERE / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def expect(condition, name, row, message):
    if not condition:
        problems.append(f"{name}: {str(row)[:90]}: {message}")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def grams(text):
    words = re.findall(r"[^\W_]+", text.lower())
    return {" ".join(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}


def training_grams():
    found = set()
    for path in sorted((ROOT / "Datasets").glob("*.json*")):
        text = path.read_text("utf-8")
        values = [json.loads(text)] if path.suffix == ".json" else map(json.loads, text.splitlines())
        for value in values:
            for string in strings(value):
                found |= grams(string)
    for folder in ("Prompts", "Pipelines", "Sources/Words/Verifiers"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in {".jinja", ".json", ".jsonl", ".md", ".swift", ".txt", ".csv"}:
                found |= grams(path.read_text("utf-8"))
    return found


def check_ifeval(data):
    seen = collections.Counter()
    for row in data:
        expect(list(row) == ["key", "prompt", "instruction_id_list", "kwargs"], "ifeval", row, "keys")
        expect(len(row["kwargs"]) == len(row["instruction_id_list"]), "ifeval", row, "one kwargs each")
        seen.update(row["instruction_id_list"])
        for id, kwargs in zip(row["instruction_id_list"], row["kwargs"]):
            if id == "combination:repeat_prompt":
                expect(row["prompt"].startswith(kwargs["prompt_to_repeat"]), "ifeval", row, "repeat")
            for key, value in kwargs.items():
                if key.endswith("relation"):
                    expect(value in ("less than", "at least"), "ifeval", row, "relation")
    expect(not data or (len(seen) == 25 and min(seen.values()) >= 6), "ifeval", seen, "25 kinds, 6 each")


def check_arithmetic(data):
    for row in data:
        marks = re.findall(r"<<([^=<>]+)=([^<>]+)>>(-?[\d,]*)", row["answer"])
        expect(marks, "arithmetic", row, "no calculation mark")
        for left, right, shown in marks:
            expect(re.fullmatch(r"[\d+\-*/(). ]+", left), "arithmetic", row, f"mark {left}")
            expect(abs(eval(left) - float(right)) < 1e-9, "arithmetic", row, f"{left} is not {right}")
            expect(shown.replace(",", "") == right, "arithmetic", row, f"{right} is followed by {shown}")
        last = row["answer"].split("\n#### ")[-1]
        expect(re.fullmatch(r"\d+", last), "arithmetic", row, "answer is no integer")
        expect(marks and marks[-1][1] == last, "arithmetic", row, "last mark is not the answer")


def check_choices(name, data, choices, answer):
    places = collections.Counter()
    right = wrong = longest = 0
    for row in data:
        texts, index = choices(row), answer(row)
        expect(len({t.lower() for t in texts}) == len(texts), name, row, "equal choices")
        expect(0 <= index < len(texts), name, row, "no such choice")
        places[index] += 1
        right += len(texts[index])
        wrong += sum(map(len, texts)) - len(texts[index])
        longest += len(texts[index]) > max(len(t) for i, t in enumerate(texts) if i != index)
    if data:
        count = len(data)
        mean = wrong / sum(len(choices(row)) - 1 for row in data)
        print(f"  right answers by position {dict(sorted(places.items()))}; mean characters right "
              f"{right / count:.1f}, wrong {mean:.1f}; right is the longest {longest} of {count}")
        expect(max(places.values()) - min(places.values()) <= 2, name, places, "uneven positions")


def run_python(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=20).returncode == 0


def check_humaneval(data):
    for row in data:
        call = f"\ncheck({row['entry_point']})\n"
        expect(run_python(row["prompt"] + row["canonical_solution"] + "\n" + row["test"] + call),
               "humaneval", row, "the solution fails")
        expect(not run_python(row["prompt"] + "    return None\n\n" + row["test"] + call),
               "humaneval", row, "an empty solution passes")


def check_mbpp(data):
    for row in data:
        expect(len(row["test_list"]) == 3, "mbpp", row, "3 tests")
        program = row["test_setup_code"] + "\n" + row["code"] + "\n"
        expect(run_python(program + "\n".join(row["test_list"])), "mbpp", row, "the solution fails")


def check_math(data):
    for row in data:
        expect(row["solution"].count("\\boxed{") == 1, "math", row, "one boxed answer")
        expect(row["level"] in {f"Level {n}" for n in range(1, 6)}, "math", row, "level")


def check_safety(data):
    if data:
        print(f"  {dict(collections.Counter((r['category'], r['unsafe']) for r in data))}")


def check_two_turn(data):
    for row in data:
        expect(len(row["turns"]) == 2, "two-turn", row, "two turns")
        needs = row["category"] in ("math", "reasoning", "coding")
        expect(("reference" in row) == needs, "two-turn", row, "reference")
        expect(not needs or len(row["reference"]) == 2, "two-turn", row, "two references")
    if data:
        print(f"  {dict(collections.Counter(r['category'] for r in data))}")


def check_prose(data):
    for row in data:
        expect(120 <= len(row["text"].split()) <= 250, "prose", row, f"{len(row['text'].split())} words")


CHECKS = {
    "ifeval": check_ifeval,
    "arithmetic": check_arithmetic,
    "math": check_math,
    "arc": lambda d: check_choices(
        "arc", d, lambda r: r["choices"]["text"], lambda r: r["choices"]["label"].index(r["answerKey"])),
    "mmlu": lambda d: check_choices("mmlu", d, lambda r: r["choices"], lambda r: r["answer"]),
    "hellaswag": lambda d: check_choices("hellaswag", d, lambda r: r["endings"], lambda r: int(r["label"])),
    "winogrande": lambda d: check_choices(
        "winogrande", d, lambda r: [r["option1"], r["option2"]], lambda r: int(r["answer"]) - 1),
    "humaneval": check_humaneval,
    "mbpp": check_mbpp,
    "safety": check_safety,
    "two-turn": check_two_turn,
    "prose": check_prose,
}


def main():
    training = training_grams()
    print(f"training text: {len(training)} runs of {GRAM} words")
    for name, check in CHECKS.items():
        data = rows(name)
        print(f"{name}: {len(data)} rows")
        check(data)
        texts = [json.dumps(row, sort_keys=True) for row in data]
        expect(len(set(texts)) == len(texts), name, "", "equal rows")
        for row in data:
            for string in strings(row):
                for gram in sorted(grams(string) & training)[:1]:
                    expect(False, name, row, f"in training text: {gram}")
    print("\n".join(problems) or "no problems")
    sys.exit(bool(problems))


main()

"""Makes datasets of every kind for the report to show, with synthgen itself and no model.

datasets.py SYNTHGEN FOLDER [ROWS]   ROWS of the large one, 3,000 if not given
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys

WORDS = (
    "river tide cloud engine ladder copper violin garden letter market winter signal bridge "
    "harbour lantern meadow pepper quarry ribbon saddle timber voyage window yellow anchor basket "
    "candle desert ember falcon granite hollow island jungle kettle marble needle orchard pillar"
).split()
TASKS = ["open_qa", "writing", "closed_qa", "math_code"]
AREAS = ["Sea", "Sky", "Kitchen", "Machines", "Letters", "Music", "Gardens", "Numbers"]
EVIL = (
    "</script></style></title>--><script>window.pwned = 1</script>"
    "<img src=https://example.org/x.png onerror='window.pwned=1'><svg onload=alert(1)>"
    "{{7*7}} \0\x1b[31mred \u202ebackwards \u2066 \ufeff e" + "\u0301" * 300 + " שלום مرحبا 你好 👩‍💻 "
    + "W" * 3_000
)


def text(random, low, high):
    count = random.randint(low, high)
    words = [random.choice(WORDS) for _ in range(count)]
    return " ".join(words).capitalize() + "."


def message(role, content):
    return [{"role": role, "content": content}]


def judge(random):
    return random.choices(
        [("reward_model", "reward-340b"), ("ground_truth", ""), ("llm_judge", "judge-70b")],
        [6, 2, 3])[0]


def attributes(random, quality):
    means = [quality, quality, quality + 0.8, 1.6, 1.4 + quality / 5]
    names = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"]
    return {
        name: round(min(4.3, max(-0.3, random.gauss(mean, 0.45))), 3)
        for name, mean in zip(names, means)
    }


def worth(values):
    weights = [0.3, 0.74, 0.46, 0.47, -0.33]
    return round(sum(w * v for w, v in zip(weights, values.values())), 4)


def pair(random, number):
    task = random.choices(TASKS, [5, 3, 2, 2])[0]
    source = random.choice(["synthetic", "synthetic", "lmsys"])
    quality = random.gauss(2.4 if source == "synthetic" else 2.2, 0.7)
    better, worse = attributes(random, quality + 0.5), attributes(random, quality - 0.5)
    if worth(better) < worth(worse):
        better, worse = worse, better
    kind, model = judge(random)
    margin = worth(better) - worth(worse)
    longer = int(20 + 25 * max(0, margin + random.gauss(0, 2)))
    area = random.choice(AREAS)
    return {
        "kind": "preference", "task": task, "source": source,
        "topic": [area, f"{area} {random.choice(WORDS)}"],
        "prompt": message("user", f"Question {number}: " + text(random, 8, 30)),
        "chosen": message("assistant", text(random, longer, longer + 40)),
        "rejected": message("assistant", text(random, 20, 90)),
        "chosen_reward": worth(better), "rejected_reward": worth(worse),
        "margin": round(margin, 4),
        "chosen_attributes": better, "rejected_attributes": worse,
        "judge": {"kind": kind, "model": model},
    }


def pairs(rows):
    source = random.Random(340)
    for number in range(rows):
        row = pair(source, number)
        yield row
        if number % 10 == 0:  # A second judge, who sometimes disagrees.
            other = dict(row, judge={"kind": "llm_judge", "model": "judge-8b"}, second=True)
            if source.random() < 0.2:
                other["chosen"], other["rejected"] = row["rejected"], row["chosen"]
            yield other


def dialogues():
    source = random.Random(1)
    for number in range(120):
        turns = []
        for turn in range(3):
            turns += message("user", f"{number}.{turn} " + text(source, 5, 20))
            turns += message("assistant", text(source, 20, 60))
        yield {
            "kind": "sft", "task": "dialogue", "topic": [source.choice(AREAS)], "messages": turns,
            "reward": attributes(source, source.gauss(2.6, 0.5)),
        }


def prompts():
    source = random.Random(2)
    for number in range(200):
        yield {"task": source.choice(TASKS), "topic": source.choice(AREAS),
               "prompt": f"{number}: " + text(source, 6, 40)}


def hostile():
    for number in range(12):
        yield {
            "kind": "preference", "task": EVIL + str(number % 3), "topic": [EVIL, EVIL],
            "source": EVIL + str(number % 2), "prompt": message(EVIL, EVIL + str(number)),
            "chosen": message("assistant", EVIL * 300), "rejected": message("assistant", EVIL),
            "chosen_reward": 4.5 + number / 9, "rejected_reward": -1e9 if number == 3 else 1.5,
            "chosen_attributes": {EVIL: 3.0}, "rejected_attributes": {EVIL: 1.0 + number},
            "judge": {"kind": EVIL, "model": EVIL},
            "verdict": {"verifier": EVIL, "passed": True, "score": 1.0, "detail": EVIL},
        }


def make(synthgen, folder, name, rows, stages=None):
    """A dataset of `rows`, which pass through `stages`."""
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    with open(work / f"{name}.jsonl", "w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    stages = {"rows": {"type": "read", "dataset": f"{name}.jsonl"}, **(stages or {})}
    stages["out"] = {"type": "write", "input": list(stages)[-1], "dataset": f"../{name}"}
    document = {"schemaVersion": 1, "name": name, "seed": 340, "models": {}, "stages": stages}
    path = work / f"{name}.json"
    path.write_text(json.dumps(document, indent=2))
    subprocess.run([synthgen, "run", str(path)], check=True, stdout=subprocess.DEVNULL)


def damage(folder):
    """A copy of the pairs with a wrong byte in the first shard."""
    copy = folder / "damaged"
    shutil.copytree(folder / "pairs", copy)
    shard = copy / "shard-00000.jsonl.zst"
    content = bytearray(shard.read_bytes())
    content[len(content) // 3] ^= 0xFF
    shard.write_bytes(content)


def main():
    synthgen, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 3_000
    shutil.rmtree(folder, ignore_errors=True)
    filters = {
        "wide": {"type": "filter", "input": "rows", "where": "margin >= 0.25 or second is defined",
                 "reason": "margin too small"},
    }
    make(synthgen, folder, "pairs", pairs(rows), filters)
    make(synthgen, folder, "dialogues", dialogues())
    make(synthgen, folder, "prompts", prompts())
    make(synthgen, folder, "hostile", hostile())
    # A source without rows is refused, so a folder without records comes of a filter that lets none through.
    none = {"none": {"type": "filter", "input": "rows", "where": "false", "reason": "not wanted"}}
    make(synthgen, folder, "empty", prompts(), none)
    damage(folder)


main()

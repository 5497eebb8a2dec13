"""Rows for the comparison with TRL, of this repository's own Datasets.

    rows.py FOLDER

Writes FOLDER/sft.jsonl, 200 conversations of which every fourth has two to five turns, and
FOLDER/pairs.jsonl, 100 prompts with a chosen and a rejected answer.
"""

import json
import pathlib
import random
import sys

DATASETS = pathlib.Path(__file__).resolve().parents[2] / "Datasets"


def rows(name):
    return [json.loads(line) for line in (DATASETS / name).read_text().splitlines()]


def exchange(prompt, answer):
    return [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]


def conversations(generator):
    attributes = rows("attributes.jsonl")
    generator.shuffle(attributes)
    exchanges = iter([exchange(row["prompt"], row["response"]) for row in attributes])
    result = []
    while len(result) < 200:
        turns = 1 if len(result) % 4 else generator.randint(2, 5)
        result.append({"messages": [turn for _ in range(turns) for turn in next(exchanges)]})
    return result


def pairs(generator):
    judged = rows("judge-pairs.jsonl")
    generator.shuffle(judged)
    return [{"prompt": row["prompt"], "chosen": row["chosen"], "rejected": row["rejected"]}
            for row in judged[:100]]


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    generator = random.Random(7)
    for name, lines in (("sft", conversations(generator)), ("pairs", pairs(generator))):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text)
        print(f"{folder / name}.jsonl: {len(lines)} rows")


if __name__ == "__main__":
    main()

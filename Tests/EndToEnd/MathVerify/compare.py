#!/usr/bin/env python3
"""Judges pairs of answers with synthgen and with Math-Verify, and says where they differ.

Started by `make math-verify`, which installs the package; no part of `make test`. Ends with 1 if synthgen is wrong anywhere.
"""
import collections
import json
import logging
import pathlib
import subprocess
import sys
import tempfile

from math_verify import parse, verify

from pairs import pairs

DOCUMENT = {
    "schemaVersion": 1, "name": "math-verify", "seed": 1,
    "stages": {
        "rows": {"type": "read", "dataset": "rows.jsonl"},
        "checked": {"type": "verify", "input": "rows", "method": "math"},
        "out": {"type": "write", "input": "checked", "dataset": "out"},
    },
}


def synthgen_verdicts(synthgen, rows):
    """By number, what `verify` with the method "math" says."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "doc.json").write_text(json.dumps(DOCUMENT))
        with open(folder / "rows.jsonl", "w") as file:
            for number, (gold, response, _) in enumerate(rows):
                file.write(json.dumps({"n": number, "answer": gold, "response": response}) + "\n")
        subprocess.run([synthgen, "run", "doc.json", "--no-cache"], cwd=folder, check=True,
                       capture_output=True)
        subprocess.run([synthgen, "export", "out", "--format", "jsonl", "--output",
                        "judged.jsonl"], cwd=folder, check=True,
                       capture_output=True)
        records = [json.loads(line) for line in (folder / "judged.jsonl").read_text().splitlines()]
        return {record["n"]: record["verdict"] for record in records}


def math_verify_verdict(gold, response):
    logging.disable(logging.CRITICAL)
    return bool(verify(parse("$" + gold + "$"), parse(response)))


def main():
    synthgen = str(pathlib.Path(sys.argv[1]).resolve())
    rows = pairs()
    ours = synthgen_verdicts(synthgen, rows)
    counts, differing = collections.Counter(), []
    for number, (gold, response, equal) in enumerate(rows):
        mine, theirs = ours[number]["passed"], math_verify_verdict(gold, response)
        counts[mine == equal, theirs == equal] += 1
        if mine != equal or theirs != equal:
            wrong = " and ".join(name for name, said in (("synthgen", mine), ("Math-Verify", theirs))
                                 if said != equal)
            differing.append((wrong, gold, response, equal, ours[number]["detail"]))
    print(f"{len(rows)} pairs, {sum(equal for _, _, equal in rows)} of them equal")
    print(f"both right {counts[True, True]}, only synthgen right {counts[True, False]}, "
          f"only Math-Verify right {counts[False, True]}, both wrong {counts[False, False]}")
    for wrong, gold, response, equal, detail in differing:
        print(f"{wrong} wrong: {gold!r} {'is' if equal else 'is not'} {response!r} {detail}")
    raise SystemExit(counts[False, True] + counts[False, False] > 0)


main()

#!/usr/bin/env python3
"""Runs the rounds of Pipelines/rounds/flywheel.json with the real model, and says what they reached.

    python3 Tests/EndToEnd/Flywheel/run.py PROGRAM FOLDER

The figures of each round's last model are those of `evaluate compare` against the base, on prompts that are not
in the training data. Exits with 1 if one is not as asked, 2 if a command failed. A run that was stopped goes on.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

DOCUMENT = "Pipelines/rounds/flywheel.json"
# By round: points of IFEval's strict prompt accuracy that are asked for.
WANTED = {1: 8, 2: 12}


def compare(program, before, after):
    out = subprocess.run(
        [program, "evaluate", "compare", str(before), str(after), "--json"],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return {entry["evaluation"]: entry["differences"] for entry in json.loads(out)}


def conditions(found, points):
    """What is asked of a round: text, the figure, whether it holds."""
    strict = found["ifeval"]["prompt_strict"]
    words = found["ifeval"]["characters"]
    math = found["arithmetic"]["accuracy"]
    prose = found["prose"]["token_perplexity"]
    interval = f'{strict["difference"]:+.1f} points, 95 % from {strict["low"]:+.1f} to {strict["high"]:+.1f}'
    yield (f"strict prompts up by {points} points", interval,
           strict["difference"] >= points and strict["low"] > 0)
    yield "arithmetic not down", f'{math["first"]:.1f} -> {math["second"]:.1f} %', math["difference"] >= 0
    rise = prose["second"] / prose["first"] - 1
    yield "perplexity of prose up by less than 3 %", f"{100 * rise:+.2f} %", rise < 0.03
    change = words["second"] / words["first"] - 1
    yield ("mean length within 20 %", f'{words["first"]:.0f} -> {words["second"]:.0f} characters, {100 * change:+.0f} %',
           abs(change) <= 0.2)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    begun = time.monotonic()
    subprocess.run([program, "rounds", DOCUMENT, "--output", str(folder)], check=True)
    minutes = (time.monotonic() - begun) / 60
    # What each part took, from the folder: a run that went on counts all of it.
    subprocess.run([program, "rounds", DOCUMENT, "--output", str(folder), "--dry-run"], check=True)
    print(f"\nthis run took {minutes:.1f} minutes")
    misses = 0
    for number, points in WANTED.items():
        results = sorted(folder.glob(f"round-{number}/evaluation/*.json"))
        print(f"\nround {number}, {results[-1].stem}, against the base")
        found = compare(program, folder / "base/evaluation.json", results[-1])
        for text, figure, holds in conditions(found, points):
            print(f"  {text:42} {'holds ' if holds else 'missed'}  {figure}")
            misses += not holds
    sys.exit(1 if misses else 0)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(2)
